"""A sheet for paper as plain structure: title, lead, sections of lines; a renderer makes HTML, PDF or text of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TypeAlias

from sentwatch.core.wording import Wording

Text: TypeAlias = Wording | str
"""Our own words in both languages, or what a person entered, shown as it is."""


class LineKind(enum.Enum):
    """How a line stands on paper: words, a box to tick, or a field with something (or nothing yet) written in it."""

    WORDS = "words"
    BOX = "box"
    FIELD = "field"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line. `value` belongs to a field; an empty one leaves room for a pen."""

    kind: LineKind
    text: Text
    value: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSection:
    """A heading with its lines."""

    heading: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of paper."""

    id: str
    title: Text
    lead: Text
    sections: tuple[SheetSection, ...]


def said(text: Text, lang: str) -> str:
    """The words of `text` in `lang`."""
    return text if isinstance(text, str) else text.said(lang)
