"""Breaks a document into sheets where a person would: no row is cut in two, no heading stays behind alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextTable,
    QTextTableFormat,
)

KEEP: Final = "keep"
"""The anchor with which a template marks a table that goes with the one below it."""
_LARGEST: Final = 0.6
"""What takes more of a sheet than this may be cut: moving it would leave a hole."""
_NEARLY: Final = 0.5


@dataclass(slots=True)
class _Unit:
    """One paragraph or one table of the document, and whether it goes with what follows."""

    top: float
    bottom: float
    goes_with_next: bool
    block: QTextBlock | None = None
    table: QTextTable | None = None

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def break_before(self) -> None:
        """Begin a new sheet with this unit."""
        if self.table is not None:
            table_format = QTextTableFormat(self.table.format())
            table_format.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            self.table.setFormat(table_format)
        elif self.block is not None:
            block_format = QTextBlockFormat()
            block_format.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            QTextCursor(self.block).mergeBlockFormat(block_format)


def keep_together(document: QTextDocument, height: float) -> None:
    """Move what would be cut at the end of a sheet onto the next one. `height` is that of a sheet's text."""
    start = 0
    while True:
        units = list(_units(document))
        found = _first_cut(units, height, start)
        if found is None:
            return
        units[found].break_before()
        # Each break moves all that follows, so the rest is measured anew; what lies before is settled.
        start = found + 1


def _first_cut(units: list[_Unit], height: float, start: int) -> int | None:
    """The unit before which a sheet has to end, None where all is well."""
    for at in range(start, len(units)):
        unit = units[at]
        is_cut = _sheet(unit.top, height) != _sheet(unit.bottom - _NEARLY, height) and unit.height < _LARGEST * height
        follows = at > 0 and units[at - 1].goes_with_next
        is_alone = follows and _sheet(units[at - 1].top, height) != _sheet(unit.top, height)
        if not is_cut and not is_alone:
            continue
        first = at
        while (
            first > start and units[first - 1].goes_with_next and unit.bottom - units[first - 1].top < _LARGEST * height
        ):
            first -= 1
        if is_cut or first < at:
            return first
    return None


def _sheet(y: float, height: float) -> int:
    return int((y + _NEARLY) // height)


def _units(document: QTextDocument) -> Iterator[_Unit]:
    layout = document.documentLayout()
    place = document.rootFrame().begin()
    while not place.atEnd():
        # PySide's stubs do not say that there is no frame where a paragraph stands.
        frame: QTextFrame | None = place.currentFrame()
        block = place.currentBlock()
        if isinstance(frame, QTextTable):
            yield _unit_of_table(frame, layout.frameBoundingRect(frame))
        elif frame is None and block.text().strip():
            rect = layout.blockBoundingRect(block)
            is_heading = block.blockFormat().headingLevel() > 0
            yield _Unit(top=rect.top(), bottom=rect.bottom(), goes_with_next=is_heading, block=block)
        place += 1


def _unit_of_table(table: QTextTable, rect: QRectF) -> _Unit:
    return _Unit(top=rect.top(), bottom=rect.bottom(), goes_with_next=_is_marked(table), table=table)


def _is_marked(frame: QTextFrame) -> bool:
    block = frame.firstCursorPosition().block()
    place = block.begin()
    while not place.atEnd():
        if KEEP in place.fragment().charFormat().anchorNames():
            return True
        place += 1
    return False
