"""The first letter of an account in its colour, and the row of colours to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from sentwatch.ui import icons
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import account_colours
from sentwatch.ui.widgets.buttons import paint_focus_ring
from sentwatch.ui.widgets.frames import put, row

_SIZE: Final = 40
_SWATCH: Final = 32
_TICK: Final = 14


class AccountBadge(QWidget):
    """Says nothing to a screen reader: the name beside it does."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._initial = ""
        self._colour: str | None = None
        self.setFixedSize(_SIZE, _SIZE)
        theme.changed.connect(self.update)

    def show_account(self, initial: str, colour: str | None) -> None:
        """Show this letter in this colour."""
        self._initial, self._colour = initial, colour
        self.update()

    def sizeHint(self) -> QSize:
        """A round badge."""
        return QSize(_SIZE, _SIZE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A tinted circle with the letter."""
        colour, ground = account_colours(self._colour, self._theme.palette)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawEllipse(QRectF(self.rect()))
        font = self.font()
        font.setPixelSize(17)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._initial)


class ColourRow(QWidget):
    """`chosen` carries the name of the colour taken, None for no colour."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._values: tuple[str | None, ...] = ()
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._values[number]))
        self._row = row(self, gap=6)

    def say(self, name: str, colours: Sequence[tuple[str | None, str]]) -> None:
        """Name the colours."""
        self.setAccessibleName(name)
        if not self._values:
            self._values = tuple(value for value, _ in colours)
            for number, value in enumerate(self._values):
                swatch = _Swatch(self._theme, f"{self.objectName()}-{number}", value, parent=self)
                self._group.addButton(swatch, number)
                put(self._row, swatch)
            self._row.addStretch(1)
        for number, (_, text) in enumerate(colours):
            button = self._group.button(number)
            button.setAccessibleName(text)
            button.setAccessibleDescription(name)
            button.setToolTip(text)

    def take(self, value: str | None) -> None:
        """Take a colour without telling anybody."""
        if value in self._values:
            self._group.button(self._values.index(value)).setChecked(True)


class _Swatch(QAbstractButton):
    def __init__(self, theme: Theme, name: str, value: str | None, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._value = value
        self.setObjectName(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for the circle and its ring."""
        return QSize(_SWATCH, _SWATCH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A filled circle; a tick on the one that is taken."""
        palette = self._theme.palette
        colour, _ground = account_colours(self._value, palette)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRectF(5, 5, _SWATCH - 10, _SWATCH - 10)
        if self._value is None:
            painter.setPen(QPen(QColor(palette.edge), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
        painter.drawEllipse(circle)
        if self.isChecked():
            tick = palette.muted if self._value is None else palette.on_accent
            at = (_SWATCH - _TICK) / 2
            icons.draw(painter, "done", tick, QRectF(at, at, _TICK, _TICK))
        painter.end()
        if self.hasFocus():
            paint_focus_ring(self, QColor(palette.accent), radius=_SWATCH / 2)
