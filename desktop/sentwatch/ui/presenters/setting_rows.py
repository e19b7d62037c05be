"""What a section of settings is made of: rows with a choice, a switch, a line to type, a fact, or a button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several. `is_short`: few and short enough to stand side by side."""

    name: str
    label: str
    choices: tuple[tuple[object, str], ...]
    value: object
    detail: str = ""
    is_short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Toggle:
    """On or off."""

    name: str
    label: str
    is_on: bool
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line to type; it counts when the field is left."""

    name: str
    label: str
    text: str
    hint: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What is said without a choice."""

    name: str
    label: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What is said, and a button for something to be done at once."""

    name: str
    label: str
    button: str
    detail: str = ""


Row: TypeAlias = Choice | Toggle | Entry | Fact | Press


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows under one heading, and what is said before them."""

    name: str
    title: str
    rows: tuple[Row, ...]
    intro: str = ""
