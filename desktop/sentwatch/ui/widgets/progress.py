"""A running look: what it does, how many, how fast, how long still, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QProgressBar, QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.text import Elided

if TYPE_CHECKING:
    from sentwatch.ui.presenters.progress import ProgressView


_WHOLE: Final = 1_000


class ProgressRow(QWidget):
    """One line of words, a thin bar below it, Cancel beside both. Nothing moves that does not mean anything."""

    def __init__(
        self, theme: Theme, name: str, on_cancel: Callable[[], None], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._what = Elided(role="small-strong", parent=self)
        self._detail = Elided(role="muted", parent=self)
        self._bar = QProgressBar(self)
        self._bar.setObjectName(f"{name}-bar")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, _WHOLE)
        self.cancel = Button(theme, f"{name}-cancel", kind=Kind.PLAIN, icon="cancel", parent=self)
        self.cancel.clicked.connect(on_cancel)
        lines = row(self, gap=SPACE_BETWEEN)
        beside = QWidget(self)
        told = column(beside, gap=4)
        told.addWidget(self._what)
        told.addWidget(self._bar)
        told.addWidget(self._detail)
        lines.addWidget(beside, 1)
        lines.addWidget(self.cancel)

    def say(self, cancel: str) -> None:
        """Name the way to stop."""
        self.cancel.say(cancel)

    def show_view(self, view: ProgressView) -> None:
        """Show a step. Without a known whole there is no bar: it would claim to know."""
        self._what.setText(view.what)
        self._detail.setText(view.detail)
        self._bar.setVisible(view.share is not None)
        self._bar.setValue(round((view.share or 0.0) * _WHOLE))
        self._bar.setAccessibleName(view.what)
        self._bar.setAccessibleDescription(view.detail)
