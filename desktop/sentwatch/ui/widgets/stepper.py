"""A number with two buttons: one less, one more."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.frames import row
from sentwatch.ui.widgets.text import PlainLabel


class Stepper(QWidget):
    """`changed` carries the new number. The buttons repeat while they are held."""

    changed = Signal(int)

    def __init__(self, theme: Theme, name: str, *, least: int, most: int, value: int) -> None:
        super().__init__()
        self._least, self._most, self.value = least, most, value
        self._name = ""
        self.less = Button(theme, f"{name}-less", icon="minus", parent=self)
        self.more = Button(theme, f"{name}-more", icon="plus", parent=self)
        self._shown = PlainLabel(role="strong", parent=self)
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._shown.setMinimumWidth(36)
        beside = row(self, gap=4)
        for widget in (self.less, self._shown, self.more):
            beside.addWidget(widget)
        for button, by in ((self.less, -1), (self.more, 1)):
            button.setAutoRepeat(True)
            button.clicked.connect(lambda _checked=False, by=by: self._step(by))
        self._paint()

    def say(self, name: str, *, less: str, more: str) -> None:
        """Name the number and its buttons."""
        self._name = name
        self.less.say_by_icon(less)
        self.more.say_by_icon(more)
        self._paint()

    def _step(self, by: int) -> None:
        value = min(max(self.value + by, self._least), self._most)
        if value != self.value:
            self.value = value
            self._paint()
            self.changed.emit(value)

    def _paint(self) -> None:
        self._shown.setText(str(self.value))
        self.less.setEnabled(self.value > self._least)
        self.more.setEnabled(self.value < self._most)
        for button in (self.less, self.more):
            button.setAccessibleDescription(f"{self._name}: {self.value}")
