"""How a step stands: its state with date, what was found or not seen, and the look that can be taken again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.ui.presenters.step_evidence import EvidenceView, StandView
from sentwatch.ui.step_look import STEP_ICONS
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.frames import Card, cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.link_row import LinkRow
from sentwatch.ui.widgets.progress import ProgressRow
from sentwatch.ui.widgets.states import TroublePanel
from sentwatch.ui.widgets.text import Prose

if TYPE_CHECKING:
    from sentwatch.ui.presenters.progress import ProgressView
    from sentwatch.ui.presenters.states import TroubleView


class StepStandCard(Card):
    """`finding_wanted` carries the reference of a finding behind the state."""

    finding_wanted = Signal(object)
    again_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("step-stand")
        self._theme = theme
        self._icon = Icon(theme, "step-open", parent=self)
        self._state = Prose(role="strong", parent=self)
        self._facts = Prose(role="muted", parent=self)
        self.again = Button(theme, "step-again", icon="check", parent=self)
        self.again.clicked.connect(self.again_wanted)
        self._evidence = QWidget(self)
        self._evidence_lines = column(self._evidence, gap=2)
        self._shown: tuple[EvidenceView, ...] = ()
        self._hint = Prose(role="muted", parent=self)
        self._limits = Prose(role="muted", parent=self)
        self.progress = ProgressRow(theme, "step-progress", self.cancel_wanted.emit, parent=self)
        self.trouble = TroublePanel(theme, "step-trouble", parent=self)
        self.trouble.retried.connect(self.again_wanted)
        head = row(gap=12)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget(self)
        beside = column(told, gap=2)
        beside.addWidget(self._state)
        beside.addWidget(self._facts)
        head.addWidget(told, 1)
        head.addWidget(self.again, 0, Qt.AlignmentFlag.AlignTop)
        lines = column(self, gap=SPACE_INSIDE, around=SPACE_BETWEEN)
        lines.addLayout(head)
        for widget in (self.progress, self.trouble, self._evidence, self._hint, self._limits):
            lines.addWidget(widget)
        for text in (self._hint, self._limits):
            text.setContentsMargins(32, 0, 0, 0)
        self.show_progress(None)
        self.show_trouble(None)

    def show_view(self, view: StandView) -> None:
        """Show how it stands."""
        self._icon.show_icon(*STEP_ICONS[view.look])
        self._state.setText(view.state)
        for label, text in ((self._facts, view.facts), (self._hint, view.hint), (self._limits, view.limits)):
            label.setText(text)
            label.setVisible(bool(text))
        self.again.say(view.again)
        self.again.setVisible(bool(view.again))
        if view.evidence == self._shown:
            return
        self._shown = view.evidence
        cleared(self._evidence_lines)
        for number, one in enumerate(view.evidence):
            put(self._evidence_lines, self._line(number, one))

    def show_progress(self, view: ProgressView | None, *, cancel: str = "") -> None:
        """Show how far the look is; None where none is taken."""
        self.progress.setVisible(view is not None)
        self.again.setEnabled(view is None)
        if view is not None:
            self.progress.say(cancel)
            self.progress.show_view(view)

    def show_trouble(self, view: TroubleView | None) -> None:
        """Show what kept the look from being taken."""
        self.trouble.setVisible(view is not None)
        if view is not None:
            self.trouble.show_view(view)

    def _line(self, number: int, one: EvidenceView) -> QWidget:
        if one.ref is not None:
            made = LinkRow(self._theme, f"step-finding-{number}", one.text, icon="chevron-right")
            made.clicked.connect(lambda: self.finding_wanted.emit(one.ref))
            return made
        text = Prose(one.text, role="small")
        text.setContentsMargins(32, 0, 0, 0)
        return text
