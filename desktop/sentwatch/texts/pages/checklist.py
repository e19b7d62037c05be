"""The checklist as a sheet to print and tick."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sentwatch.core.phrase import N_
from sentwatch.core.playbooks.checklist import Audience, Checklist, StepState, StepView, progress
from sentwatch.texts.page import Fields, Page, Section, TickLine, Ticks, Words
from sentwatch.texts.pages.parts import BOXES, foot, step_note, step_title
from sentwatch.texts.words import Words as Speech

_AUDIENCES = {
    Audience.INDIVIDUAL: N_("for one person"),
    Audience.SMALL_OFFICE: N_("for a small office"),
}


def checklist_page(
    views: Sequence[StepView], checklist: Checklist, words: Speech, *, audience: Audience, made_at: datetime
) -> Page:
    """All steps by section, each with its box and how it stands."""
    far = progress(views)
    return Page(
        lang=words.lang,
        kicker=words(N_("Checklist, {audience}"), audience=words(_AUDIENCES[audience])),
        title=words(N_("The secure setup, step by step")),
        lead=(
            words(N_("{done} of {total} done."), done=far.done, total=far.total),
            checklist.password_rule.said(words.lang),
        ),
        sections=(*_sections(views, checklist, words), _signature(words)),
        foot=foot(made_at, words),
    )


def _sections(views: Sequence[StepView], checklist: Checklist, words: Speech) -> Iterator[Section]:
    for section in checklist.sections:
        lines = tuple(
            TickLine(box=BOXES[view.state], text=step_title(view, words.lang), note=_note(view, words))
            for view in views
            if view.step.section == section.id
        )
        if lines:
            yield Section(heading=section.title.said(words.lang), blocks=(Ticks(lines=lines),))


def _note(view: StepView, words: Speech) -> str:
    """Beside an open step stands how to do it; beside one that is done, who says so."""
    said = step_note(view, words)
    if view.state in {StepState.OK, StepState.NOT_APPLICABLE} or view.step.words is None:
        return said
    how = view.step.words.how_in(())
    return f"{how[0].words.said(words.lang)} ({said})" if how else said


def _signature(words: Speech) -> Section:
    rows = ((words(N_("Gone through on")), ""), (words(N_("Gone through by")), ""))
    return Section(heading=words(N_("On paper")), blocks=(Words(text=_legend(words), is_quiet=True), Fields(rows=rows)))


def _legend(words: Speech) -> str:
    return words(N_("☑ done   ☐! to do or to look at   ☐ not known yet   – does not apply"))
