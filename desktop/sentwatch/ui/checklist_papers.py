"""The papers of the checklist: the list itself, the sheets to hang up, and who has learned what. No Qt.

What makes papers is imported by the thread that makes one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from sentwatch.core.playbooks.checklist import Audience
from sentwatch.ui.presenters.checklist_tools import Tool

if TYPE_CHECKING:
    from sentwatch.service.export import Paper
    from sentwatch.texts.words import Words
    from sentwatch.wiring import App


def list_paper(app: App, words: Words) -> Paper:
    """The whole list as it stands."""
    from sentwatch.adapters.checklist import packaged_checklist
    from sentwatch.service.checklist import without_store
    from sentwatch.service.papers import checklist_paper

    audience, now, checklist = Audience(app.settings.audience), app.clock.now(), packaged_checklist()
    views = app.checklist.views(audience) if app.has_store else without_store(checklist, audience, now=now)
    return checklist_paper(views, checklist, words, audience=audience, now=now)


def sheet_of(app: App, words: Words, sheet_id: str) -> Paper:
    """A sheet to hang up: the contacts, the list for leavers."""
    from sentwatch.service.papers import sheet_paper

    now = app.clock.now()
    sheets = app.sheets(Audience(app.settings.audience), printed_on=words.date(now), lang=words.lang)
    return sheet_paper(next(sheet for sheet in sheets if sheet.id == sheet_id), words, now=now)


def record_paper(app: App, words: Words) -> Paper:
    """Who has learned what."""
    from sentwatch.adapters.lessons import packaged_lessons
    from sentwatch.service.papers import lessons_paper

    book = app.office
    return lessons_paper(
        packaged_lessons(), book.completions(), book.people(), words, now=app.clock.now(), is_personal=True
    )


PAPERS: Final[dict[Tool | None, tuple[str, Callable[[App, Words], Paper]]]] = {
    None: ("sentwatch-checklist", list_paper),
    Tool.CONTACTS: ("sentwatch-contacts", partial(sheet_of, sheet_id="contacts")),
    Tool.OFFICE: ("sentwatch-leaver", partial(sheet_of, sheet_id="leaver")),
    Tool.LESSONS: ("sentwatch-lessons", record_paper),
}
"""The proposed name of the file and its maker; None is the list itself."""
