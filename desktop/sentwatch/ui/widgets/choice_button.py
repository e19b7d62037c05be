"""An answer to choose: a wide button whose words may take several lines."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.frames import row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.pressable import Pressable
from sentwatch.ui.widgets.text import Prose


class ChoiceButton(Pressable):
    """Pressing it answers."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent=parent)
        self._text = Prose(parent=self)
        lines = row(self, gap=8)
        lines.setContentsMargins(16, 10, 10, 10)
        lines.addWidget(self._text, 1)
        lines.addWidget(Icon(theme, "chevron-right", colour="muted", parent=self), 0, Qt.AlignmentFlag.AlignVCenter)

    def say(self, text: str) -> None:
        """Name the answer."""
        self._text.setText(text)
        self.setAccessibleName(text)
