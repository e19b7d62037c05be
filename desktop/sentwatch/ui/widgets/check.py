"""A box to tick with its words beside it; a press on the words ticks it too."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.buttons import paint_focus_ring
from sentwatch.ui.widgets.frames import row
from sentwatch.ui.widgets.text import Prose

_SIDE = 24


class Check(QAbstractButton):
    """The box alone."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for the box and its ring."""
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw box, tick and ring."""
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(4.5, 4.5, 15, 15)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.accent if self.isEnabled() else palette.edge))
            painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), 4, 4)
            pen = QPen(QColor(palette.on_accent), 1.75)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF([QPointF(8.2, 12.3), QPointF(10.9, 15.0), QPointF(15.8, 9.4)]))
        else:
            painter.setPen(QColor(palette.edge))
            painter.setBrush(QColor(palette.hover if self.underMouse() else palette.surface))
            painter.drawRoundedRect(box, 4, 4)
        painter.end()
        if self.hasFocus():
            paint_focus_ring(self, QColor(palette.accent), radius=6)

    def changeEvent(self, event: QEvent) -> None:
        """Paint anew where it was enabled or disabled."""
        self.update()
        super().changeEvent(event)


class CheckRow(QWidget):
    """The box and its words, which may take several lines."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = Check(theme, name, parent=self)
        self._label = Prose(parent=self)
        lines = row(self, gap=SPACE_INSIDE - 2)
        lines.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        lines.addWidget(self._label, 1)

    def say(self, label: str) -> None:
        """Name what is ticked."""
        self._label.setText(label)
        self.box.setAccessibleName(label)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick it by its words."""
        if self.isEnabled() and event.button() is Qt.MouseButton.LeftButton:
            self.box.click()
