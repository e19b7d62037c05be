"""A choice from a list that may be long: a button that shows what is chosen and opens a menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, escaped


class Chooser(Button):
    """`chosen` carries the value that the user took."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, icon="chevron-down", parent=parent)
        self._name = ""
        self._choices: tuple[tuple[object, str], ...] = ()
        self._value: object = None
        self._menu = QMenu(self)
        self._group = QActionGroup(self)
        self.setMenu(self._menu)
        # The icon stands behind the text.
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    @property
    def value(self) -> object:
        """The value taken, None before there are any."""
        return self._value

    def say_choices(self, name: str, choices: Sequence[tuple[object, str]]) -> None:
        """Name the choice and what can be chosen; the value taken before stays taken."""
        self._name = name
        if tuple(choices) != self._choices:
            self._choices = tuple(choices)
            self._menu.clear()
            for old in self._group.actions():
                self._group.removeAction(old)
                old.setParent(None)
                old.deleteLater()
            for value, text in self._choices:
                action = QAction(escaped(text), self._group)
                action.setCheckable(True)
                action.triggered.connect(lambda _checked=False, value=value: self._choose(value))
                self._menu.addAction(action)
        values = [value for value, _ in self._choices]
        wanted = self._value if self._value in values else None
        self._value = None
        self.take(wanted if wanted is not None or not values else values[0])

    def say(self, text: str) -> None:
        """Show `text`, with its air on the side of the icon."""
        self.setText(f"{escaped(text)}\u2002")
        self.setAccessibleName(text)

    def take(self, value: object) -> None:
        """Take a value without telling anybody."""
        for (known, text), action in zip(self._choices, self._menu.actions(), strict=True):
            if known == value:
                self._value = value
                action.setChecked(True)
                self.say(text)
                self.setAccessibleName(f"{self._name}: {text}")

    def _choose(self, value: object) -> None:
        if value != self._value:
            self.take(value)
            self.chosen.emit(value)
