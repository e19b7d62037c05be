"""The stages of the assistant, one below the other: done, now, still to come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from sentwatch.ui import icons
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.frames import cleared, column, put, row
from sentwatch.ui.widgets.text import PlainLabel

_MARK: Final = 26
_ICON: Final = 14


class StageRail(QWidget):
    """Says where one stands; nothing in it can be pressed."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._theme = theme
        self._shown: tuple[tuple[str, ...], int] | None = None
        self._lines = column(self, gap=14)
        self._lines.setContentsMargins(20, 8, 8, 8)

    def show_stages(self, names: Sequence[str], now: int, *, spoken: str) -> None:
        """Show the stages with `now` as the present one."""
        self.setAccessibleName(spoken)
        if self._shown == (tuple(names), now):
            return
        self._shown = (tuple(names), now)
        cleared(self._lines)
        for number, name in enumerate(names):
            line = QWidget()
            beside = row(line, gap=12)
            beside.addWidget(_Mark(self._theme, number + 1, is_done=number < now, is_now=number == now))
            role = "strong" if number == now else "quiet"
            beside.addWidget(PlainLabel(name, role=role), 1)
            put(self._lines, line)


class _Mark(QWidget):
    def __init__(self, theme: Theme, number: int, *, is_done: bool, is_now: bool) -> None:
        super().__init__()
        self._theme = theme
        self._number = number
        self._is_done = is_done
        self._is_now = is_now
        self.setFixedSize(_MARK, _MARK)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """A round mark."""
        return QSize(_MARK, _MARK)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A filled circle for now, a tick for what is done, an empty circle for the rest."""
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._is_now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.accent))
        elif self._is_done:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.tint("accent", 0.16)))
        else:
            painter.setPen(QPen(QColor(palette.edge), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        if self._is_done:
            place = QRectF((_MARK - _ICON) / 2, (_MARK - _ICON) / 2, _ICON, _ICON)
            icons.draw(painter, "done", palette.accent, place)
            return
        font = self.font()
        font.setPixelSize(13)
        font.setBold(self._is_now)
        painter.setFont(font)
        painter.setPen(QColor(palette.on_accent if self._is_now else palette.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))
