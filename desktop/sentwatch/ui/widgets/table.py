"""A table to be read row by row: whole rows are chosen, Enter opens one, Tab leaves the table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
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
from sentwatch.ui.severity_look import SEVERITY_COLOURS, SEVERITY_ICONS
from sentwatch.ui.theme import Theme

_ROW_HEIGHT = 32
_MARK = 16
_COLUMN_AIR = 24


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
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        self._fit_columns(head)
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

    def _fit_columns(self, head: Sequence[str]) -> None:
        """Columns of numbers are as wide as their headings; the wide one takes the rest."""
        header = self.horizontalHeader()
        self.ensurePolished()
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        for column, text in enumerate(head):
            is_wide = column == self._wide
            mode = QHeaderView.ResizeMode.Stretch if is_wide else QHeaderView.ResizeMode.Fixed
            header.setSectionResizeMode(column, mode)
            if not is_wide:
                width = max(metrics.horizontalAdvance(text), metrics.horizontalAdvance("00,000"))
                header.resizeSection(column, width + _COLUMN_AIR)

    def _point(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and self.hasFocus():
            self.pointed.emit(self._rows.row(current.row()).value)


class _RowDelegate(QStyledItemDelegate):
    """Plain text; a row that stands out carries its shape before the words of its first cell."""

    def __init__(self, theme: Theme, view: Table) -> None:
        super().__init__(view)
        self._theme = theme

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        # The row is marked as a whole; a frame around the one cell with the focus would only confuse.
        option.state &= ~QStyle.StateFlag.State_HasFocus
        severity = index.data(SEVERITY_ROLE)
        if isinstance(severity, Severity):
            colour = self._theme.palette.colour(SEVERITY_COLOURS[severity])
            if index.column() == 0:
                option.icon = icons.icon(SEVERITY_ICONS[severity], colour, size=_MARK)
                option.decorationSize = QSize(_MARK, _MARK)
                option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
