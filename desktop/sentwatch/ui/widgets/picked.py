"""A value that is chosen from a long list: its name, the value with a button to choose another, and a hint."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.frames import column
from sentwatch.ui.widgets.text import PlainLabel, Prose


class PickedRow(QWidget):
    """`button` shows the value and asks for another."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = PlainLabel(role="small-strong", parent=self)
        self.button = Button(theme, name, icon="chevron-down", parent=self)
        # The icon stands behind the text.
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._label.setBuddy(self.button)
        self._note = Prose(role="muted", parent=self)
        lines = column(self, gap=4)
        lines.addWidget(self._label)
        lines.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self._note)

    def say(self, label: str, value: str, hint: str = "", *, error: str = "") -> None:
        """Name it, and show the value; what is wrong stands in the place of the hint."""
        self._label.setText(label)
        self.button.setText(f"{value.replace('&', '&&')}\u2002")
        self.button.setAccessibleName(f"{label}: {value}")
        self._note.set_role("error" if error else "muted")
        self._note.setText(error or hint)
        self._note.setVisible(bool(error or hint))
        self.button.setAccessibleDescription(error or hint)
