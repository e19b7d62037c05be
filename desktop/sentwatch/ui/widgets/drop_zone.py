"""The place files can be dropped on, with the ways to choose them instead."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.frames import row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import Prose


class DropZone(QFrame):
    """Says where to drop; the page takes what is dropped anywhere on it."""

    def __init__(self, theme: Theme, name: str, *buttons: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("drop", "waiting")
        self._text = Prose(role="quiet", parent=self)
        self._lines = row(self, gap=12, around=SPACE_BETWEEN)
        said = row(gap=12)
        said.addWidget(Icon(theme, "drop", colour="muted", parent=self), 0, Qt.AlignmentFlag.AlignVCenter)
        said.addWidget(self._text, 1, Qt.AlignmentFlag.AlignVCenter)
        ways = row(gap=8)
        for button in buttons:
            ways.addWidget(button)
        ways.addStretch(0)
        self._lines.addLayout(said, 1)
        self._lines.addLayout(ways)

    def say(self, text: str, name: str) -> None:
        """Say what can be dropped."""
        self._text.setText(text)
        self.setAccessibleName(name)

    def set_wide(self, *, is_wide: bool) -> None:
        """Words and buttons side by side, or one below the other."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._lines.setDirection(across if is_wide else down)

    def show_over(self, *, is_over: bool) -> None:
        """Show that something hovers over the page."""
        self.setProperty("drop", "over" if is_over else "waiting")
        self.style().unpolish(self)
        self.style().polish(self)


def dropped_paths(data: QMimeData) -> Sequence[Path]:
    """The files and folders of this computer among what is dropped."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
