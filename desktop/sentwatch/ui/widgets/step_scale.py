"""A scale of steps: how far something reaches, by length as well as by colour."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sentwatch.ui.theme import Theme

_HEIGHT: Final = 10
_GAP: Final = 3


class StepScale(QWidget):
    """`steps` pieces, of which the first `reached` are filled. The words beside it say the same."""

    def __init__(self, theme: Theme, *, width: int = 160, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wanted = width
        self._reached, self._steps, self._colour = 0, 1, "fine"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As wide as wished."""
        return QSize(self._wanted, _HEIGHT)

    def show_step(self, reached: int, steps: int, colour: str) -> None:
        """Fill so many of so many pieces with a colour of the scheme."""
        self._reached, self._steps, self._colour = reached, steps, colour
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pieces."""
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (self.width() - _GAP * (self._steps - 1)) / self._steps
        for number in range(self._steps):
            piece = QRectF(number * (width + _GAP), 1, width, self.height() - 2)
            is_reached = number < self._reached
            painter.setPen(Qt.PenStyle.NoPen if is_reached else QColor(palette.edge))
            painter.setBrush(QColor(palette.colour(self._colour)) if is_reached else QColor(palette.surface))
            painter.drawRoundedRect(piece if is_reached else piece.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
