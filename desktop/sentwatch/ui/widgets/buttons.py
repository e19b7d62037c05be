"""Buttons: primary, plain, quiet and careful ones, with an icon in the scheme's colours and a visible focus."""

from __future__ import annotations

import enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import ICON, RADIUS


class Kind(enum.Enum):
    """How much a button asks to be pressed."""

    PRIMARY = "primary"
    PLAIN = "plain"
    QUIET = "quiet"
    CAREFUL = "careful"
    """For what cannot be undone."""


def escaped(text: str) -> str:
    """Text as a button or menu shows it as it is: a single & would become an underline."""
    return text.replace("&", "&&")


class Button(QPushButton):
    """A push button. `name` is its objectName; its accessible name is its text unless it shows an icon alone."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        text: str = "",
        *,
        kind: Kind = Kind.PLAIN,
        icon: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = kind
        self._icon_name = icon
        self._is_icon_alone = False
        self.setObjectName(name)
        self.setProperty("kind", kind.value)
        self.setIconSize(QSize(ICON - 2, ICON - 2))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.say(text)
        self._paint_icon()
        theme.changed.connect(self._paint_icon)

    def say(self, text: str) -> None:
        """Show `text`, as it is."""
        # A little air between icon and text, which Qt sets too close.
        self.setText(("\u2002" if self._icon_name is not None else "") + escaped(text))
        self.setAccessibleName(text)

    def say_by_icon(self, text: str) -> None:
        """Show the icon alone; `text` is its name and its tool tip."""
        self._is_icon_alone = True
        self.setProperty("alone", True)
        self.setText("")
        self._paint_icon()
        self.setAccessibleName(text)
        self.setToolTip(text)

    def set_flush(self) -> None:
        """For a quiet button that stands below text: its icon begins where the text begins."""
        self.setProperty("flush", True)

    def set_icon(self, name: str | None) -> None:
        """Take another icon."""
        if name != self._icon_name:
            self._icon_name = name
            self._paint_icon()

    def _paint_icon(self) -> None:
        if self._icon_name is None:
            return
        if self._kind is Kind.PRIMARY:
            self.setIcon(self._theme.icon_on_accent(self._icon_name))
        else:
            colour = {Kind.CAREFUL: "urgent", Kind.QUIET: "muted" if self._is_icon_alone else "accent"}
            self.setIcon(self._theme.icon(self._icon_name, colour.get(self._kind, "text")))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button, and a ring where it has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            palette = self._theme.palette
            on = palette.on_accent if self._kind is Kind.PRIMARY else palette.accent
            paint_focus_ring(self, QColor(on), inset=3.0 if self._kind is Kind.PRIMARY else 1.0)


class BackButton(Button):
    """Leads back to where one came from; its arrow stands at the left edge of what it stands above."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, kind=Kind.QUIET, icon="chevron-left", parent=parent)
        self.set_flush()


def paint_focus_ring(widget: QWidget, colour: QColor, *, inset: float = 1.0, radius: float = RADIUS) -> None:
    """A two pixel ring just inside the widget's edge."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    rect = QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(rect, radius - inset / 2, radius - inset / 2)
    painter.end()
