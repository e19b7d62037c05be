"""Everything the checklist's pages tell about at one moment, read in one go. No words, no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sentwatch.core.office import OfficeFacts
from sentwatch.core.playbooks.checklist import Audience, Checklist
from sentwatch.core.playbooks.contacts import Contact, Desk, SheetWords
from sentwatch.core.playbooks.lessons import Completion, Lesson
from sentwatch.core.playbooks.self_check import SelfAnswer, SelfCheck, SelfCheckResult
from sentwatch.core.providers import Provider
from sentwatch.service.checklist import ChecklistNow, nothing_kept
from sentwatch.wiring import App


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeNotes:
    """What the office keeps beside its mailboxes."""

    contacts: tuple[Contact, ...] = ()
    people: tuple[str, ...] = ()
    completions: tuple[Completion, ...] = ()
    answers: Mapping[str, SelfAnswer]
    results: tuple[SelfCheckResult, ...] = ()
    facts: OfficeFacts = field(default_factory=OfficeFacts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistBook:
    """The checklist as it stands, the tables beside it, and the office's notes."""

    now: ChecklistNow
    checklist: Checklist
    providers: tuple[Provider, ...]
    questions: SelfCheck
    lessons: tuple[Lesson, ...]
    contact_words: SheetWords
    desks: tuple[Desk, ...]
    notes: OfficeNotes


def read_book(app: App) -> ChecklistBook:
    """Read all of it; nothing is looked at anew, and looking makes no store."""
    from sentwatch.adapters.checklist import packaged_checklist
    from sentwatch.adapters.contacts import packaged_desks, sheet_words
    from sentwatch.adapters.lessons import packaged_lessons
    from sentwatch.adapters.self_check import packaged_self_check

    checklist, audience = packaged_checklist(), Audience(app.settings.audience)
    providers = {
        provider.id: provider
        for account in app.known_accounts()
        if (provider := app.providers.by_id(account.provider) or app.providers.by_address(account.address)) is not None
    }
    return ChecklistBook(
        now=app.checklist.everything(audience)
        if app.has_store
        else nothing_kept(checklist, audience, now=app.clock.now()),
        checklist=checklist,
        providers=tuple(providers.values()),
        questions=packaged_self_check(),
        lessons=packaged_lessons(),
        contact_words=sheet_words(),
        desks=packaged_desks(),
        notes=_notes(app),
    )


def _notes(app: App) -> OfficeNotes:
    if not app.has_store:
        return OfficeNotes(answers={})
    book = app.office
    return OfficeNotes(
        contacts=book.contacts(),
        people=book.people(),
        completions=book.completions(),
        answers=book.self_check(),
        results=book.self_check_results(),
        facts=book.facts(),
    )
