"""A segmented switch: a few choices side by side, one of them taken; arrow keys go between them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import cleared, put, row


class Segments(QFrame):
    """`chosen` carries the value of the segment that was taken by the user."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, name: str, *, begins_empty: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._begins_empty = begins_empty
        self._values: tuple[object, ...] = ()
        self.setObjectName(name)
        self.setProperty("segments", True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._values[number]))
        self._row = row(self, gap=2, around=3)

    def say(self, name: str, choices: Sequence[tuple[object, str]]) -> None:
        """Name the switch and its segments; the value taken before stays taken."""
        self.setAccessibleName(name)
        before = self.value
        values = tuple(value for value, _ in choices)
        if values != self._values:
            for button in self._group.buttons():
                self._group.removeButton(button)
            cleared(self._row)
            self._values = values
            for number in range(len(values)):
                made = Button(self._theme, f"{self.objectName()}-{number}", kind=Kind.PLAIN, parent=self)
                made.setProperty("kind", "segment")
                made.setCheckable(True)
                self._group.addButton(made, number)
                put(self._row, made)
        for number, (_, text) in enumerate(choices):
            button = self._group.button(number)
            if isinstance(button, Button):
                button.say(text)
                button.setAccessibleDescription(name)
        first = self._values[0] if self._values and not self._begins_empty else None
        self.take(before if before in self._values else first)

    @property
    def value(self) -> object:
        """The value taken, None before there are any."""
        number = self._group.checkedId()
        return self._values[number] if 0 <= number < len(self._values) else None

    def take(self, value: object) -> None:
        """Take a value without telling anybody; none of them where it begins empty."""
        if value is None and self._begins_empty:
            self._group.setExclusive(False)
            for number, button in enumerate(self._group.buttons()):
                button.setChecked(False)
                # One stop for the Tab key, as where one is taken.
                focus = Qt.FocusPolicy.ClickFocus if number else Qt.FocusPolicy.StrongFocus
                button.setFocusPolicy(focus)
            self._group.setExclusive(True)
        elif value in self._values:
            self._group.button(self._values.index(value)).setChecked(True)
