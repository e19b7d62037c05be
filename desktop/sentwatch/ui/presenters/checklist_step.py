"""One step to read and to answer: why, what to do, where, how it stands and what Sentwatch saw of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from sentwatch.core.phrase import N_
from sentwatch.core.playbooks.checklist import EvidenceKind, StepState, StepView
from sentwatch.core.playbooks.links import DeepLink, deep_links
from sentwatch.core.playbooks.setting_of import settings_of
from sentwatch.core.playbooks.step_words import StepWords
from sentwatch.core.providers import Provider, Trust
from sentwatch.service.checklist import StepDetail
from sentwatch.texts.provider_pages import PAGE_NAMES
from sentwatch.texts.words import Words
from sentwatch.ui.checklist_book import ChecklistBook
from sentwatch.ui.known import Known
from sentwatch.ui.presenters.checklist import title_of
from sentwatch.ui.presenters.checklist_tools import TOOL_OF_STEP, TOOL_TITLES, Tool
from sentwatch.ui.presenters.step_evidence import StandView, only_its_owner_can_tell, stand
from sentwatch.ui.presenters.step_states import OPEN_STATES, day_of
from sentwatch.ui.presenters.times import dotted

LATER_DAYS: Final = ((1, N_("Tomorrow")), (7, N_("In a week")), (30, N_("In a month")))
_CHOICES: Final = (
    (StepState.OK, N_("Done")),
    (StepState.NOT_OK, N_("Not yet")),
    (StepState.NOT_APPLICABLE, N_("Does not apply")),
)
_GIVEN: Final = {
    StepState.OK: N_("You said: done."),
    StepState.NOT_OK: N_("You said: not yet."),
    StepState.NOT_APPLICABLE: N_("You said: does not apply."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A page of the provider. `detail` names the host, and says where the address is not verified."""

    text: str
    detail: str
    url: str
    is_verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """The answers that make a difference now. `given` says what was answered."""

    heading: str
    choices: tuple[tuple[StepState, str], ...]
    chosen: StepState | None
    later: str
    later_days: tuple[tuple[object, str], ...]
    given: str
    undo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPageView:
    """The step. Every part is plain text."""

    id: str
    place: str
    title: str
    why: str
    how_heading: str
    hows: tuple[str, ...]
    links_heading: str
    links: tuple[LinkView, ...]
    links_note: str
    stand: StandView
    answer: AnswerView
    note_label: str
    note_hint: str
    note: str
    tool: Tool | None
    tool_text: str
    sources_heading: str
    sources: tuple[str, ...]
    guide: str
    guide_heading: str
    back: str
    previous: str
    following: str
    previous_id: str
    following_id: str
    go_on: str
    go_on_id: str
    is_waiting: bool
    """Whether it waits for somebody, and nobody has said anything of it yet."""


def step_page(
    step_id: str, book: ChecklistBook, known: Known, words: Words, *, now: datetime, system: str
) -> StepPageView | None:
    """The step for this audience; None where the audience has no such step."""
    detail = book.now.detail(step_id)
    if detail is None or detail.view.step.words is None:
        return None
    step, said, lang = detail.view.step, detail.view.step.words, words.lang
    views = book.now.views
    number = next(n for n, view in enumerate(views) if view.step.id == step_id)
    section = next(one for one in book.checklist.sections if one.id == step.section)
    tool = TOOL_OF_STEP.get(step_id)
    links = tuple(_links(step.pages, book.providers, words))
    waiting, answer = _waiting_after(views, number), _answer(detail, words, now=now)
    return StepPageView(
        id=step_id,
        place=dotted(section.title.said(lang), words(N_("step {n} of {total}"), n=number + 1, total=len(views))),
        title=title_of(detail.view, words),
        why=said.why.said(lang),
        how_heading=words(N_("What to do")),
        hows=_hows(said, book, lang, system=system),
        links_heading=words(N_("At your provider")),
        links=links,
        links_note=words(N_("We have not verified this address ourselves. Look at the address bar before you sign in."))
        if any(not link.is_verified for link in links)
        else "",
        stand=stand(detail, known, words, now=now),
        answer=answer,
        note_label=words(N_("Note")),
        note_hint=said.evidence.said(lang),
        note=detail.note,
        tool=tool,
        tool_text=words(N_("Open: {what}"), what=words(TOOL_TITLES[tool])) if tool is not None else "",
        sources_heading=words(N_("Where this is known from ({n})"), n=len(said.sources)),
        sources=tuple(_sources(said, words)),
        guide=step.guide,
        guide_heading=words(N_("In detail")),
        back=words(N_("All steps")),
        previous=words(N_("Previous one")),
        following=words(N_("Next one")),
        previous_id=views[number - 1].step.id if number else "",
        following_id=views[number + 1].step.id if number + 1 < len(views) else "",
        go_on=words(N_("Go on")),
        go_on_id=waiting.step.id if waiting is not None else "",
        is_waiting=detail.view.is_due and not answer.given,
    )


def _waiting_after(views: Sequence[StepView], number: int) -> StepView | None:
    """The next step that waits, around the end; not the one itself."""
    return next((view for view in (*views[number + 1 :], *views[:number]) if view.is_due), None)


def _hows(said: StepWords, book: ChecklistBook, lang: str, *, system: str) -> tuple[str, ...]:
    fitting = said.how_in(settings_of(book.now.audience, system=system, providers=book.providers))
    # Nothing fits where the provider is not known: all ways are better than none.
    return tuple(one.words.said(lang) for one in fitting or said.how)


def _links(pages: Sequence[str], providers: Sequence[Provider], words: Words) -> Iterator[LinkView]:
    for provider in providers:
        for link in deep_links(pages, provider):
            if not link.page.url.startswith("https://"):
                continue
            name = provider.name_ja if words.lang == "ja" else provider.name_en
            what = words(PAGE_NAMES[link.page.name]) if link.page.name in PAGE_NAMES else link.page.name
            yield LinkView(
                text=words(N_("{provider}: {page}"), provider=name, page=what),
                detail=_link_detail(link, words),
                url=link.page.url,
                is_verified=link.is_verified,
            )


def _link_detail(link: DeepLink, words: Words) -> str:
    host = urlsplit(link.page.url).hostname or ""
    return dotted(host, "" if link.is_verified else words(N_("address not verified")))


def _answer(detail: StepDetail, words: Words, *, now: datetime) -> AnswerView:
    view = detail.view
    is_own = only_its_owner_can_tell(detail)
    choices = _CHOICES if is_own else ()
    answer = detail.answer
    chosen = answer.state if answer is not None and answer.evidence_kind is EvidenceKind.SELF_REPORTED else None
    if view.is_due and chosen is not StepState.NOT_OK:
        chosen = None
    given = ""
    if chosen in _GIVEN and answer is not None:
        given = dotted(words(_GIVEN[chosen]), day_of(answer.at, words, now=now))
    heading = N_("How is it with you?")
    if not is_own:
        heading = N_("Sentwatch sees for itself when this is done.") if view.state in OPEN_STATES else ""
    return AnswerView(
        heading=words(heading),
        choices=tuple((state, words(text)) for state, text in choices),
        chosen=chosen,
        later=words(N_("Later")) if view.is_due else "",
        later_days=tuple((days, words(text)) for days, text in LATER_DAYS),
        given=given,
        undo=words(N_("Undo")),
    )


def _sources(said: StepWords, words: Words) -> Iterator[str]:
    if said.trust is Trust.HINT:
        yield words(N_("This is general knowledge; we have read it in no official place."))
    for source in said.sources:
        yield dotted(source.title, urlsplit(source.url).hostname or "")
