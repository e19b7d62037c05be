"""Reads the short lessons for staff, one file each, and checks them against their schema."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal

import msgspec

from sentwatch.adapters.resources import resource
from sentwatch.adapters.tables import Row, Words, numbered, read_table, refuse, without_doubles
from sentwatch.core.playbooks.lessons import Lesson, QuizQuestion

Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class _Question(Row):
    id: Name
    words: Words
    choices: Annotated[list[Words], msgspec.Meta(min_length=2, max_length=5)]
    right: Annotated[int, msgspec.Meta(ge=0, le=4)]
    because: Words


class _Lesson(Row):
    schema: Literal[1]
    id: Name
    order: int
    title: Words
    minutes: Annotated[int, msgspec.Meta(ge=1, le=20)]
    pages: Annotated[list[Words], msgspec.Meta(min_length=1, max_length=8)]
    remember: Words
    quiz: Annotated[list[_Question], msgspec.Meta(min_length=3, max_length=8)]


@lru_cache(maxsize=1)
def packaged_lessons() -> tuple[Lesson, ...]:
    """Return the packaged lessons, in the order in which one would take them."""
    files = sorted(resource("lessons").iterdir(), key=lambda file: file.name)
    rows = [read_table(file.read_bytes(), _Lesson) for file in files if file.name.endswith(".yaml")]
    without_doubles((row.id for row in rows), "$")
    return tuple(_value(row) for row in sorted(rows, key=lambda row: row.order))


def read_lesson(text: bytes) -> Lesson:
    """Check `text` against the schema and return its values; msgspec.ValidationError names the wrong path."""
    return _value(read_table(text, _Lesson))


def _value(row: _Lesson) -> Lesson:
    without_doubles((question.id for question in row.quiz), "$.quiz")
    for path, question in numbered(row.quiz, "$.quiz"):
        if question.right >= len(question.choices):
            refuse(f"{path}.right", "there is no such choice")
    return Lesson(
        id=row.id,
        title=row.title.value,
        minutes=row.minutes,
        pages=tuple(page.value for page in row.pages),
        remember=row.remember.value,
        quiz=tuple(
            QuizQuestion(
                id=question.id,
                words=question.words.value,
                choices=tuple(choice.value for choice in question.choices),
                right=question.right,
                because=question.because.value,
            )
            for question in row.quiz
        ),
    )
