"""A button that opens a menu of things to do; nothing in it stays chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, Kind, escaped


class MenuButton(Button):
    """`wanted` carries the value of the entry that was taken."""

    wanted = Signal(object)

    def __init__(
        self, theme: Theme, name: str, *, icon: str, kind: Kind = Kind.PLAIN, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, name, icon=icon, kind=kind, parent=parent)
        self._entries: tuple[tuple[object, str], ...] = ()
        self.entries = QMenu(self)
        self.entries.setObjectName(f"{name}-menu")
        self.entries.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setMenu(self.entries)

    def say_entries(self, text: str, entries: Sequence[tuple[object, str]]) -> None:
        """Name the button and what its menu holds."""
        self.say(text)
        if tuple(entries) == self._entries:
            return
        self._entries = tuple(entries)
        self.entries.clear()
        for value, said in self._entries:
            action = self.entries.addAction(escaped(said))
            action.triggered.connect(lambda _checked=False, value=value: self.wanted.emit(value))
