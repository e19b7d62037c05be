"""The top of the page: one sentence, a small line below it or the running check, and what can always be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from sentwatch.ui.presenters.frame import FrameView, HeaderView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.progress import ProgressRow
from sentwatch.ui.widgets.text import Prose

if TYPE_CHECKING:
    from sentwatch.ui.presenters.progress import ProgressView


class Header(QWidget):
    """Its buttons are the frame's: `check` and `more`."""

    def __init__(self, theme: Theme, on_cancel: Callable[[], None], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._sentence = Prose(role="title", parent=self)
        self._detail = Prose(role="muted", parent=self)
        self.progress = ProgressRow(theme, "check-progress", on_cancel, parent=self)
        self.check = Button(theme, "check-now", icon="check", parent=self)
        self.more = Button(theme, "more", kind=Kind.QUIET, icon="more", parent=self)
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        lines = column(self, gap=SPACE_INSIDE)
        lines.setContentsMargins(SPACE_AROUND, SPACE_AROUND, SPACE_AROUND, SPACE_BETWEEN)
        first = row(gap=SPACE_INSIDE)
        first.addWidget(self._sentence, 1)
        first.addSpacing(SPACE_INSIDE)
        first.addWidget(self.check, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        # The small line has the whole width: beside the buttons it would wrap on most pages.
        told = QWidget(self)
        both = column(told, gap=4)
        both.addLayout(first)
        both.addWidget(self._detail)
        lines.addWidget(told)
        lines.addWidget(self.progress)
        self.progress.hide()

    def say(self, view: FrameView) -> None:
        """Name the buttons."""
        self.check.say(view.check_now)
        self.more.say_by_icon(view.more)
        self.progress.say(view.cancel)

    def show_view(self, view: HeaderView) -> None:
        """Show the page's sentence."""
        self._sentence.setText(view.sentence)
        self._detail.setText(view.detail)
        self._detail.setVisible(bool(view.detail))

    def show_progress(self, view: ProgressView | None) -> None:
        """Show the running check, or that there is none."""
        self.check.setEnabled(view is None)
        self.progress.setVisible(view is not None)
        if view is not None:
            self.progress.show_view(view)

    def set_wide(self, *, is_wide: bool) -> None:
        """A larger sentence where there is room for it."""
        self._sentence.set_role("headline" if is_wide else "title")
