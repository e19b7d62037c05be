"""Chooses one of many: a list with a search field above it, for folders and time zones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRegularExpression, QSortFilterProxyModel, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QWidget

from sentwatch.ui.dialogs.sheet import Sheet
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import Card, column

_LIST_HEIGHT = 260


@dataclass(frozen=True, slots=True, kw_only=True)
class PickView:
    """What is chosen from, in words."""

    title: str
    search: str
    take: str
    cancel: str


class PickDialog(Sheet):
    """Accepted means: take `value`."""

    def __init__(
        self, theme: Theme, view: PickView, choices: Sequence[str], now: str | None, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "pick", title=view.title, parent=parent)
        self.search = QLineEdit()
        self.search.setObjectName("pick-search")
        self.search.setAccessibleName(view.search)
        self.search.setPlaceholderText(view.search)
        self.search.setClearButtonEnabled(False)
        self.search.installEventFilter(self)
        self._found = QSortFilterProxyModel(self)
        self._found.setSourceModel(QStringListModel(list(choices), self))
        self.list = QListView()
        self.list.setObjectName("pick-list")
        self.list.setAccessibleName(view.title)
        self.list.setModel(self._found)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setProperty("picks", True)
        self.list.setFixedHeight(_LIST_HEIGHT)
        self.list.doubleClicked.connect(lambda _index: self.accept())
        card = Card()
        inside = column(card, gap=0, around=4)
        inside.addWidget(self.list)
        self.body.addWidget(self.search)
        self.body.addWidget(card)
        self.close_button = self.add_button(Button(theme, "pick-cancel", view.cancel))
        self.close_button.clicked.connect(self.reject)
        self.take = self.add_button(Button(theme, "pick-take", view.take, kind=Kind.PRIMARY))
        self.take.setDefault(True)
        self.take.clicked.connect(self.accept)
        self.search.textChanged.connect(self._search)
        self._go_to(now)
        self.search.setFocus()
        self.fit()

    @property
    def value(self) -> str | None:
        """What is chosen now."""
        index = self.list.currentIndex()
        return str(index.data()) if index.isValid() else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move in the list while the search field has the focus."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            step = steps.get(Qt.Key(event.key()))
            if step is not None and self._found.rowCount():
                row = min(max(0, self.list.currentIndex().row() + step), self._found.rowCount() - 1)
                self._point(self._found.index(row, 0))
                return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        before = self.value
        # Time zones are written with _ where people write a space.
        wanted = QRegularExpression.escape(text.strip()).replace("\\ ", "[ _]")
        self._found.setFilterRegularExpression(
            QRegularExpression(wanted, QRegularExpression.PatternOption.CaseInsensitiveOption)
        )
        self._go_to(before)

    def _go_to(self, value: str | None) -> None:
        rows = range(self._found.rowCount())
        row = next((row for row in rows if self._found.index(row, 0).data() == value), 0 if rows else -1)
        if row >= 0:
            self._point(self._found.index(row, 0))
        self.take.setEnabled(row >= 0)

    def _point(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)


def pick(
    theme: Theme, view: PickView, choices: Sequence[str], now: str | None, *, parent: QWidget | None = None
) -> str | None:
    """What was taken, None where nothing was."""
    dialog = PickDialog(theme, view, choices, now, parent=parent)
    taken = dialog.value if dialog.exec() else None
    dialog.deleteLater()
    return taken
