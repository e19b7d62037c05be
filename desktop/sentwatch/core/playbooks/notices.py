"""Texts to copy in an incident: to the people who got the mail, the provider, the bank; filled in with known facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.wording import Wording

FIELDS: Final = frozenset(
    {
        "address",
        "address_unusable",
        "attachments",
        "aware_at",
        "content_read",
        "domain",
        "first_at",
        "last_at",
        "links",
        "message_ids",
        "messages",
        "name",
        "next_update",
        "personal_data",
        "phone",
        "provider",
        "recipients",
        "rules",
        "steps_done",
        "subjects",
        "time_zone",
        "verify_at",
        "way_in",
    }
)
"""The facts a text may hold. Those only a person can give stay open until given: "not known yet" is never guessed."""

SHOWN_CHARACTERS: Final = 500
"""A fact longer than that is cut: subjects and the like come from the mail and are not ours."""

_FIELD: Final = re.compile(r"\{([a-z_]{1,40})\}")
_UNSHOWN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff]+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One text. `how` says through which channel it may go; `subject` is empty where it is said or pasted in a form."""

    id: str
    title: Wording
    audiences: frozenset[Audience]
    how: Wording
    subject: Wording
    body: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledNotice:
    """A text ready to copy; `open_fields` are the facts nobody gave, which stand as `unknown` in it."""

    subject: str
    body: str
    open_fields: tuple[str, ...]


def fields_of(notice: Notice, lang: str) -> frozenset[str]:
    """Return the names of the facts the text holds."""
    return frozenset(_FIELD.findall(notice.subject.said(lang) + "\n" + notice.body.said(lang)))


def filled(notice: Notice, facts: Mapping[str, str], unknown: Wording, lang: str) -> FilledNotice:
    """Put the facts in. A fact is plain text on one line and is put in once: braces in it stay braces."""
    open_fields: dict[str, None] = {}

    def fact(match: re.Match[str]) -> str:
        given = _UNSHOWN.sub(" ", facts.get(match[1], "")[: SHOWN_CHARACTERS * 4]).strip()
        if not given:
            open_fields.setdefault(match[1])
            return unknown.said(lang)
        return given if len(given) <= SHOWN_CHARACTERS else given[: SHOWN_CHARACTERS - 1] + "…"

    subject = _FIELD.sub(fact, notice.subject.said(lang))
    body = _FIELD.sub(fact, notice.body.said(lang))
    return FilledNotice(subject=subject, body=body, open_fields=tuple(open_fields))


def unclickable(host: str) -> str:
    """Write a host so that nobody's mail program makes a link of it: example[.]com."""
    return host.replace(".", "[.]")
