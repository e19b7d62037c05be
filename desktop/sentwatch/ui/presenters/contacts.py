"""The contact list: whom to call, by role, with the public desks below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from sentwatch.core.phrase import N_
from sentwatch.core.playbooks.contacts import NEEDED, Contact, ContactRole, missing_roles
from sentwatch.service.office_steps import CONTACTS_STEP
from sentwatch.texts.words import Words
from sentwatch.ui.checklist_book import ChecklistBook
from sentwatch.ui.presenters.accounts import QuestionView
from sentwatch.ui.presenters.checklist_tools import TOOL_TITLES, Tool
from sentwatch.ui.presenters.papers import PapersView, papers
from sentwatch.ui.presenters.step_states import day_of

_HOME: Final = {"ja": "jp"}
"""In Japanese the desks of Japan are named: who reads it there has no use for those of other countries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """One entry with its role in words."""

    contact: Contact
    label: str
    is_needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """A public desk."""

    name: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsView:
    """The whole list."""

    back: str
    title: str
    lead: str
    papers: PapersView
    rows: tuple[ContactRow, ...]
    name: str
    phone: str
    note: str
    remove: str
    add: str
    roles: tuple[tuple[object, str], ...]
    right: str
    state: str
    desks_heading: str
    desks: tuple[DeskView, ...]


def contacts_view(book: ChecklistBook, words: Words, *, now: datetime) -> ContactsView:
    """The list as it is kept, with empty lines for the roles it cannot do without."""
    audience = book.now.audience
    kept = book.notes.contacts
    said = dict(book.contact_words.roles)
    return ContactsView(
        back=words(N_("All steps")),
        title=words(TOOL_TITLES[Tool.CONTACTS]),
        lead=words(N_("Whom to call when mail itself cannot be trusted. Print it: on that day it belongs on paper.")),
        papers=papers(words),
        rows=tuple(
            ContactRow(
                contact=contact, label=said[contact.role].said(words.lang), is_needed=contact.role in NEEDED[audience]
            )
            for contact in _with_missing(kept, NEEDED[audience])
        ),
        name=words(N_("Name")),
        phone=words(N_("Phone")),
        note=words(N_("Note")),
        remove=words(N_("Remove")),
        add=words(N_("Add somebody")),
        roles=tuple((role, wording.said(words.lang)) for role, wording in book.contact_words.roles),
        right=words(N_("All of this is right today")),
        state=_state(book, words, now=now),
        desks_heading=words(N_("Public desks")),
        desks=tuple(_desks(book, words)),
    )


def remove_question(contact: Contact, words: Words) -> QuestionView:
    """Ask before an entry with something in it goes."""
    return QuestionView(
        title=words(N_("Remove {name} from the list?"), name=contact.name or contact.phone),
        detail=words(N_("The name, the number and the note are forgotten.")),
        do=words(N_("Remove")),
        keep=words(N_("Keep")),
    )


def _with_missing(kept: Sequence[Contact], needed: Sequence[ContactRole]) -> tuple[Contact, ...]:
    """Those it cannot do without first, in their order; empty ones where nobody is named."""
    first: list[Contact] = []
    for role in needed:
        own = [contact for contact in kept if contact.role is role]
        first += own or [Contact(role=role, name="", phone="")]
    return (*first, *(contact for contact in kept if contact.role not in needed))


def _state(book: ChecklistBook, words: Words, *, now: datetime) -> str:
    missing = len(missing_roles(book.notes.contacts, book.now.audience))
    if missing:
        return words(N_("Numbers still missing: {n}"), n=missing)
    detail = book.now.detail(CONTACTS_STEP)
    answer = detail.answer if detail is not None else None
    return words(N_("Looked through: {day}"), day=day_of(answer.at, words, now=now)) if answer is not None else ""


def _desks(book: ChecklistBook, words: Words) -> Iterator[DeskView]:
    home = _HOME.get(words.lang)
    for desk in book.desks:
        if book.now.audience not in desk.audiences or (home is not None and desk.country != home):
            continue
        yield DeskView(
            name=desk.name.said(words.lang),
            detail="\n".join(
                part for part in (desk.what_for.said(words.lang), desk.phone, urlsplit(desk.url).hostname) if part
            ),
            url=desk.url,
        )
