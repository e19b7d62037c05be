"""A small card that opens a part of the page: what it is, and how it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentwatch.ui.presenters.checklist_tools import ToolView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.pressable import Pressable
from sentwatch.ui.widgets.text import Prose


class ToolCard(Pressable):
    """Icon, title, a line below."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent=parent)
        self._icon = Icon(theme, "checklist", colour="accent", parent=self)
        self._title = Prose(role="small-strong", parent=self)
        self._facts = Prose(role="muted", parent=self)
        lines = row(self, gap=10)
        lines.setContentsMargins(14, 12, 12, 12)
        lines.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        beside = QWidget(self)
        told = column(beside, gap=0)
        told.addWidget(self._title)
        told.addWidget(self._facts)
        told.addStretch(1)
        lines.addWidget(beside, 1)
        lines.setSpacing(SPACE_INSIDE + 2)
        for child in (beside, self._title, self._facts):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_view(self, view: ToolView) -> None:
        """Show how it stands."""
        self._icon.show_icon(view.icon, "accent")
        self._title.setText(view.title)
        self._facts.setText(view.facts)
        self.setAccessibleName(view.title)
        self.setAccessibleDescription(view.facts)
