"""A row that leads somewhere: out to a web page, or to another part of the window; with a line of small print."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QStyleOption, QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.buttons import paint_focus_ring
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import Prose


class Pressable(QAbstractButton):
    """A button with a face of its own: the style sheet paints its ground, a ring shows the focus."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Its words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As its layout says."""
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else -1

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
            paint_focus_ring(self, QColor(self.theme.palette.accent))


class LinkRow(Pressable):
    """An icon, what it leads to, and a line of small print."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        text: str,
        *,
        detail: str = "",
        icon: str = "outside",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, name, parent=parent)
        said = Prose(text, role="link", parent=self)
        small = Prose(detail, role="muted", parent=self)
        small.setVisible(bool(detail))
        self.setAccessibleName(text)
        self.setAccessibleDescription(detail)
        lines = row(self, gap=SPACE_INSIDE)
        lines.setContentsMargins(SPACE_INSIDE, 6, SPACE_INSIDE, 6)
        lines.addWidget(Icon(theme, icon, colour="accent", parent=self), 0, Qt.AlignmentFlag.AlignTop)
        beside = QWidget(self)
        told = column(beside, gap=0)
        told.addWidget(said)
        told.addWidget(small)
        lines.addWidget(beside, 1)
        for child in (beside, said, small):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
