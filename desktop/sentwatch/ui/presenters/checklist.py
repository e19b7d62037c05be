"""The checklist at a glance: how far it is, the next step, what changed, and every step by section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.playbooks.checklist import Audience, Section, StepState, StepView, progress
from sentwatch.core.playbooks.checklist_outlook import due_again, finish, next_step
from sentwatch.texts.step_states import STATE_WORDS
from sentwatch.texts.words import Words
from sentwatch.ui.checklist_book import ChecklistBook
from sentwatch.ui.presenters.checklist_tools import ToolView, tools
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.papers import PapersView, papers
from sentwatch.ui.presenters.step_states import day_of, facts_of, is_put_off, look_of
from sentwatch.ui.presenters.times import dotted, joined
from sentwatch.ui.step_look import StepLook

AUDIENCES: Final = ((Audience.INDIVIDUAL, N_("For me")), (Audience.SMALL_OFFICE, N_("Small office")))
"""Short: they stand side by side in a switch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One step in a list."""

    id: str
    title: str
    facts: str
    look: StepLook

    @property
    def spoken(self) -> str:
        """All of it for a screen reader."""
        return f"{self.title}. {self.facts}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section with how far it is. `share` is from 0 to 1."""

    id: str
    title: str
    count: str
    share: float
    rows: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FarView:
    """How far all of it is, and the step to go on with; `step` is empty where none waits."""

    heading: str
    share: float
    spoken: str
    step: str
    next_heading: str
    title: str
    facts: str
    button: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsView:
    """What changed since somebody looked last."""

    heading: str
    rows: tuple[StepRow, ...]
    button: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishView:
    """Nothing is open: what that rests on, and what comes next."""

    sentence: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistView:
    """The whole page."""

    header: HeaderView
    audience_name: str
    audiences: tuple[tuple[object, str], ...]
    audience: Audience
    papers: PapersView
    rule: str
    far: FarView
    finish: FinishView | None
    news: NewsView | None
    tools_name: str
    tools: tuple[ToolView, ...]
    sections: tuple[SectionView, ...]


def checklist(book: ChecklistBook, words: Words, *, now: datetime) -> ChecklistView:
    """The page for what is known now."""
    views = book.now.views
    far = _far(views, words, now=now)
    return ChecklistView(
        header=header(views, words, now=now),
        audience_name=words(N_("For whom")),
        audiences=tuple((audience, words(name)) for audience, name in AUDIENCES),
        audience=book.now.audience,
        papers=papers(words),
        rule=book.checklist.password_rule.said(words.lang),
        far=far,
        finish=_finish(views, words, now=now),
        news=_news(book.now.changed, words, now=now),
        tools_name=words(N_("Belongs to it")),
        tools=tools(book, words, now=now),
        sections=tuple(
            _section(section, shown, words, now=now)
            for section in book.checklist.sections
            if (shown := [view for view in views if view.step.section == section.id])
        ),
    )


def header(views: Sequence[StepView], words: Words, *, now: datetime) -> HeaderView:
    """The sentence over the checklist."""
    far = progress(views)
    again = len(due_again(views, now=now))
    return HeaderView(
        sentence=words(N_("Checklist")),
        detail=dotted(
            words(N_("{done} of {total} done"), done=far.done, total=far.total),
            due_words(again, words) if again else "",
        ),
    )


def due_words(count: int, words: Words) -> str:
    """How many steps are due again."""
    return words(
        Phrase(text=N_("{n} step is due again"), plural=N_("{n} steps are due again"), count="n", params={"n": count})
    )


def step_row(view: StepView, words: Words, *, now: datetime) -> StepRow:
    """One step as a row."""
    return StepRow(
        id=view.step.id, title=title_of(view, words), facts=facts_of(view, words, now=now), look=look_of(view)
    )


def title_of(view: StepView, words: Words) -> str:
    """What the step is called."""
    return view.step.words.title.said(words.lang) if view.step.words is not None else view.step.id


def _far(views: Sequence[StepView], words: Words, *, now: datetime) -> FarView:
    far = progress(views)
    following = next_step(views)
    again = due_again(views, now=now)
    begins = far.done == 0 and not any(view.evidence_kind for view in views)
    said = words(N_("{done} of {total} done"), done=far.done, total=far.total)
    return FarView(
        heading=said,
        share=far.done / far.total if far.total else 1.0,
        spoken=said,
        step=following.step.id if following is not None else "",
        next_heading=words(N_("Begin here") if begins else N_("Go on with")),
        title=title_of(following, words) if following is not None else "",
        facts=facts_of(following, words, now=now) if following is not None else "",
        button=words(N_("Step by step")),
        due=due_words(len(again), words) if again else "",
    )


def _finish(views: Sequence[StepView], words: Words, *, now: datetime) -> FinishView | None:
    ended = finish(views)
    if ended is None:
        waiting = sum(is_put_off(view) for view in views)
        if next_step(views) is not None or not waiting:
            return None
        put_off = Phrase(
            text=N_("{n} step is put off."), plural=N_("{n} steps are put off."), count="n", params={"n": waiting}
        )
        return FinishView(
            sentence=words(N_("Nothing waits for you today.")),
            detail=joined(words, words(put_off), words(N_("They come back on their day."))),
        )
    parts = [
        words(N_("Sentwatch saw {seen} of them for itself; {said} are as you said."), seen=ended.seen, said=ended.said),
        words(N_("That makes a mailbox hard to take. It cannot make it impossible, so the watch goes on.")),
    ]
    if ended.next_due is not None and ended.next_due.due is not None:
        parts.append(
            words(
                N_("Due next: {title}, {day}."),
                title=title_of(ended.next_due, words),
                day=day_of(ended.next_due.due, words, now=now),
            )
        )
    return FinishView(sentence=words(N_("Every step is done.")), detail=joined(words, *parts))


def _news(changed: Sequence[StepView], words: Words, *, now: datetime) -> NewsView | None:
    if not changed:
        return None
    return NewsView(
        heading=words(N_("Changed since you looked last")),
        rows=tuple(step_row(view, words, now=now) for view in changed),
        button=words(N_("I have seen it")),
    )


def _section(section: Section, shown: Sequence[StepView], words: Words, *, now: datetime) -> SectionView:
    far = progress(shown)
    return SectionView(
        id=section.id,
        title=section.title.said(words.lang),
        count=words(N_("{done} of {total} done"), done=far.done, total=far.total)
        if far.total
        else words(STATE_WORDS[StepState.NOT_APPLICABLE]),
        share=far.done / far.total if far.total else 1.0,
        rows=tuple(step_row(view, words, now=now) for view in shown),
    )
