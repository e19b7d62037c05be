"""A page for people as plain structure: headings, words, tables, boxes; renderers make HTML, text and PDF of it."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeAlias, TypeVar

from sentwatch.core.findings import Severity

T = TypeVar("T")


class Box(enum.Enum):
    """How a box to tick stands."""

    EMPTY = "empty"
    TICKED = "ticked"
    OPEN = "open"
    """Looked at, and to be done."""
    NONE = "none"
    """Does not apply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A paragraph. `quiet` is small print, `strong` what must not be overlooked."""

    text: str
    is_quiet: bool = False
    is_strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list of short sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Names with their values."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. `widths` are shares of the width in percent; empty leaves it to the renderer."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TickLine:
    """A line with a box before it."""

    box: Box
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """Lines with boxes."""

    lines: tuple[TickLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Names with room to write; a value that is known stands in it."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A finding: what we saw, and below it what belongs to it under small headings."""

    severity: Severity
    badge: str
    title: str
    since: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    evidence: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A text to copy as it stands. `how` says where it may go."""

    how: str
    subject: str
    body: str
    open_fields: str = ""


Block: TypeAlias = Words | Bullets | Facts | Table | Ticks | Fields | Letter | Copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with its blocks. `level` 2 stands below one of level 1."""

    heading: str
    blocks: tuple[Block, ...]
    level: int = 1
    starts_sheet: bool = False
    """Begins on a new sheet of paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One document. `lead` stands below the title; `foot` on each sheet. Everything in it is plain text."""

    lang: str
    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    foot: str
    kicker: str = ""
    """The small line above the title: whose report this is."""
    is_poster: bool = False
    """Set in large type, to be read from where one stands."""


def with_texts(value: T, change: Callable[[str], str]) -> T:
    """`value` (a page or a part of one) with `change` applied to every text in it."""
    return _changed(value, change)  # type: ignore[no-any-return]


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(one, change) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _changed(getattr(value, f.name), change) for f in fields(value)})
    return value
