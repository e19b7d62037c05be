"""A value that is chosen from a long list: its name and a hint, and a button with the value that asks for another."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN
from sentwatch.ui.widgets.buttons import Button, escaped
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.text import Prose

_WIDEST: Final = 240
"""A folder may be called anything: longer names are shown with their middle left out."""


class PickedRow(QWidget):
    """Words on the left, on the right `button`, which shows the value."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = ""
        self._label = Prose(role="small-strong", parent=self)
        self.button = Button(theme, name, icon="chevron-down", parent=self)
        # The icon stands behind the text.
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._note = Prose(role="muted", parent=self)
        told = QWidget(self)
        lines = column(told, gap=2)
        lines.addWidget(self._label)
        lines.addWidget(self._note)
        beside = row(self, gap=SPACE_BETWEEN)
        beside.addWidget(told, 1)
        beside.addWidget(self.button)

    def say(self, label: str, value: str, hint: str = "", *, error: str = "") -> None:
        """Name it, and show the value; what is wrong stands in the place of the hint."""
        self._value = value
        self._label.setText(label)
        self._show_value()
        self.button.setAccessibleName(f"{label}: {value}")
        self._note.set_role("error" if error else "muted")
        self._note.setText(error or hint)
        self._note.setVisible(bool(error or hint))
        self.button.setAccessibleDescription(error or hint)

    def changeEvent(self, event: QEvent) -> None:
        """Shorten it anew for another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._show_value()

    def _show_value(self) -> None:
        shown = self.button.fontMetrics().elidedText(self._value, Qt.TextElideMode.ElideMiddle, _WIDEST)
        self.button.setText(f"{escaped(shown)}\u2002")
        self.button.setToolTip(self._value if shown != self._value else "")
