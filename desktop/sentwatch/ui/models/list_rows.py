"""Rows of any kind as a list: findings, steps of the checklist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1


class ListRow(Protocol):
    """What a row says by itself."""

    @property
    def title(self) -> str: ...
    @property
    def spoken(self) -> str: ...


R = TypeVar("R", bound=ListRow)


class ListRowsModel(QAbstractListModel, Generic[R]):
    """The rows, in order. `key` tells which row is which, however its words change."""

    def __init__(self, key: Callable[[R], object]) -> None:
        super().__init__()
        self._key = key
        self._rows: tuple[R, ...] = ()

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show these; where only words changed, the choice stays."""
        before, self._rows = self._rows, tuple(rows)
        if before and [*map(self._key, before)] == [*map(self._key, self._rows)]:
            self.dataChanged.emit(self.index(0), self.index(len(before) - 1))
            return
        self.beginResetModel()
        self.endResetModel()

    def row_of(self, key: object) -> int:
        """The place of a row, -1 where it is not there."""
        return next((n for n, row in enumerate(self._rows) if self._key(row) == key), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title, what a screen reader says, and the row itself."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return row if role == ROW_ROLE else None
