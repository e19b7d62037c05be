"""Short lessons for everybody in the office: pages to read, a quiz, and who has done which one when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sentwatch.core.wording import Wording

PASS_SHARE: Final = 0.75
"""Three of four right. A product choice: a quiz is for remembering, and it can be taken again at once."""

AGAIN_AFTER: Final = timedelta(days=365)
"""Lessons are due again after a year; the drill of the checklist step comes twice a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizQuestion:
    """A question with its choices; `right` is the place of the right one. `because` is told after answering."""

    id: str
    words: Wording
    choices: tuple[Wording, ...]
    right: int
    because: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A few minutes of reading and a quiz."""

    id: str
    title: Wording
    minutes: int
    pages: tuple[Wording, ...]
    remember: Wording
    quiz: tuple[QuizQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizResult:
    """How a quiz went; `missed` are the questions answered wrongly or not at all."""

    right: int
    asked: int
    missed: tuple[QuizQuestion, ...]

    @property
    def is_passed(self) -> bool:
        """Whether enough was right for the lesson to count as done."""
        return self.asked > 0 and self.right >= self.asked * PASS_SHARE


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """Somebody finished a lesson. Kept: who, which, when. Not kept: which answers, for a drill names nobody."""

    lesson: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far one lesson is among the people of the office."""

    lesson: Lesson
    done: tuple[str, ...]
    missing: tuple[str, ...]


def mark_quiz(lesson: Lesson, chosen: Mapping[str, int]) -> QuizResult:
    """Compare the chosen places with the right ones; a place that does not exist is wrong."""
    missed = tuple(question for question in lesson.quiz if chosen.get(question.id) != question.right)
    return QuizResult(right=len(lesson.quiz) - len(missed), asked=len(lesson.quiz), missed=missed)


def completed(lesson: Lesson, result: QuizResult, *, person: str, at: datetime) -> Completion | None:
    """Return the record of a passed quiz, None where it was not passed."""
    return Completion(lesson=lesson.id, person=person, at=at) if result.is_passed else None


def standings(
    lessons: Iterable[Lesson], completions: Sequence[Completion], people: Sequence[str], *, now: datetime
) -> tuple[Standing, ...]:
    """Return, for each lesson, who has done it within the last year and who has not."""
    fresh = {(done.lesson, done.person) for done in completions if now - AGAIN_AFTER < done.at <= now}
    return tuple(
        Standing(
            lesson=lesson,
            done=tuple(person for person in people if (lesson.id, person) in fresh),
            missing=tuple(person for person in people if (lesson.id, person) not in fresh),
        )
        for lesson in lessons
    )
