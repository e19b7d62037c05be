"""The steps of an incident by phase; the next one is open, the others wait as lines."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from sentwatch.ui.presenters.incident import GuideView, PhaseView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.frames import Card, Rule, cleared, column, lay_out_now, put, row
from sentwatch.ui.widgets.guide_step import GuideStep
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import PlainLabel, Prose


class Steps(QWidget):
    """`marked` carries a step's id and the Mark."""

    marked = Signal(str, object)
    letter_wanted = Signal(str)
    evidence_wanted = Signal()

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[tuple[PhaseView, ...], bool] | None = None
        self._next: str | None = None
        self.steps: dict[str, GuideStep] = {}
        self._lead = Card(tone="steps", parent=self)
        self._lead_text = Prose(parent=self._lead)
        beside = row(self._lead, gap=12, around=SPACE_BETWEEN)
        beside.addWidget(Icon(theme, "mark", colour="accent", parent=self._lead))
        beside.addWidget(self._lead_text, 1)
        self._over = Card(parent=self)
        self._over_text = Prose(parent=self._over)
        told = row(self._over, gap=12, around=SPACE_BETWEEN)
        told.addWidget(Icon(theme, "done", colour="fine", parent=self._over))
        told.addWidget(self._over_text, 1)
        phases = QWidget(self)
        self._phases = column(phases, gap=SPACE_BETWEEN)
        lines = column(self, gap=SPACE_BETWEEN)
        for widget in (self._lead, self._over, phases):
            lines.addWidget(widget)

    def show_view(self, view: GuideView, *, can_save: bool) -> None:
        """Show these steps. What was open stays open, unless another step has become the next."""
        self._lead_text.setText(view.lead)
        self._lead.setVisible(bool(view.lead))
        self._over_text.setText(view.over)
        self._over.setVisible(bool(view.over))
        if (view.phases, can_save) == self._shown:
            return
        focused: QWidget | None = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        before = {name for name, step in self.steps.items() if step.head.isChecked()}
        wanted = before if self._shown is not None and view.next_id == self._next else {view.next_id or ""}
        self._shown, self._next = (view.phases, can_save), view.next_id
        cleared(self._phases)
        self.steps = {}
        for phase in view.phases:
            put(self._phases, self._phase(phase, view, can_save=can_save))
        for name in wanted & self.steps.keys():
            self.steps[name].open()
        chosen = self.steps.get(view.next_id or "")
        if had_focus and chosen is not None and chosen.first is not None:
            lay_out_now()
            chosen.first.setFocus()

    def _phase(self, view: PhaseView, guide: GuideView, *, can_save: bool) -> QWidget:
        whole = QWidget()
        lines = column(whole, gap=SPACE_INSIDE)
        head = row(gap=SPACE_INSIDE)
        if view.is_complete:
            head.addWidget(Icon(self._theme, "done", colour="fine"))
        head.addWidget(PlainLabel(view.heading, role="title"))
        head.addWidget(PlainLabel(view.progress, role="muted"), 1)
        lines.addLayout(head)
        card = Card()
        inside = column(card, gap=0, around=4)
        for number, one in enumerate(view.steps):
            if number:
                inside.addWidget(Rule())
            step = GuideStep(self._theme, one, guide.words, can_save=can_save, parent=card)
            step.marked.connect(partial(self.marked.emit, one.id))
            step.letter_wanted.connect(self.letter_wanted)
            step.evidence_wanted.connect(self.evidence_wanted)
            step.turned.connect(partial(self._turned, one.id))
            inside.addWidget(step)
            self.steps[one.id] = step
        lines.addWidget(card)
        return whole

    def _turned(self, name: str, is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        """One is read at a time."""
        if is_open:
            for other, step in self.steps.items():
                if other != name:
                    step.close_again()
