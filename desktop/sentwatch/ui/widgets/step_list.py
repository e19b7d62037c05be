"""The steps of one section: shape, title, how it stands; arrow keys go through it and on to the next list."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from sentwatch.ui import icons
from sentwatch.ui.models.list_rows import ROW_ROLE, ListRowsModel
from sentwatch.ui.presenters.checklist import StepRow
from sentwatch.ui.step_look import STEP_ICONS
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import ICON, RADIUS, Type
from sentwatch.ui.widgets.text import line_height

_AROUND: Final = 10
_GAP: Final = 12
_ONE_LINE_FROM: Final = 640
"""From this width on the facts stand beside the title."""


class StepList(QListView):
    """`opened` carries a step's id; `left` comes where an arrow key leads out of it (-1 up, 1 down)."""

    opened = Signal(str)
    left = Signal(int)

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._rows = ListRowsModel[StepRow](lambda row: row.id)
        self.setModel(self._rows)
        self.setItemDelegate(_StepDelegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda index: self.opened.emit(_id(index)))
        theme.changed.connect(self._lay_out)

    def show_rows(self, rows: tuple[StepRow, ...]) -> None:
        """Show these steps."""
        self._rows.show_rows(rows)
        self._lay_out()

    def go_to(self, row: int) -> None:
        """Take the focus at a row; -1 is the last."""
        count = self._rows.rowCount()
        if count:
            self.setCurrentIndex(self._rows.index(row % count))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, step_id: str) -> bool:
        """Take the focus at a step; says whether it is here."""
        row = self._rows.row_of(step_id)
        if row >= 0:
            self.go_to(row)
        return row >= 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the space bar open; arrows lead on at either end."""
        row = self.currentIndex().row()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and row >= 0:
            self.opened.emit(_id(self.currentIndex()))
        elif event.key() == Qt.Key.Key_Down and row == self._rows.rowCount() - 1:
            self.left.emit(1)
        elif event.key() == Qt.Key.Key_Up and row == 0:
            self.left.emit(-1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """There is always a row the ring stands on."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may set the facts beside the title, or below."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def _lay_out(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.setFixedHeight(max(1, sum(self.sizeHintForRow(row) for row in range(self._rows.rowCount()))))
        self.viewport().update()


def _id(index: QModelIndex | QPersistentModelIndex) -> str:
    row = index.data(ROW_ROLE)
    return row.id if isinstance(row, StepRow) else ""


class _StepDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(ROW_ROLE)
        assert isinstance(row, StepRow)
        height = line_height(row.title, self._view.font())
        if not self._is_one_line():
            height += line_height(row.facts, self._small())
        return QSize(120, height + 2 * _AROUND)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW_ROLE)
        assert isinstance(row, StepRow)
        palette = self._theme.palette
        whole: QRect = option.rect
        rect = QRectF(whole).adjusted(1, 1, -1, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.hover))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        if self._view.hasFocus() and index == self._view.currentIndex():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.accent), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)
        name, colour = STEP_ICONS[row.look]
        title_height = line_height(row.title, self._view.font())
        top = whole.top() + _AROUND
        place = QRectF(whole.left() + _AROUND, top + (title_height - ICON) / 2, ICON, ICON)
        icons.draw(painter, name, palette.colour(colour), place)
        left = whole.left() + _AROUND + ICON + _GAP
        room = QRect(left, top, whole.right() - left - _AROUND, title_height)
        self._paint_words(painter, row, room)
        painter.restore()

    def _paint_words(self, painter: QPainter, row: StepRow, room: QRect) -> None:
        palette = self._theme.palette
        small = self._small()
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        metrics = QFontMetrics(small)
        title_room, facts_room = QRect(room), QRect(room)
        if self._is_one_line():
            width = min(metrics.horizontalAdvance(row.facts) + 1, room.width() // 2)
            facts_room.setLeft(room.right() - width)
            title_room.setRight(facts_room.left() - _GAP)
        else:
            facts_room = QRect(room.left(), room.bottom() + 1, room.width(), line_height(row.facts, small))
        painter.setFont(self._view.font())
        painter.setPen(QColor(palette.text))
        shown = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, title_room.width())
        painter.drawText(title_room, flags, shown)
        painter.setFont(small)
        painter.setPen(QColor(palette.muted))
        shown = metrics.elidedText(row.facts, Qt.TextElideMode.ElideRight, facts_room.width())
        painter.drawText(facts_room, flags, shown)

    def _is_one_line(self) -> bool:
        return self._view.viewport().width() >= _ONE_LINE_FROM

    def _small(self) -> QFont:
        font = QFont(self._view.font())
        font.setPixelSize(round(font.pixelSize() * Type.SMALL / Type.BODY))
        return font
