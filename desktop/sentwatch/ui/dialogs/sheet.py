"""The base of dialogs: a title, what it says, and its buttons; plain text, Esc closes it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.frames import Scroll, column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.reading_order import follow_reading_order
from sentwatch.ui.widgets.text import Prose

WIDTH = 480
_LEAST_BODY = 120


class Sheet(QDialog):
    """A dialog of fixed width whose height follows from its words."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        title: str,
        icon: str | None = None,
        colour: str = "accent",
        width: int = WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._width = width
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setFixedWidth(width)
        self._lines = column(self, gap=SPACE_BETWEEN, around=SPACE_AROUND)
        head = row(gap=12)
        if icon is not None:
            head.addWidget(Icon(theme, icon, colour=colour, size=24), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Prose(title, role="title"), 1)
        self._lines.addLayout(head)
        self.content = QWidget()
        self.body = column(self.content, gap=12)
        self._scroll = Scroll(self.content, right=0, parent=self)
        self._lines.addWidget(self._scroll)
        self._buttons = row(gap=SPACE_INSIDE)
        self._buttons.addStretch(1)
        self._lines.addLayout(self._buttons)

    def add_button(self, button: Button) -> Button:
        """Put a button at the end of the row."""
        self._buttons.addWidget(button)
        return button

    def point(self, widget: QWidget) -> None:
        """Bring into view what was just said in a part of the sheet."""
        self._scroll.bring_into_view(widget)

    def fit(self) -> None:
        """Take the height the words need at this width; what is higher than the window scrolls."""
        parent: QWidget | None = self.parentWidget()
        window = parent.window() if parent is not None else None
        highest = window.height() if window is not None else self.screen().availableGeometry().height()
        body = self.body.heightForWidth(self._width - 2 * SPACE_AROUND)
        wanted = max(body, 0, self.body.minimumSize().height())
        self._scroll.setFixedHeight(min(wanted, max(_LEAST_BODY, highest - self._around())))
        self.setFixedHeight(self._around() + self._scroll.height())

    def showEvent(self, event: QShowEvent) -> None:
        """The Tab key follows the reading order."""
        follow_reading_order(self)
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys for scrolling scroll what is too high for the window."""
        if not self._scroll.scroll_by_key(event):
            super().keyPressEvent(event)

    def _around(self) -> int:
        """What title, buttons and margins take."""
        head, buttons = self._lines.itemAt(0), self._lines.itemAt(2)
        assert head is not None
        assert buttons is not None
        title = max(head.heightForWidth(self._width - 2 * SPACE_AROUND), head.minimumSize().height())
        return title + buttons.sizeHint().height() + 2 * SPACE_AROUND + 2 * SPACE_BETWEEN
