"""A table of frozen rows of words: headings above, plain text in the cells, a severity where a row stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from sentwatch.core.findings import Severity

SEVERITY_ROLE: Final = Qt.ItemDataRole.UserRole + 1
VALUE_ROLE: Final = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its cells in words, the value it stands for, and all of it in one sentence for the first cell."""

    cells: tuple[str, ...]
    value: object = None
    severity: Severity | None = None
    spoken: str = ""


class RowsModel(QAbstractTableModel):
    """Holds what it is given. Columns in `numbers` are set to the right."""

    def __init__(self, *, numbers: frozenset[int] = frozenset()) -> None:
        super().__init__()
        self._head: tuple[str, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._numbers = numbers

    def show_rows(self, head: Sequence[str], rows: Sequence[Row]) -> None:
        """Show these headings and rows."""
        self.beginResetModel()
        self._head, self._rows = tuple(head), tuple(rows)
        self.endResetModel()

    def row(self, number: int) -> Row:
        """The row of that number."""
        return self._rows[number]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many columns."""
        return 0 if parent.isValid() else len(self._head)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, alignment and severity of a cell."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0 and row.spoken:
            return row.spoken
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == SEVERITY_ROLE:
            return row.severity
        return row.value if role == VALUE_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Headings of the columns; rows have none."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._head):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._head[section]
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self._numbers else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
