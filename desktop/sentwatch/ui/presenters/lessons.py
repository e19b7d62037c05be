"""The short lessons: who has learned what, one lesson page by page, and its quiz."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.playbooks.lessons import (
    AGAIN_AFTER,
    Completion,
    Lesson,
    QuizQuestion,
    QuizResult,
    Standing,
    mark_quiz,
    standings,
)
from sentwatch.texts.words import Words
from sentwatch.ui.checklist_book import ChecklistBook
from sentwatch.ui.presenters.accounts import QuestionView
from sentwatch.ui.presenters.checklist import StepRow
from sentwatch.ui.presenters.checklist_tools import TOOL_TITLES, Tool
from sentwatch.ui.presenters.papers import PapersView, papers
from sentwatch.ui.presenters.step_states import day_of
from sentwatch.ui.presenters.times import dotted, joined
from sentwatch.ui.step_look import StepLook

NOBODY: Final = ""
"""Learning without a name: nothing is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonsView:
    """All lessons, as they stand for the person chosen."""

    back: str
    title: str
    lead: str
    who: str
    people: tuple[tuple[object, str], ...]
    add_label: str
    add_hint: str
    add: str
    forget: str
    list_name: str
    rows: tuple[StepRow, ...]
    kept: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonPageView:
    """One page of a lesson, in large type."""

    back: str
    title: str
    facts: str
    share: float
    text: str
    is_last: bool
    remember_heading: str
    remember: str
    previous: str
    following: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """A choice of a question. `mark` is right or wrong once it was answered, where there is something to mark."""

    text: str
    mark: str
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizQuestionView:
    """A question; `because` is told after the answer."""

    id: str
    number: str
    text: str
    choices: tuple[ChoiceView, ...]
    is_answered: bool
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizView:
    """The quiz. `result` is empty until everything is answered."""

    back: str
    title: str
    facts: str
    share: float
    questions: tuple[QuizQuestionView, ...]
    result: str
    detail: str
    is_passed: bool
    again: str
    done: str


def lessons_view(book: ChecklistBook, person: str, words: Words, *, now: datetime) -> LessonsView:
    """The list of lessons."""
    found = standings(book.lessons, book.notes.completions, book.notes.people, now=now)
    return LessonsView(
        back=words(N_("All steps")),
        title=words(TOOL_TITLES[Tool.LESSONS]),
        lead=words(N_("A few minutes of reading, then a few questions. They come round again once a year.")),
        who=words(N_("Who is learning")),
        people=((NOBODY, words(N_("nobody by name"))), *((name, name) for name in book.notes.people)),
        add_label=words(N_("Add a person")),
        add_hint=words(N_("A first name or initials will do. It stays on this computer.")),
        add=words(N_("Add")),
        forget=words(N_("Forget this person …")),
        list_name=words(TOOL_TITLES[Tool.LESSONS]),
        rows=tuple(_row(one, book, person, words, now=now) for one in found),
        kept=words(N_("Kept is who finished which lesson and when. Answers and wrong tries are not kept."))
        if book.notes.people
        else words(N_("Without a name nothing is kept; the lessons can be read all the same.")),
    )


def record_papers(words: Words) -> PapersView:
    """The record of who has learned what can be printed and saved."""
    return replace(papers(words), name=words(N_("Record of lessons")))


def forget_question(person: str, words: Words) -> QuestionView:
    """Ask before somebody is forgotten."""
    return QuestionView(
        title=words(N_("Forget {person}?"), person=person),
        detail=words(N_("The lessons {person} has finished are forgotten as well."), person=person),
        do=words(N_("Forget")),
        keep=words(N_("Keep")),
    )


