"""The way from page to page: a list with icons and badges, gone through with the arrow keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from sentwatch.ui import icons
from sentwatch.ui.models.nav import ENTRY_ROLE, PAGE_ROLE, NavEntry, NavModel
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import ICON, RADIUS

_HEIGHT: Final = 40
_GROUP_GAP: Final = 17
_BADGE: Final = 20


class Sidebar(QListView):
    """`opened` carries the name of the page that was chosen."""

    opened = Signal(str)

    def __init__(self, theme: Theme, name: str = "sidebar", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._entries = NavModel()
        self.setModel(self._entries)
        self.setItemDelegate(_NavDelegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.selectionModel().currentChanged.connect(self._open)
        theme.changed.connect(self.viewport().update)

    def show_entries(self, entries: tuple[NavEntry, ...]) -> None:
        """Show these pages."""
        self._entries.show_entries(entries)

    def choose(self, page: str) -> None:
        """Go to a page."""
        row = self._entries.row_of(page)
        if row >= 0:
            self.setCurrentIndex(self._entries.index(row))

    @property
    def page(self) -> str:
        """The page chosen now, empty before there is one."""
        return str(self.currentIndex().data(PAGE_ROLE) or "")

    def _open(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.opened.emit(str(current.data(PAGE_ROLE)))


class _NavDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        entry = index.data(ENTRY_ROLE)
        gap = _GROUP_GAP if isinstance(entry, NavEntry) and entry.opens_group else 0
        return QSize(120, _HEIGHT + gap)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(ENTRY_ROLE)
        assert isinstance(entry, NavEntry)
        palette = self._theme.palette
        state: QStyle.StateFlag = option.state
        whole: QRect = option.rect
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.opens_group:
            painter.fillRect(whole.left() + 12, whole.top() + 8, whole.width() - 24, 1, QColor(palette.line))
            whole = whole.adjusted(0, _GROUP_GAP, 0, 0)
        rect = QRectF(whole).adjusted(8, 2, -8, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        if is_chosen:
            painter.setBrush(QColor(palette.chosen))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(palette.hover))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        if self._view.hasFocus() and index == self._view.currentIndex():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.accent), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)
        icon = QRectF(rect.left() + 10, rect.center().y() - ICON / 2, ICON, ICON)
        icons.draw(painter, entry.icon, palette.accent if is_chosen else palette.muted, icon)
        right = rect.right() - 10
        if entry.badge:
            right = self._paint_badge(painter, entry, right, rect.center().y())
        font = QFont(self._view.font())
        font.setWeight(QFont.Weight.DemiBold if is_chosen else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(palette.accent if is_chosen else palette.text))
        room = QRectF(icon.right() + 10, rect.top(), right - icon.right() - 14, rect.height())
        shown = painter.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        painter.restore()

    def _paint_badge(self, painter: QPainter, entry: NavEntry, right: float, middle: float) -> float:
        palette = self._theme.palette
        text = str(entry.badge) if entry.badge < 100 else "99+"
        font = QFont(self._view.font())
        font.setPixelSize(max(11, font.pixelSize() - 3))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        width = max(float(_BADGE), painter.fontMetrics().horizontalAdvance(text) + 12.0)
        rect = QRectF(right - width, middle - _BADGE / 2, width, _BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.colour(entry.tone)))
        painter.drawRoundedRect(rect, _BADGE / 2, _BADGE / 2)
        painter.setPen(QColor(palette.background if palette.is_dark else palette.surface))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        return rect.left() - 4
