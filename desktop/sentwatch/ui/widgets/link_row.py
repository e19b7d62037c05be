"""A row that leads somewhere: out to a web page, or to another part of the window; with a line of small print."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.pressable import Pressable
from sentwatch.ui.widgets.text import Prose


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
        lines.setContentsMargins(4, 6, SPACE_INSIDE, 6)
        lines.addWidget(Icon(theme, icon, colour="accent", parent=self), 0, Qt.AlignmentFlag.AlignTop)
        beside = QWidget(self)
        told = column(beside, gap=0)
        told.addWidget(said)
        told.addWidget(small)
        lines.addWidget(beside, 1)
        for child in (beside, said, small):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
