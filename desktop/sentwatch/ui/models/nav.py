"""The entries of the sidebar: pages, each with an icon and a badge where something wants to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

PAGE_ROLE: Final = Qt.ItemDataRole.UserRole + 1
ENTRY_ROLE: Final = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True, kw_only=True)
class NavEntry:
    """One page. `badge` counts what is to be looked at, `tone` colours it; `opens_group` sets it apart from above."""

    page: str
    text: str
    icon: str
    badge: int = 0
    tone: str = "muted"
    spoken: str = ""
    opens_group: bool = False


class NavModel(QAbstractListModel):
    """The entries, in order."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[NavEntry, ...] = ()

    def show_entries(self, entries: Sequence[NavEntry]) -> None:
        """Show these; the rows stay where only words or badges changed, so that the choice stays too."""
        before, self._entries = self._entries, tuple(entries)
        if [e.page for e in before] == [e.page for e in self._entries]:
            if before:
                self.dataChanged.emit(self.index(0), self.index(len(before) - 1))
            return
        self.beginResetModel()
        self.endResetModel()

    def row_of(self, page: str) -> int:
        """The row of a page, -1 where there is none."""
        return next((n for n, entry in enumerate(self._entries) if entry.page == page), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many pages."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, the page's name, and what a screen reader says."""
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken or entry.text
        if role == PAGE_ROLE:
            return entry.page
        return entry if role == ENTRY_ROLE else None
