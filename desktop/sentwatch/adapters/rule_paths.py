"""Reads the table of where rules are looked at and removed by hand, checks it and turns it into core values."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from sentwatch.adapters.resources import resource
from sentwatch.adapters.tables import Grade, Row, Words, read_table
from sentwatch.core.guided_rules import ClickPath, Look, LookWords, Place, Program, RulePaths
from sentwatch.core.providers import Kind, Trust
from sentwatch.core.rules import RuleLanguage
from sentwatch.core.wording import Wording


class _Look(Row):
    id: Look
    pages: list[str]
    title: Words
    look_for: list[Words]
    remove: Words


class _Place(Row):
    ev: Grade
    src: str
    providers: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    filters: Words | None = None
    forwarding: Words | None = None
    reply: Words | None = None
    access: Words | None = None


class _Program(Row):
    language: RuleLanguage
    ev: Grade
    src: str
    there: Words
    remove: Words


class _File(Row):
    schema: Literal[1]
    looks: list[_Look]
    places: list[_Place]
    programs: list[_Program]


@lru_cache(maxsize=1)
def rule_paths() -> RulePaths:
    """Return the packaged table."""
    return read_rule_paths(resource("rule_paths.yaml").read_bytes())


def read_rule_paths(text: bytes) -> RulePaths:
    """Check `text` against the schema and return its values; msgspec.ValidationError names the wrong path."""
    file = read_table(text, _File)
    return RulePaths(
        looks=tuple(
            LookWords(
                look=row.id,
                title=_wording(row.title),
                look_for=tuple(map(_wording, row.look_for)),
                remove=_wording(row.remove),
                pages=tuple(row.pages),
            )
            for row in file.looks
        ),
        places=tuple(map(_place, file.places)),
        programs={
            row.language: Program(
                path=ClickPath(there=_wording(row.there), trust=Trust(row.ev)), remove=_wording(row.remove)
            )
            for row in file.programs
        },
    )


def _place(row: _Place) -> Place:
    said = {
        Look.FILTERS: row.filters,
        Look.FORWARDING: row.forwarding,
        Look.REPLY: row.reply,
        Look.ACCESS: row.access,
    }
    return Place(
        providers=frozenset(row.providers),
        kinds=frozenset(row.kinds),
        paths={
            look: ClickPath(there=_wording(words), trust=Trust(row.ev))
            for look, words in said.items()
            if words is not None
        },
    )


def _wording(row: Words) -> Wording:
    return Wording(en=row.en, ja=row.ja)
