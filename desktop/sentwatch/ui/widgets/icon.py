"""One of our icons as a widget, in a colour that follows the scheme."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from sentwatch.ui import icons
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import ICON

TONE_ICONS = {
    "fine": "fine",
    "info": "info",
    "notice": "notice",
    "warning": "warning",
    "urgent": "urgent",
    "blind": "eye-off",
}
"""The shape of each tone of a result."""

TONE_COLOURS = {
    "fine": "fine",
    "info": "muted",
    "notice": "notice",
    "warning": "warning",
    "urgent": "urgent",
    "blind": "muted",
}


class Icon(QWidget):
    """One of our icons. Says nothing to a screen reader: the text beside it does."""

    def __init__(
        self, theme: Theme, name: str, *, colour: str = "text", size: int = ICON, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._colour = colour
        self._size = size
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)

    def show_icon(self, name: str, colour: str) -> None:
        """Take another icon and colour."""
        self._name, self._colour = name, colour
        self.update()

    def show_tone(self, tone: str) -> None:
        """Take the shape and colour of a result's tone."""
        self.show_icon(TONE_ICONS[tone], TONE_COLOURS[tone])

    def sizeHint(self) -> QSize:
        """As large as the icon."""
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the colour the scheme has now."""
        painter = QPainter(self)
        colour = self._theme.palette.colour(self._colour)
        icons.draw(painter, self._name, colour, QRectF(0, 0, self._size, self._size))
