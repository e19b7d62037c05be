"""Severity as shape, colour and word: the badge and the small icon that follow the scheme."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sentwatch.core.findings import Severity
from sentwatch.ui import icons
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import ICON
from sentwatch.ui.widgets.frames import row
from sentwatch.ui.widgets.text import PlainLabel

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


class Badge(QWidget):
    """A severity: its shape and its word."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = Icon(theme, "info", parent=self)
        self._word = PlainLabel(role="small-strong", parent=self)
        self._severity = Severity.INFO
        lines = row(self, gap=6)
        lines.addWidget(self._icon)
        lines.addWidget(self._word)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._colour_word)

    def show_severity(self, severity: Severity, word: str) -> None:
        """Show this one."""
        self._severity = severity
        self._icon.show_icon(icons.SEVERITY_ICONS[severity], icons.SEVERITY_COLOURS[severity])
        self._word.setText(word)
        self._colour_word()

    def _colour_word(self) -> None:
        colour = self._theme.palette.colour(icons.SEVERITY_COLOURS[self._severity])
        self._word.setStyleSheet(f"color: {colour};")
