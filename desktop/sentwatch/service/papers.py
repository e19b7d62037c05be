"""Use case: make a report of each kind ready to be handed on, as a page and as values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sentwatch.core.incident_report import IncidentReport
from sentwatch.core.personal import shortened
from sentwatch.core.playbooks.checklist import Audience, Checklist, StepView
from sentwatch.core.playbooks.lessons import Completion, Lesson
from sentwatch.core.playbooks.printable import Sheet, said
from sentwatch.core.status_report import StatusReport
from sentwatch.service.export import Paper
from sentwatch.texts.checklist_json import checklist_json
from sentwatch.texts.incident_json import incident_json
from sentwatch.texts.page import Page, with_texts
from sentwatch.texts.pages.checklist import checklist_page
from sentwatch.texts.pages.incident import incident_page
from sentwatch.texts.pages.lessons import lessons_json, lessons_page
from sentwatch.texts.pages.sheet import sheet_page
from sentwatch.texts.pages.status import status_page
from sentwatch.texts.report_json import Json, iso
from sentwatch.texts.status_json import status_json
from sentwatch.texts.words import Words


def status_paper(report: StatusReport, checklist: Checklist, words: Words) -> Paper:
    """How everything stands."""
    page = status_page(report, checklist, words)
    return Paper(page=_kept_short(page, is_personal=report.is_personal), values=lambda: status_json(report, words))


def checklist_paper(
    views: Sequence[StepView], checklist: Checklist, words: Words, *, audience: Audience, now: datetime
) -> Paper:
    """The checklist to print."""
    page = checklist_page(views, checklist, words, audience=audience, made_at=now)
    return Paper(page=page, values=lambda: checklist_json(views, words.lang))


def incident_paper(report: IncidentReport, words: Words) -> Paper:
    """What happened, and what is to be done by when."""
    page = incident_page(report, words)
    return Paper(page=_kept_short(page, is_personal=report.is_personal), values=lambda: incident_json(report, words))


def sheet_paper(sheet: Sheet, words: Words, *, now: datetime) -> Paper:
    """A sheet to hang up."""
    return Paper(page=sheet_page(sheet, words, made_at=now), values=lambda: _sheet_json(sheet, words.lang, now))


def lessons_paper(
    lessons: Sequence[Lesson],
    completions: Sequence[Completion],
    people: Sequence[str],
    words: Words,
    *,
    now: datetime,
    is_personal: bool,
) -> Paper:
    """Who has done which lesson."""
    page = lessons_page(lessons, completions, people, words, now=now, is_personal=is_personal)
    return Paper(
        page=page, values=lambda: lessons_json(lessons, completions, people, words, now=now, is_personal=is_personal)
    )


def _kept_short(page: Page, *, is_personal: bool) -> Page:
    """Without personal data no address stands in full anywhere, also where nobody thought of one."""
    return page if is_personal else with_texts(page, shortened)


def _sheet_json(sheet: Sheet, lang: str, now: datetime) -> dict[str, Json]:
    return {
        "schema": 1,
        "kind": "sheet",
        "generated_at": iso(now),
        "id": sheet.id,
        "title": said(sheet.title, lang),
        "lead": said(sheet.lead, lang),
        "sections": [
            {
                "heading": said(section.heading, lang),
                "lines": [
                    {"kind": line.kind.value, "text": said(line.text, lang), "value": said(line.value, lang)}
                    for line in section.lines
                ],
            }
            for section in sheet.sections
        ],
    }