def _row(one: Standing, book: ChecklistBook, person: str, words: Words, *, now: datetime) -> StepRow:
    minutes = words(N_("{n} min"), n=one.lesson.minutes)
    title = one.lesson.title.said(words.lang)
    people = book.notes.people
    if person in people:
        done = _last(book.notes.completions, one.lesson.id, person)
        if person in one.done and done is not None:
            facts = dotted(words(N_("done")), day_of(done.at, words, now=now))
            return StepRow(id=one.lesson.id, title=title, facts=facts, look=StepLook.DONE)
        if done is not None and done.at + AGAIN_AFTER <= now:
            facts = dotted(words(N_("due again")), minutes)
            return StepRow(id=one.lesson.id, title=title, facts=facts, look=StepLook.AGAIN)
        return StepRow(id=one.lesson.id, title=title, facts=minutes, look=StepLook.OPEN)
    so_far = words(N_("{done} of {total} done"), done=len(one.done), total=len(people)) if people else ""
    look = StepLook.DONE if people and not one.missing else StepLook.OPEN
    return StepRow(id=one.lesson.id, title=title, facts=dotted(so_far, minutes), look=look)


def _last(completions: tuple[Completion, ...], lesson: str, person: str) -> Completion | None:
    own = [one for one in completions if one.lesson == lesson and one.person == person]
    return max(own, key=lambda one: one.at, default=None)


def lesson_page(lesson: Lesson, page: int, words: Words) -> LessonPageView:
    """One page of it."""
    total, is_last = len(lesson.pages), page + 1 == len(lesson.pages)
    return LessonPageView(
        back=words(TOOL_TITLES[Tool.LESSONS]),
        title=lesson.title.said(words.lang),
        facts=words(N_("page {n} of {total}"), n=page + 1, total=total),
        share=(page + 1) / (total + 1),
        text=lesson.pages[page].said(words.lang),
        is_last=is_last,
        remember_heading=words(N_("To remember")),
        remember=lesson.remember.said(words.lang),
        previous=words(N_("Back")),
        following=words(N_("To the questions") if is_last else N_("Next")),
    )


def quiz(lesson: Lesson, chosen: Mapping[str, int], person: str, words: Words) -> QuizView:
    """The questions, marked as far as they are answered."""
    total = len(lesson.quiz)
    answered = sum(question.id in chosen for question in lesson.quiz)
    result = mark_quiz(lesson, chosen) if answered == total else None
    return QuizView(
        back=words(TOOL_TITLES[Tool.LESSONS]),
        title=lesson.title.said(words.lang),
        facts=words(N_("{n} of {total} answered"), n=answered, total=total),
        share=(len(lesson.pages) + answered / total) / (len(lesson.pages) + 1),
        questions=tuple(_questions(lesson, chosen, words)),
        result=words(N_("{right} of {total} right."), right=result.right, total=total) if result is not None else "",
        detail=_detail(result, person, words) if result is not None else "",
        is_passed=result is not None and result.is_passed,
        again=words(N_("Once more")),
        done=words(N_("To the other lessons")),
    )


def _questions(lesson: Lesson, chosen: Mapping[str, int], words: Words) -> Iterator[QuizQuestionView]:
    for number, question in enumerate(lesson.quiz, start=1):
        picked = chosen.get(question.id)
        yield QuizQuestionView(
            id=question.id,
            number=words.number(number),
            text=question.words.said(words.lang),
            choices=tuple(_choices(question, picked, words)),
            is_answered=picked is not None,
            because=question.because.said(words.lang) if picked is not None else "",
        )


def _choices(question: QuizQuestion, picked: int | None, words: Words) -> Iterator[ChoiceView]:
    for place, choice in enumerate(question.choices):
        text = choice.said(words.lang)
        mark, said = "", ""
        if picked is not None and place == question.right:
            mark, said = "right", words(N_("right"))
        elif place == picked:
            mark, said = "wrong", words(N_("not right"))
        yield ChoiceView(text=text, mark=mark, spoken=dotted(text, said))


def _detail(result: QuizResult, person: str, words: Words) -> str:
    if not result.is_passed:
        missed = Phrase(
            text=N_("{n} question is worth another look."),
            plural=N_("{n} questions are worth another look."),
            count="n",
            params={"n": len(result.missed)},
        )
        return joined(words, words(missed), words(N_("Take them once more; nobody sees how often.")))
    if person:
        return words(N_("Written down for {person}."), person=person)
    return words(N_("Nobody was named, so nothing was written down."))
