"""The list of findings: shape, title and facts of each; arrow keys go through it, Enter opens."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent, QTextLayout, QTextOption
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
from sentwatch.ui.known import FindingRef
from sentwatch.ui.models.list_rows import ROW_ROLE, ListRowsModel
from sentwatch.ui.presenters.findings import FindingRow
from sentwatch.ui.severity_look import SEVERITY_COLOURS, SEVERITY_ICONS
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import ICON, RADIUS, Type
from sentwatch.ui.widgets.text import break_lines, line_height

_AROUND: Final = 12
_TITLE_LINES: Final = 4
_MOST_SHOWN: Final = 8


class FindingList(QListView):
    """`pointed` carries the reference gone to, `opened` the one opened by Enter or a press."""

    pointed = Signal(object)
    opened = Signal(object)

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._rows = ListRowsModel[FindingRow](lambda row: row.ref)
        self.setModel(self._rows)
        self.setItemDelegate(_FindingDelegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTabKeyNavigation(False)
        self.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.selectionModel().currentChanged.connect(self._point)
        self.clicked.connect(lambda index: self.opened.emit(_ref(index)))
        theme.changed.connect(self._repaint)

    def show_rows(self, rows: tuple[FindingRow, ...]) -> None:
        """Show these findings."""
        self._rows.show_rows(rows)
        self._fit()

    def choose(self, ref: FindingRef) -> bool:
        """Go to a finding; says whether it is there."""
        row = self._rows.row_of(ref)
        if row >= 0:
            self.setCurrentIndex(self._rows.index(row))
        return row >= 0

    @property
    def chosen(self) -> FindingRef | None:
        """The finding gone to."""
        return _ref(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(_ref(self.currentIndex()))
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may wrap titles otherwise."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._repaint()

    def _repaint(self) -> None:
        self.scheduleDelayedItemsLayout()
        self._fit()
        self.viewport().update()

    def _fit(self) -> None:
        """As high as its rows, up to a point: the page scrolls, not the list."""
        heights = [self.sizeHintForRow(row) for row in range(min(_MOST_SHOWN, self._rows.rowCount()))]
        self.setFixedHeight(max(1, sum(heights)) + 2)

    def _point(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.pointed.emit(_ref(current))


def _ref(index: QModelIndex | QPersistentModelIndex) -> FindingRef | None:
    row = index.data(ROW_ROLE)
    return row.ref if isinstance(row, FindingRow) else None


class _FindingDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(ROW_ROLE)
        assert isinstance(row, FindingRow)
        width = self._view.viewport().width()
        _, title_height = self._title(row.title, self._text_width(width))
        return QSize(120, 2 * _AROUND + title_height + line_height(row.facts, self._small()))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW_ROLE)
        assert isinstance(row, FindingRow)
        palette = self._theme.palette
        whole: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(whole).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(palette.chosen))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(palette.hover))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        if self._view.hasFocus() and index == self._view.currentIndex():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.accent), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)
        colour = palette.muted if row.is_gone else palette.colour(SEVERITY_COLOURS[row.severity])
        name = "done" if row.is_gone else SEVERITY_ICONS[row.severity]
        icons.draw(painter, name, colour, QRectF(rect.left() + _AROUND, rect.top() + _AROUND + 1, ICON, ICON))
        left = rect.left() + _AROUND + ICON + 10
        layout, height = self._title(row.title, self._text_width(whole.width()))
        painter.setPen(QColor(palette.muted if row.is_gone else palette.text))
        layout.draw(painter, QRectF(left, rect.top() + _AROUND, 1, 1).topLeft())
        small = self._small()
        painter.setFont(small)
        painter.setPen(QColor(palette.muted))
        facts = QRectF(
            left, rect.top() + _AROUND + height, self._text_width(whole.width()), line_height(row.facts, small)
        )
        shown = painter.fontMetrics().elidedText(row.facts, Qt.TextElideMode.ElideRight, int(facts.width()))
        painter.drawText(facts, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        painter.restore()

    @staticmethod
    def _text_width(width: int) -> int:
        return max(40, width - 2 * _AROUND - ICON - 12)

    def _small(self) -> QFont:
        font = QFont(self._view.font())
        font.setPixelSize(round(font.pixelSize() * Type.SMALL / Type.BODY))
        return font

    def _title(self, text: str, width: int) -> tuple[QTextLayout, int]:
        """The title on a few lines, the last one elided."""
        font = QFont(self._view.font())
        step = line_height(text, font)
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        lines = _laid_out(layout, width, step)
        if lines > _TITLE_LINES:
            start = layout.lineAt(_TITLE_LINES - 1).textStart()
            rest = QFontMetrics(font).elidedText(text[start:], Qt.TextElideMode.ElideRight, width - 4)
            layout.setText(text[:start] + rest)
            lines = min(_TITLE_LINES, _laid_out(layout, width, step))
        return layout, lines * step


def _laid_out(layout: QTextLayout, width: int, step: int) -> int:
    lines = break_lines(layout, width)
    for number in range(lines):
        line = layout.lineAt(number)
        line.setPosition(QPointF(0, number * step + (step - line.height()) / 2))
    return lines
