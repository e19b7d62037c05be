"""The steps of an incident by phase; the next one is open, the others wait as lines."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from sentwatch.ui.presenters.incident import GuideView, PhaseView, StepView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.frames import Card, Rule, cleared, column, lay_out_now, put, row
from sentwatch.ui.widgets.guide_step import GuideStep
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import PlainLabel, Prose


class Steps(QWidget):
    """`marked` carries a step's id and the Mark."""

    marked = Signal(str, object)
    letter_wanted = Signal(str)
    evidence_wanted = Signal()
    another_wanted = Signal()

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: object = None
        self._next: str | None = None
        self.steps: dict[str, GuideStep] = {}
        self._heads: list[_PhaseHead] = []
        self._inside: list[QVBoxLayout] = []
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
        self.another = Button(theme, "incident-over-another", icon="plus", parent=self._over)
        self.another.clicked.connect(self.another_wanted)
        told.addWidget(self.another)
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
        self.another.say(view.another)
        self.another.setVisible(bool(view.another))
        focused: QWidget | None = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        before = {name for name, step in self.steps.items() if step.head.isChecked()}
        wanted = before if self._shown is not None and view.next_id == self._next else {view.next_id or ""}
        has_changed = self._take(view, can_save=can_save)
        self._next = view.next_id
        for name, step in self.steps.items():
            if name in wanted:
                step.open()
            elif wanted is not before:
                step.close_again()
        chosen = self.steps.get(view.next_id or "")
        if has_changed and had_focus and chosen is not None and chosen.first is not None:
            lay_out_now()
            chosen.first.setFocus()

    def _take(self, view: GuideView, *, can_save: bool) -> bool:
        """Make what has changed anew; says whether anything has. A tick changes two steps of twenty."""
        shape = (view.words, can_save, tuple((one.heading, tuple(s.id for s in one.steps)) for one in view.phases))
        if shape != self._shown:
            self._shown = shape
            cleared(self._phases)
            self.steps, self._heads, self._inside = {}, [], []
            for phase in view.phases:
                put(self._phases, self._phase(phase, view, can_save=can_save))
            return True
        has_changed = False
        for phase, head, inside in zip(view.phases, self._heads, self._inside, strict=True):
            head.show_phase(phase)
            for one in phase.steps:
                old = self.steps[one.id]
                if old.view == one:
                    continue
                has_changed = True
                place = inside.indexOf(old)
                inside.removeWidget(old)
                old.hide()
                old.setParent(None)
                old.deleteLater()
                made = self._step(one, view, can_save=can_save)
                inside.insertWidget(place, made)
                made.show()
        return has_changed

    def _phase(self, view: PhaseView, guide: GuideView, *, can_save: bool) -> QWidget:
        whole = QWidget()
        lines = column(whole, gap=SPACE_INSIDE)
        head = _PhaseHead(self._theme, parent=whole)
        head.show_phase(view)
        lines.addWidget(head)
        card = Card()
        inside = column(card, gap=0, around=4)
        for number, one in enumerate(view.steps):
            if number:
                inside.addWidget(Rule())
            inside.addWidget(self._step(one, guide, can_save=can_save))
        lines.addWidget(card)
        self._heads.append(head)
        self._inside.append(inside)
        return whole

    def _step(self, view: StepView, guide: GuideView, *, can_save: bool) -> GuideStep:
        step = GuideStep(self._theme, view, guide.words, can_save=can_save)
        step.marked.connect(partial(self.marked.emit, view.id))
        step.letter_wanted.connect(self.letter_wanted)
        step.evidence_wanted.connect(self.evidence_wanted)
        step.turned.connect(partial(self._turned, view.id))
        self.steps[view.id] = step
        return step

    def _turned(self, name: str, is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        """One is read at a time."""
        if is_open:
            for other, step in self.steps.items():
                if other != name:
                    step.close_again()


class _PhaseHead(QWidget):
    def __init__(self, theme: Theme, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = Icon(theme, "done", colour="fine", parent=self)
        self._heading = PlainLabel(role="title", parent=self)
        self._progress = PlainLabel(role="muted", parent=self)
        lines = row(self, gap=SPACE_INSIDE)
        lines.addWidget(self._icon)
        lines.addWidget(self._heading)
        lines.addWidget(self._progress, 1)

    def show_phase(self, view: PhaseView) -> None:
        self._icon.setVisible(view.is_complete)
        self._heading.setText(view.heading)
        self._progress.setText(view.progress)
