"""A ring that empties while a one-time code counts."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from sentwatch.ui.theme import Theme

_SIZE: Final = 28
SOON_S: Final = 5
"""From here on it is better to wait for the next code than to hurry."""


class TimeRing(QWidget):
    """Shows how many seconds are left, as an arc and as a number in it."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._left_s, self._period_s = 0, 1
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for the ring."""
        return QSize(_SIZE, _SIZE)

    def show_left(self, left_s: int, period_s: int) -> None:
        """So many seconds of so many are left."""
        if (left_s, period_s) != (self._left_s, self._period_s):
            self._left_s, self._period_s = left_s, max(1, period_s)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        painter.setPen(QPen(QColor(palette.line), 3))
        painter.drawEllipse(ring)
        colour = palette.warning if self._left_s <= SOON_S else palette.accent
        pen = QPen(QColor(colour), 3)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        # Qt counts sixteenths of a degree, against the clock, from three o'clock.
        painter.drawArc(ring, 90 * 16, -round(360 * 16 * self._left_s / self._period_s))
        font = painter.font()
        font.setPixelSize(10)
        painter.setFont(font)
        painter.setPen(QColor(palette.muted))
        painter.drawText(ring, int(Qt.AlignmentFlag.AlignCenter), str(self._left_s))
