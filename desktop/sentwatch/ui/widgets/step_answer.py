"""What only a person can say of a step: done, not yet, does not apply; or later. Every answer can be undone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.core.playbooks.checklist import StepState
from sentwatch.ui.presenters.checklist_step import StepPageView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.menu_button import MenuButton
from sentwatch.ui.widgets.text import Prose

_CHOICES = (
    (StepState.OK, Kind.PRIMARY),
    (StepState.NOT_OK, Kind.PLAIN),
    (StepState.NOT_APPLICABLE, Kind.PLAIN),
)


class StepAnswerPart(QWidget):
    """`answered` carries a StepState, `put_off` a number of days."""

    answered = Signal(object)
    put_off = Signal(object)
    undone = Signal()

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = Prose(role="strong", parent=self)
        self.choices = {
            state: Button(theme, f"step-answer-{state.value}", kind=kind, parent=self) for state, kind in _CHOICES
        }
        for state, button in self.choices.items():
            button.clicked.connect(lambda _checked=False, state=state: self.answered.emit(state))
        self.later = MenuButton(theme, "step-later", icon="later", kind=Kind.QUIET, parent=self)
        self.later.wanted.connect(self.put_off)
        self._given = Prose(role="quiet", parent=self)
        self._given.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.undo = Button(theme, "step-undo", kind=Kind.QUIET, parent=self)
        self.undo.clicked.connect(self.undone)
        self.go_on = Button(theme, "step-go-on", kind=Kind.PRIMARY, icon="chevron-right", parent=self)
        asked = row(gap=SPACE_INSIDE)
        for button in self.choices.values():
            asked.addWidget(button)
        asked.addWidget(self.later)
        asked.addStretch(1)
        told = row(gap=SPACE_INSIDE)
        told.addWidget(self._given, 1)
        told.addWidget(self.undo)
        told.addWidget(self.go_on)
        lines = column(self, gap=SPACE_INSIDE)
        lines.addWidget(self._heading)
        lines.addLayout(asked)
        lines.addLayout(told)

    def show_view(self, view: StepPageView) -> None:
        """Ask, and tell what was answered."""
        answer = view.answer
        self._heading.setText(answer.heading)
        self._heading.setVisible(bool(answer.heading))
        said = dict(answer.choices)
        for state, button in self.choices.items():
            button.setVisible(state in said)
            if state in said:
                button.say(said[state])
                button.setEnabled(state is not answer.chosen)
        self.later.setVisible(bool(answer.later))
        self.later.say_entries(answer.later, answer.later_days)
        self._given.setText(answer.given)
        self.undo.say(answer.undo)
        self.go_on.say(view.go_on)
        self.go_on.setVisible(bool(view.go_on_id) and not view.is_waiting)

    def offer_undo(self, *, can_undo: bool) -> None:
        """Whether there is something to take back."""
        self.undo.setVisible(can_undo)
