"""A choice of a quiz: its words, and after the answer a mark for right or wrong beside the colour."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentwatch.ui.presenters.lessons import ChoiceView
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.frames import row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.pressable import Pressable
from sentwatch.ui.widgets.text import Prose

_ICONS: Final = {"": ("step-open", "muted"), "right": ("fine", "fine"), "wrong": ("notice", "notice")}


class Choice(Pressable):
    """Pressed once."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent=parent)
        self._icon = Icon(theme, "step-open", colour="muted", parent=self)
        self._text = Prose(parent=self)
        self._text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        lines = row(self, gap=12)
        lines.setContentsMargins(12, 8, 12, 8)
        lines.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        lines.addWidget(self._text, 1)

    def show_view(self, view: ChoiceView, *, is_answered: bool) -> None:
        """Show it; what was answered cannot be pressed any more."""
        self._icon.show_icon(*_ICONS[view.mark])
        self._text.setText(view.text)
        self._text.set_role("quiet" if is_answered and not view.mark else "body")
        self.setAccessibleName(view.spoken)
        self.setEnabled(not is_answered)
        if self.property("chosen") != view.mark:
            self.setProperty("chosen", view.mark)
            self.style().unpolish(self)
            self.style().polish(self)
