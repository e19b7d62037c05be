"""The stages of a path, one below the other: what stands, what comes next, what is later; one of them is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QStyle, QStyleOption, QWidget

from sentwatch.ui.presenters.record_builder import Place, StageRow
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import paint_focus_ring
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import Prose

_LOOKS: Final = {
    Place.DONE: ("fine", "fine"),
    Place.NOW: ("stage-now", "accent"),
    Place.LATER: ("stage-later", "muted"),
}


class StageButton(QAbstractButton):
    """One stage; pressing it reads it."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._icon = Icon(theme, "stage-later", parent=self)
        self._title = Prose(role="small-strong", parent=self)
        self._word = Prose(role="muted", parent=self)
        lines = row(self, gap=10, around=8)
        lines.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget(self)
        told.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        both = column(told, gap=0)
        both.addWidget(self._title)
        both.addWidget(self._word)
        lines.addWidget(told, 1)

    def show_row(self, view: StageRow) -> None:
        """Show this stage."""
        self._icon.show_icon(*_LOOKS[view.place])
        self._title.setText(view.title)
        self._word.setText(view.word)
        self.setAccessibleName(f"{view.title}: {view.word}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground as the style sheet has it, and a ring where it has the focus."""
        option = QStyleOption()
        option.initFrom(self)
        if self.isChecked():
            option.state |= QStyle.StateFlag.State_On
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.end()
        if self.hasFocus():
            paint_focus_ring(self, QColor(self._theme.palette.accent))


class StageList(QWidget):
    """`chosen` carries the number of the stage the user wants to read."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, name: str, count: int, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idClicked.connect(self.chosen)
        lines = column(self, gap=2)
        self.buttons = tuple(StageButton(theme, f"{name}-{number}", parent=self) for number in range(count))
        for number, button in enumerate(self.buttons):
            self._group.addButton(button, number)
            lines.addWidget(button)
        lines.addStretch(1)

    def show_rows(self, rows: Sequence[StageRow], chosen: int) -> None:
        """Show the stages and which one is read."""
        for button, view in zip(self.buttons, rows, strict=True):
            button.show_row(view)
        self.buttons[chosen].setChecked(True)
