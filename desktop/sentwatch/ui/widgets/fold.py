"""A part that is folded away until somebody asks for it."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import column


class Fold(QWidget):
    """A heading that opens and closes what lies below it."""

    def __init__(self, theme: Theme, name: str, content: QWidget, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self.head = Button(theme, f"{name}-fold", kind=Kind.QUIET, icon="chevron-right", parent=self)
        self.head.setProperty("kind", "fold")
        self.head.setCheckable(True)
        self.head.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.head.toggled.connect(self._turn)
        content.setParent(self)
        content.setVisible(False)
        lines = column(self, gap=4)
        lines.addWidget(self.head)
        lines.addWidget(content)

    def say(self, text: str) -> None:
        """Name what is folded away."""
        self.head.say(text)

    @property
    def is_open(self) -> bool:
        """Whether it is open."""
        return self.head.isChecked()

    def open(self) -> None:
        """Unfold it."""
        self.head.setChecked(True)

    def _turn(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.head.set_icon("chevron-down" if is_open else "chevron-right")
        self._content.setVisible(is_open)
