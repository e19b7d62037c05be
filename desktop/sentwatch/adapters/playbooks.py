"""Reads the incident playbooks and the texts to copy, checks them against their schema, and turns them into values."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal

import msgspec

from sentwatch.adapters.resources import resource
from sentwatch.adapters.tables import (
    Row,
    SourceRow,
    Words,
    known,
    numbered,
    read_table,
    refuse,
    sources_of,
    without_doubles,
)
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.incident import (
    Need,
    Phase,
    PlannedStep,
    Playbook,
    Playbooks,
    PlaybookStep,
    Situation,
)
from sentwatch.core.playbooks.notices import FIELDS, Notice, fields_of
from sentwatch.core.wording import Wording

Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class _Step(Row):
    id: Name
    title: Words
    do: Words
    why: Words
    minutes: Annotated[int, msgspec.Meta(ge=1, le=240)]
    sources: Annotated[list[str], msgspec.Meta(min_length=1)]
    office: Words | None = None
    needs: tuple[Need, ...] = ()
    pages: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()
    guide: Name | None = None
    may_be_skipped: bool = msgspec.field(name="may-be-skipped", default=False)


class _Steps(Row):
    schema: Literal[1]
    phases: dict[Phase, Words]
    needs: dict[Need, Words]
    steps: list[_Step]
    sources: dict[str, SourceRow]


class _Planned(Row):
    step: str
    only: Audience | None = None


class _Book(Row):
    schema: Literal[1]
    situation: Situation
    title: Words
    lead: Words
    codes: list[str]
    first_15_minutes: list[_Planned] = msgspec.field(name="first-15-minutes")
    first_day: list[_Planned] = msgspec.field(name="first-day")
    first_week: list[_Planned] = msgspec.field(name="first-week")


class _Text(Row):
    """A text that may be empty in both languages: what is said by phone has no subject."""

    en: str
    ja: str


class _Notice(Row):
    id: Name
    audiences: Annotated[list[Audience], msgspec.Meta(min_length=1)]
    title: Words
    how: Words
    subject: _Text
    body: Words


class _Notices(Row):
    schema: Literal[1]
    unknown: Words
    notices: list[_Notice]


@lru_cache(maxsize=1)
def packaged_playbooks() -> Playbooks:
    """Return the packaged playbooks, one for each situation."""
    books = [resource(f"playbooks/{situation.value}.yaml").read_bytes() for situation in Situation]
    return read_playbooks(resource("playbooks/steps.yaml").read_bytes(), books)


@lru_cache(maxsize=1)
def packaged_notices() -> tuple[Notice, ...]:
    """Return the texts to copy."""
    return read_notices(resource("playbooks/notices.yaml").read_bytes())[0]


@lru_cache(maxsize=1)
def unknown_fact() -> Wording:
    """Return what stands in a text where nobody gave the fact."""
    return read_notices(resource("playbooks/notices.yaml").read_bytes())[1]


def read_playbooks(steps: bytes, books: list[bytes]) -> Playbooks:
    """Check the files against the schema and return their values; msgspec.ValidationError names the wrong path."""
    file = read_table(steps, _Steps)
    without_doubles((step.id for step in file.steps), "$.steps")
    _all_there(file)
    by_id = {row.id: _step(row, path, file.sources) for path, row in numbered(file.steps, "$.steps")}
    return Playbooks(
        books=tuple(_book(read_table(book, _Book), by_id) for book in books),
        phases=tuple((phase, file.phases[phase].value) for phase in Phase),
        needs=tuple((need, file.needs[need].value) for need in Need),
    )


def read_notices(text: bytes) -> tuple[tuple[Notice, ...], Wording]:
    """Return the texts and the words for a fact nobody gave; an unknown field of a text is refused."""
    file = read_table(text, _Notices)
    without_doubles((row.id for row in file.notices), "$.notices")
    notices = []
    for path, row in numbered(file.notices, "$.notices"):
        notice = Notice(
            id=row.id,
            audiences=frozenset(row.audiences),
            title=row.title.value,
            how=row.how.value,
            subject=Wording(en=row.subject.en, ja=row.subject.ja),
            body=row.body.lines,
        )
        for lang in ("en", "ja"):
            known(sorted(fields_of(notice, lang)), FIELDS, f"{path}.body.{lang}")
        notices.append(notice)
    return tuple(notices), file.unknown.value


def _all_there(file: _Steps) -> None:
    for path, given, wanted in (("$.phases", set(file.phases), set(Phase)), ("$.needs", set(file.needs), set(Need))):
        if given != wanted:
            refuse(path, "not every one is described")


def _step(row: _Step, path: str, sources: dict[str, SourceRow]) -> PlaybookStep:
    return PlaybookStep(
        id=row.id,
        title=row.title.value,
        do=row.do.value,
        why=row.why.value,
        minutes=row.minutes,
        sources=sources_of(row.sources, sources, f"{path}.sources"),
        office=row.office.value if row.office else None,
        needs=tuple(row.needs),
        pages=tuple(row.pages),
        notices=tuple(row.notices),
        desks=tuple(row.desks),
        guide=row.guide,
        may_be_skipped=row.may_be_skipped,
    )


def _book(row: _Book, steps: dict[str, PlaybookStep]) -> Playbook:
    planned: list[PlannedStep] = []
    for phase, rows in (
        (Phase.FIRST_15_MINUTES, row.first_15_minutes),
        (Phase.FIRST_DAY, row.first_day),
        (Phase.FIRST_WEEK, row.first_week),
    ):
        known((one.step for one in rows), steps, f"$.{phase.value}")
        planned.extend(
            PlannedStep(step=steps[one.step], phase=phase, audiences=frozenset([one.only] if one.only else Audience))
            for one in rows
        )
    without_doubles((one.step.id for one in planned), f"$ ({row.situation.value})")
    return Playbook(
        situation=row.situation,
        title=row.title.value,
        lead=row.lead.value,
        codes=tuple(row.codes),
        planned=tuple(planned),
    )
