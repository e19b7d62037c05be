"""Incident playbooks: for each situation the ordered steps of the first 15 minutes, day and week."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from sentwatch.core.findings import Finding, Severity
from sentwatch.core.playbooks.automatic import names
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.step_words import Source
from sentwatch.core.wording import Wording


class Situation(enum.Enum):
    """What has happened, as far as it is known. The first is the gravest and is taken when two fit."""

    MAILBOX_IN_USE = "mailbox-in-use"
    RULE_FOUND = "rule-found"
    PASSWORD_LEAKED = "password-leaked"  # noqa: S105 - a situation, not a secret
    ADDRESS_FORGED = "address-forged"


class Phase(enum.Enum):
    """When a step is to be done, counted from the moment somebody noticed."""

    FIRST_15_MINUTES = "first-15-minutes"
    FIRST_DAY = "first-day"
    FIRST_WEEK = "first-week"


class Need(enum.Enum):
    """What must be at hand for a step, so that nobody starts it and gets stuck."""

    TRUSTED_DEVICE = "trusted-device"
    PHONE = "phone"
    ADMINISTRATOR = "administrator"
    OTHER_MAILBOX = "other-mailbox"
    CONTACT_LIST = "contact-list"
    PAPER = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookStep:
    """One thing to do, with a box to tick.

    `office` is said to an office in addition. `pages` are keys of the provider table, `notices` ids of texts to copy,
    `desks` ids of public desks. A step that is not needed by everybody `may_be_skipped`.
    """

    id: str
    title: Wording
    do: Wording
    why: Wording
    minutes: int
    sources: tuple[Source, ...]
    office: Wording | None = None
    needs: tuple[Need, ...] = ()
    pages: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()
    guide: str | None = None
    may_be_skipped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """A step at its place in a playbook, and for whom it stands there."""

    step: PlaybookStep
    phase: Phase
    audiences: frozenset[Audience]


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """The ordered steps of one situation. `codes` name the findings that suggest it."""

    situation: Situation
    title: Wording
    lead: Wording
    codes: tuple[str, ...]
    planned: tuple[PlannedStep, ...]

    def steps_for(self, audience: Audience, phase: Phase | None = None) -> tuple[PlannedStep, ...]:
        """The steps for this audience, of one phase or of all, in their order."""
        return tuple(
            planned
            for planned in self.planned
            if audience in planned.audiences and (phase is None or planned.phase is phase)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbooks:
    """All playbooks, with the words for phases and needs."""

    books: tuple[Playbook, ...]
    phases: tuple[tuple[Phase, Wording], ...]
    needs: tuple[tuple[Need, Wording], ...]

    def book(self, situation: Situation) -> Playbook:
        """The playbook of a situation."""
        return next(book for book in self.books if book.situation is situation)


def suggested(findings: Iterable[Finding], books: Playbooks) -> Situation | None:
    """Return the gravest situation the findings suggest; a person decides whether it is so.

    Findings at warning or above count; a forged address is never more than a notice and counts from there.
    """
    known = tuple(findings)
    for situation in Situation:
        least = Severity.NOTICE if situation is Situation.ADDRESS_FORGED else Severity.WARNING
        patterns = books.book(situation).codes
        if any(
            finding.severity >= least and any(names(pattern, finding.kind.code) for pattern in patterns)
            for finding in known
        ):
            return situation
    return None
