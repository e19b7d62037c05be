"""Steps of the checklist as rows of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from sentwatch.ui.presenters.checklist import StepRow

STEP_ROLE: Final = Qt.ItemDataRole.UserRole + 1


class StepsModel(QAbstractListModel):
    """The rows, in order."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[StepRow, ...] = ()

    def show_rows(self, rows: Sequence[StepRow]) -> None:
        """Show these; where only words changed, the place stays."""
        before, self._rows = self._rows, tuple(rows)
        if before and [row.id for row in before] == [row.id for row in self._rows]:
            self.dataChanged.emit(self.index(0), self.index(len(before) - 1))
            return
        self.beginResetModel()
        self.endResetModel()

    def row_of(self, step_id: str) -> int:
        """The row of a step, -1 where it is not there."""
        return next((n for n, row in enumerate(self._rows) if row.id == step_id), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many steps."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title, what a screen reader says, and the row itself."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return row if role == STEP_ROLE else None
