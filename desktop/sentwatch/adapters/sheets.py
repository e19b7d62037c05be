"""Reads the sheets to print: the call-back rule, the leaver's list, the first-aid card."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal

import msgspec

from sentwatch.adapters.resources import resource
from sentwatch.adapters.tables import Row, Words, read_table, without_doubles
from sentwatch.core.playbooks.printable import Line, LineKind, Sheet, SheetSection


class _Line(Words):
    kind: LineKind


class _Section(Row):
    heading: Words
    lines: Annotated[list[_Line], msgspec.Meta(min_length=1)]


class _Sheet(Row):
    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    title: Words
    lead: Words
    sections: list[_Section]


class _File(Row):
    schema: Literal[1]
    sheets: list[_Sheet]


@lru_cache(maxsize=1)
def packaged_sheets() -> tuple[Sheet, ...]:
    """Return the packaged sheets."""
    return read_sheets(resource("sheets.yaml").read_bytes())


def read_sheets(text: bytes) -> tuple[Sheet, ...]:
    """Check `text` against the schema and return its values; msgspec.ValidationError names the wrong path."""
    file = read_table(text, _File)
    without_doubles((row.id for row in file.sheets), "$.sheets")
    return tuple(
        Sheet(
            id=row.id,
            title=row.title.value,
            lead=row.lead.value,
            sections=tuple(
                SheetSection(
                    heading=section.heading.value,
                    lines=tuple(Line(kind=line.kind, text=line.value) for line in section.lines),
                )
                for section in row.sections
            ),
        )
        for row in file.sheets
    )
