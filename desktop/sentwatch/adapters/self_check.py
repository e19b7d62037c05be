"""Reads the questionnaire of the office's self-check and checks it against its schema."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal

import msgspec

from sentwatch.adapters.resources import resource
from sentwatch.adapters.tables import Row, Words, known, numbered, read_table, refuse, without_doubles
from sentwatch.core.playbooks.self_check import Band, Part, Question, SelfCheck

Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class _Part(Row):
    id: Name
    title: Words


class _Band(Row):
    least: Annotated[int, msgspec.Meta(ge=-25, le=100)]
    words: Words


class _Question(Row):
    id: Name
    part: Name
    words: Words
    better: Words
    steps: tuple[str, ...] = ()
    is_seen_whole: bool = msgspec.field(name="is-seen-whole", default=False)


class _File(Row):
    schema: Literal[1]
    parts: list[_Part]
    bands: Annotated[list[_Band], msgspec.Meta(min_length=1)]
    questions: Annotated[list[_Question], msgspec.Meta(min_length=25, max_length=25)]


@lru_cache(maxsize=1)
def packaged_self_check() -> SelfCheck:
    """Return the packaged questionnaire."""
    return read_self_check(resource("self_check.yaml").read_bytes())


def read_self_check(text: bytes) -> SelfCheck:
    """Check `text` against the schema and return its values; msgspec.ValidationError names the wrong path."""
    file = read_table(text, _File)
    without_doubles((row.id for row in file.questions), "$.questions")
    parts = [part.id for part in file.parts]
    for path, row in numbered(file.questions, "$.questions"):
        known([row.part], parts, f"{path}.part")
    bands = tuple(Band(least=row.least, words=row.words.value) for row in file.bands)
    if [band.least for band in bands] != sorted((band.least for band in bands), reverse=True):
        refuse("$.bands", "bands stand from the highest down")
    return SelfCheck(
        parts=tuple(Part(id=part.id, title=part.title.value) for part in file.parts),
        questions=tuple(
            Question(
                id=row.id,
                part=row.part,
                words=row.words.value,
                better=row.better.value,
                steps=tuple(row.steps),
                is_seen_whole=row.is_seen_whole,
            )
            for row in file.questions
        ),
        bands=bands,
    )
