"""A table to be read row by row: whole rows are chosen, Enter opens one, Tab leaves the table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from sentwatch.core.findings import Severity
from sentwatch.ui import icons
from sentwatch.ui.models.rows import SEVERITY_ROLE, Row, RowsModel
from sentwatch.ui.theme import Theme

_ROW_HEIGHT = 32
_MARK = 16


class Table(QTableView):
    """`opened` carries the value of a row on Enter or a double click; `pointed` that of the row gone to."""

    opened = Signal(object)
    pointed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        numbers: frozenset[int] = frozenset(),
        wide: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._rows = RowsModel(numbers=numbers)
        self._wide = wide
        self.setModel(self._rows)
        self.setItemDelegate(_RowDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(56)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._rows.row(index.row()).value))
        self.selectionModel().currentRowChanged.connect(self._point)
        theme.changed.connect(self.viewport().update)

    def show_rows(self, head: Sequence[str], rows: Sequence[Row]) -> None:
        """Show these; the place stays where the rows are as many as before."""
        before = self.currentIndex().row()
        self._rows.show_rows(head, rows)
        header = self.horizontalHeader()
        for column in range(len(head)):
            stretch = QHeaderView.ResizeMode.Stretch
            fit = QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(column, stretch if column == self._wide else fit)
        if 0 <= before < len(rows):
            self.selectionModel().blockSignals(True)
            self.setCurrentIndex(self._rows.index(before, 0))
            self.selectionModel().blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(self._rows.row(self.currentIndex().row()).value)
            return
        super().keyPressEvent(event)

    def _point(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and self.hasFocus():
            self.pointed.emit(self._rows.row(current.row()).value)


class _RowDelegate(QStyledItemDelegate):
    """Plain text, and in the last column of a row that stands out its shape before the words."""

    def __init__(self, theme: Theme, view: Table) -> None:
        super().__init__(view)
        self._theme = theme

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        # The row is marked as a whole; a frame around the one cell with the focus would only confuse.
        option.state &= ~QStyle.StateFlag.State_HasFocus

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        severity = index.data(SEVERITY_ROLE)
        is_last = index.column() == index.model().columnCount() - 1
        if not isinstance(severity, Severity) or not is_last:
            super().paint(painter, option, index)
            return
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        text = str(plain.text)
        plain.text = ""
        style = plain.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, plain, painter, plain.widget)
        palette = self._theme.palette
        colour = palette.colour(icons.SEVERITY_COLOURS[severity])
        rect = QRectF(option.rect).adjusted(10, 0, -6, 0)
        mark = QRectF(rect.left(), rect.center().y() - _MARK / 2, _MARK, _MARK)
        painter.save()
        icons.draw(painter, icons.SEVERITY_ICONS[severity], colour, mark)
        painter.setPen(QColor(colour))
        rect.setLeft(mark.right() + 6)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        if isinstance(index.data(SEVERITY_ROLE), Severity) and index.column() == index.model().columnCount() - 1:
            hint.setWidth(hint.width() + _MARK + 6)
        return hint
