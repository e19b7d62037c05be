"""Whom to call: public desks with their sources, the office's own people and roles, and the sheet for the wall."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.playbooks.checklist import Audience, EvidenceKind, StepAnswer, StepState
from sentwatch.core.playbooks.printable import Line, LineKind, Sheet, SheetSection
from sentwatch.core.providers import Trust
from sentwatch.core.wording import Wording


class ContactRole(enum.Enum):
    """What somebody is for when something happens. The first two are the ones an office cannot do without."""

    DECIDES = "decides"
    LOOKS_AFTER_MAIL = "looks-after-mail"
    STANDS_IN = "stands-in"
    BANK = "bank"
    MAIL_PROVIDER = "mail-provider"
    DOMAIN_REGISTRAR = "domain-registrar"
    WEBSITE = "website"
    LAWYER = "lawyer"
    INSURER = "insurer"
    TRUSTED_PERSON = "trusted-person"


NEEDED: Final = {
    Audience.INDIVIDUAL: (ContactRole.TRUSTED_PERSON, ContactRole.MAIL_PROVIDER, ContactRole.BANK),
    Audience.SMALL_OFFICE: (
        ContactRole.DECIDES,
        ContactRole.LOOKS_AFTER_MAIL,
        ContactRole.STANDS_IN,
        ContactRole.MAIL_PROVIDER,
        ContactRole.BANK,
    ),
}
"""The roles without which the list is not finished (a product choice, after the playbook's steps 6, 7 and 14)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One entry of the own list. A phone number matters most: mail may be out of reach or read by somebody else."""

    role: ContactRole
    name: str
    phone: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A public desk. `phone` holds nothing but numbers read at a source; `country` is a two-letter code or `eu`."""

    id: str
    country: str
    audiences: frozenset[Audience]
    name: Wording
    what_for: Wording
    url: str
    trust: Trust
    source: str
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetWords:
    """The fixed words of the contact sheet."""

    title: Wording
    lead: Wording
    own: Wording
    public: Wording
    phone: Wording
    printed: Wording
    roles: tuple[tuple[ContactRole, Wording], ...]

    def role(self, role: ContactRole) -> Wording:
        """The words for a role."""
        return dict(self.roles)[role]


def missing_roles(contacts: Iterable[Contact], audience: Audience) -> tuple[ContactRole, ...]:
    """Return the needed roles nobody with a name and a phone number fills."""
    filled = {contact.role for contact in contacts if contact.name.strip() and contact.phone.strip()}
    return tuple(role for role in NEEDED[audience] if role not in filled)


def contacts_answer(
    contacts: Iterable[Contact], audience: Audience, *, reviewed_at: datetime | None
) -> StepAnswer | None:
    """Return how the checklist step about the list stands on the day a person last looked it through, None if never.

    The evidence names the roles that are still open.
    """
    if reviewed_at is None:
        return None
    missing = missing_roles(contacts, audience)
    return StepAnswer(
        state=StepState.ATTENTION if missing else StepState.OK,
        evidence_kind=EvidenceKind.SELF_REPORTED,
        at=reviewed_at,
        evidence=" ".join(role.value for role in missing),
    )


def contact_sheet(
    words: SheetWords, contacts: Iterable[Contact], desks: Iterable[Desk], *, audience: Audience, printed_on: str
) -> Sheet:
    """Return the sheet to print: own people first, with room for those still missing, then the public desks."""
    known = tuple(contacts)
    own = [
        Line(
            kind=LineKind.FIELD, text=words.role(contact.role), value=_joined(contact.name, contact.phone, contact.note)
        )
        for contact in known
    ]
    own += [Line(kind=LineKind.FIELD, text=words.role(role)) for role in missing_roles(known, audience)]
    public = tuple(
        Line(kind=LineKind.FIELD, text=desk.name, value=_desk_value(desk))
        for desk in desks
        if audience in desk.audiences
    )
    return Sheet(
        id="contacts",
        title=words.title,
        lead=words.lead,
        sections=(
            SheetSection(heading=words.own, lines=tuple(own)),
            SheetSection(heading=words.public, lines=public),
            SheetSection(heading=words.printed, lines=(Line(kind=LineKind.WORDS, text=printed_on),)),
        ),
    )


def _desk_value(desk: Desk) -> Wording:
    return Wording(
        en=_joined(desk.what_for.en, desk.phone, desk.url), ja=_joined(desk.what_for.ja, desk.phone, desk.url)
    )


def _joined(*parts: str) -> str:
    return " / ".join(part for part in parts if part.strip())
