"""The card with what can be asked for on the page of rules: read them again, open files; and how far that is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from sentwatch.core.phrase import N_
from sentwatch.ui.presenters.progress import ProgressView
from sentwatch.ui.presenters.rules import RulesTools
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.frames import Card, column, row
from sentwatch.ui.widgets.progress import ProgressRow
from sentwatch.ui.widgets.text import PlainLabel, Prose

if TYPE_CHECKING:
    from sentwatch.texts.words import Words


class RuleToolsCard(Card):
    """Two buttons, a line of help; while something runs, its progress and a way to stop."""

    def __init__(self, theme: Theme, on_cancel: Callable[[], None], *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("rules-tools")
        self._view: RulesTools | None = None
        self._is_running = False
        lines = column(self, gap=12)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, SPACE_BETWEEN)
        self._heading = PlainLabel(role="strong", parent=self)
        self._detail = Prose(role="muted", parent=self)
        self.look = Button(theme, "rules-look", icon="check", parent=self)
        self.open_files = Button(theme, "rules-open-files", icon="folder", parent=self)
        self.progress = ProgressRow(theme, "rules-progress", on_cancel, parent=self)
        self.progress.hide()
        lines.addWidget(self._heading)
        lines.addWidget(self._detail)
        buttons = row(gap=SPACE_INSIDE)
        buttons.addWidget(self.look)
        buttons.addWidget(self.open_files)
        buttons.addStretch(1)
        lines.addLayout(buttons)
        lines.addWidget(self.progress)

    def say(self, view: RulesTools, words: Words) -> None:
        """Name everything."""
        self._view = view
        self._heading.setText(view.heading)
        self.setAccessibleName(view.heading)
        self._detail.setText(view.detail)
        self.look.say(view.look)
        self.open_files.say(view.open)
        self.progress.say(view.cancel)
        if not self._is_running:
            self.progress.show_view(ProgressView(what=words(N_("Beginning …")), detail="", share=None))

    def show_progress(self, view: ProgressView) -> None:
        """Show a step."""
        self.progress.show_view(view)

    def set_running(self, *, is_running: bool, can_look: bool) -> None:
        """Whether something is going on; rules are not read twice at a time."""
        self._is_running = is_running
        self.progress.setVisible(is_running)
        self.look.setEnabled(can_look and not is_running)
        self.open_files.setEnabled(not is_running)

    def set_dropping(self, *, is_dropping: bool) -> None:
        """Whether files are held over the page."""
        if self._view is not None:
            self.set_tone("steps" if is_dropping else "plain")
            self._detail.setText(self._view.drop if is_dropping else self._view.detail)
