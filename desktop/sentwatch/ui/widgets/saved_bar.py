"""One line that says where something was saved, and opens it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from sentwatch.ui.presenters.papers import SavedView
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import Card, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import Prose


class SavedBar(Card):
    """Stays until it is closed, or something else is saved."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(tone="steps", parent=parent)
        self.setObjectName(name)
        self._path = Path()
        self._text = Prose(parent=self)
        self.open = Button(theme, f"{name}-open", kind=Kind.QUIET, icon="outside", parent=self)
        self.open.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path))))
        self.close_button = Button(theme, f"{name}-close", kind=Kind.QUIET, icon="cancel", parent=self)
        self.close_button.clicked.connect(self.hide)
        lines = row(self, gap=12)
        lines.setContentsMargins(16, 8, 8, 8)
        lines.addWidget(Icon(theme, "done", colour="fine", parent=self))
        lines.addWidget(self._text, 1)
        lines.addWidget(self.open)
        lines.addWidget(self.close_button)
        self.hide()

    @property
    def path(self) -> Path:
        """What was saved last."""
        return self._path

    def show_path(self, path: Path) -> None:
        """Say where it was saved."""
        self._path = path
        self.show()

    def say(self, view: SavedView) -> None:
        """Take these words."""
        self._text.setText(view.text)
        self.open.say(view.open_it)
        self.close_button.say_by_icon(view.close)
