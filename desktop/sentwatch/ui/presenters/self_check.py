"""The office's self-check: its questions by part, what was seen already, the points and what to do first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.core.playbooks.self_check import Question, Score, SelfAnswer, score, suggestions
from sentwatch.texts.words import Words
from sentwatch.ui.checklist_book import ChecklistBook
from sentwatch.ui.presenters.checklist_tools import TOOL_TITLES, Tool
from sentwatch.ui.presenters.step_states import day_of

ANSWER_WORDS: Final = {
    SelfAnswer.DONE: N_("Yes"),
    SelfAnswer.PARTLY: N_("Partly"),
    SelfAnswer.NOT_DONE: N_("No"),
    SelfAnswer.UNKNOWN: N_("Not sure"),
    SelfAnswer.NOT_APPLICABLE: N_("Does not apply"),
}
_FIRST: Final = 3
"""More are no longer "first"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfQuestionView:
    """A question. `seen` says what Sentwatch saw, where nobody has answered yet."""

    id: str
    text: str
    chosen: SelfAnswer | None
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfPartView:
    """A part with its questions."""

    id: str
    title: str
    questions: tuple[SelfQuestionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheckView:
    """The whole questionnaire; `result` is what it comes to, once all is answered."""

    back: str
    title: str
    lead: str
    points: str
    facts: str
    share: float
    take_seen: str
    choices: tuple[tuple[object, str], ...]
    parts: tuple[SelfPartView, ...]
    result: str
    first_heading: str
    first: tuple[str, ...]
    finish: str
    can_finish: bool
    last: str
    suggested: Mapping[str, SelfAnswer]


def self_check_view(
    book: ChecklistBook, answers: Mapping[str, SelfAnswer], words: Words, *, now: datetime
) -> SelfCheckView:
    """The questionnaire with these answers."""
    found = score(book.questions, answers)
    seen = {
        question: answer
        for question, answer in suggestions(book.questions, book.now.views).items()
        if question not in answers
    }
    total = len(book.questions.questions)
    return SelfCheckView(
        back=words(N_("All steps")),
        title=words(TOOL_TITLES[Tool.SELF_CHECK]),
        lead=words(
            N_("25 questions in five minutes, scored like IPA's self-check for small companies. Once a year is enough.")
        ),
        points=words(N_("{points} points"), points=found.points),
        facts=words(N_("{n} of {total} answered"), n=found.answered, total=total),
        share=found.answered / total if total else 1.0,
        take_seen=words(N_("Take over what Sentwatch saw ({n})"), n=len(seen)) if seen else "",
        choices=tuple((answer, words(text)) for answer, text in ANSWER_WORDS.items()),
        parts=tuple(_parts(book, answers, seen, words)),
        result=found.band.words.said(words.lang) if found.band is not None else "",
        first_heading=words(N_("What to do first")) if found.band is not None and found.first else "",
        first=tuple(_first(found, words)) if found.band is not None else (),
        finish=words(N_("This is how it is today")),
        can_finish=found.band is not None,
        last=_last(book, words, now=now),
        suggested=seen,
    )


def _parts(
    book: ChecklistBook, answers: Mapping[str, SelfAnswer], seen: Mapping[str, SelfAnswer], words: Words
) -> Iterator[SelfPartView]:
    for part in book.questions.parts:
        asked = [question for question in book.questions.questions if question.part == part.id]
        yield SelfPartView(
            id=part.id,
            title=part.title.said(words.lang),
            questions=tuple(_question(question, answers, seen, words) for question in asked),
        )


def _question(
    question: Question, answers: Mapping[str, SelfAnswer], seen: Mapping[str, SelfAnswer], words: Words
) -> SelfQuestionView:
    told = ""
    if question.id in seen:
        told = words(N_("By the checklist: {answer}"), answer=words(ANSWER_WORDS[seen[question.id]]))
    return SelfQuestionView(
        id=question.id, text=question.words.said(words.lang), chosen=answers.get(question.id), seen=told
    )


def _first(found: Score, words: Words) -> Iterator[str]:
    yield from (question.better.said(words.lang) for question in found.first[:_FIRST])


def _last(book: ChecklistBook, words: Words, *, now: datetime) -> str:
    if not book.notes.results:
        return ""
    last = book.notes.results[-1]
    return words(
        N_("Finished last: {day}, {points} points."),
        day=day_of(last.at, words, now=now),
        points=score(book.questions, last.answers).points,
    )
