"""An answer to choose: a wide button whose words may take several lines."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QStyleOption, QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import paint_focus_ring
from sentwatch.ui.widgets.frames import row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import Prose


class ChoiceButton(QAbstractButton):
    """Pressing it answers."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._text = Prose(parent=self)
        lines = row(self, gap=8)
        lines.setContentsMargins(16, 10, 10, 10)
        lines.addWidget(self._text, 1)
        lines.addWidget(Icon(theme, "chevron-right", colour="muted", parent=self), 0, Qt.AlignmentFlag.AlignVCenter)

    def say(self, text: str) -> None:
        """Name the answer."""
        self._text.setText(text)
        self.setAccessibleName(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground as the style sheet has it, and a ring where it has the focus."""
        option = QStyleOption()
        option.initFrom(self)
        if self.isDown():
            option.state |= QStyle.StateFlag.State_Sunken
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.end()
        if self.hasFocus():
            paint_focus_ring(self, QColor(self._theme.palette.accent))
