"""Reads the packaged checklist, checks it against its schema and turns it into core values, once and when asked."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal

import msgspec

from sentwatch.adapters.resources import resource
from sentwatch.adapters.tables import (
    Grade,
    Row,
    SourceRow,
    Words,
    numbered,
    read_table,
    refuse,
    sources_of,
    without_doubles,
)
from sentwatch.core.playbooks.checklist import Audience, Checklist, ChecklistStep, Section
from sentwatch.core.playbooks.step_words import HowTo, Setting, StepWords
from sentwatch.core.providers import Trust

KebabId = Annotated[str, msgspec.Meta(pattern=r"^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
CodePattern = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z]+(-[a-z]+)*\.([a-z0-9]+(-[a-z0-9]+)*-?\*?|\*)$", max_length=60)
]
GRADES = "ABCG"


class _Section(Row):
    id: Name
    title: Words


class _HowTo(Row):
    en: str
    ja: str
    where: Setting = Setting.ANY


class _Automatic(Row):
    ok_needs: Annotated[tuple[CodePattern, ...], msgspec.Meta(max_length=12)] = msgspec.field(
        name="ok-needs", default=()
    )
    raised_by: Annotated[tuple[CodePattern, ...], msgspec.Meta(max_length=12)] = msgspec.field(
        name="raised-by", default=()
    )


class _Step(Row):
    id: KebabId
    section: Name
    priority: Literal[1, 2, 3]
    audiences: Annotated[list[Audience], msgspec.Meta(min_length=1, max_length=2)]
    recheck_days: Annotated[int, msgspec.Meta(ge=1, le=730)] = msgspec.field(name="recheck-days")
    title: Words
    why: Words
    how: Annotated[list[_HowTo], msgspec.Meta(min_length=1, max_length=8)]
    evidence: Words
    guide: Name
    ev: Grade
    sources: Annotated[list[str], msgspec.Meta(min_length=1)]
    automatic: _Automatic | None = None
    pages: tuple[str, ...] = ()
    limits: Words | None = None


class _File(Row):
    schema: Literal[1]
    about: str
    password_rule: Words = msgspec.field(name="password-rule")
    sections: list[_Section]
    steps: list[_Step]
    sources: dict[str, SourceRow]


@lru_cache(maxsize=1)
def packaged_checklist() -> Checklist:
    """Return the packaged checklist."""
    return read_checklist(resource("checklist.yaml").read_bytes())


def read_checklist(text: bytes) -> Checklist:
    """Check `text` against the schema and return its values; msgspec.ValidationError names the wrong path."""
    file = read_table(text, _File)
    sections = [section.id for section in file.sections]
    without_doubles(sections, "$.sections")
    without_doubles((step.id for step in file.steps), "$.steps")
    return Checklist(
        sections=tuple(Section(id=section.id, title=section.title.value) for section in file.sections),
        steps=tuple(_step(row, path, sections, file.sources) for path, row in numbered(file.steps, "$.steps")),
        password_rule=file.password_rule.value,
    )


def _step(row: _Step, path: str, sections: list[str], sources: dict[str, SourceRow]) -> ChecklistStep:
    if row.section not in sections:
        refuse(f"{path}.section", f"`{row.section}` is not known")
    found = sources_of(row.sources, sources, f"{path}.sources")
    best = min((GRADES.index(source.trust.value) for source in found), default=0)
    if GRADES.index(row.ev) < best:
        refuse(f"{path}.ev", f"`{row.ev}` is better than any of its sources")
    words = StepWords(
        title=row.title.value,
        why=row.why.value,
        how=tuple(HowTo(setting=one.where, words=Words(en=one.en, ja=one.ja).value) for one in row.how),
        evidence=row.evidence.value,
        trust=Trust(row.ev),
        sources=found,
        limits=row.limits.value if row.limits else None,
    )
    return ChecklistStep(
        id=row.id,
        section=row.section,
        priority=row.priority,
        audiences=frozenset(row.audiences),
        recheck_days=row.recheck_days,
        codes=row.automatic.ok_needs if row.automatic else (),
        alarms=row.automatic.raised_by if row.automatic else (),
        guide=row.guide,
        pages=tuple(row.pages),
        words=words,
    )
