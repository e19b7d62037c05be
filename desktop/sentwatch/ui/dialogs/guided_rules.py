"""Looking at rules by hand where no program can: the provider's pages, what to look for, and what was seen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sentwatch.core.guided_rules import GuidedState, Look
from sentwatch.service.guided_rules import MAX_NOTE
from sentwatch.ui.dialogs.sheet import Sheet
from sentwatch.ui.outside import open_outside
from sentwatch.ui.presenters.rule_dialogs import GuideStepView, GuideView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.chooser import Chooser
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import Card, column, row
from sentwatch.ui.widgets.text import PlainLabel, Prose

_WIDTH = 600


class GuidedRulesDialog(Sheet):
    """Accepted means: keep `states` and `note`."""

    def __init__(self, theme: Theme, view: GuideView, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, "guided-rules", title=view.title, icon="rules", width=_WIDTH, parent=parent)
        self._view = view
        self.body.addWidget(Prose(view.intro, role="quiet"))
        if view.before:
            self.body.addWidget(Prose(view.before, role="fine"))
        self.choices: dict[Look, Chooser] = {}
        for step, taken in zip(view.steps, view.taken, strict=True):
            self.body.addWidget(self._step(step, taken))
        self.found = Prose(view.found, role="error")
        self.body.addWidget(self.found)
        self.entry = FormRow("guided-note")
        self.entry.say(view.note_label)
        self.entry.field.setMaxLength(MAX_NOTE)
        self.entry.field.setText(view.note)
        self.body.addWidget(self.entry)
        self.cancel = self.add_button(Button(theme, "guided-cancel", view.cancel))
        self.cancel.clicked.connect(self.reject)
        self.save = self.add_button(Button(theme, "guided-save", view.save, kind=Kind.PRIMARY))
        self.save.setDefault(True)
        self.save.clicked.connect(self._keep)
        self._tell()

    @property
    def states(self) -> Mapping[Look, GuidedState]:
        """What was answered; pages that were not looked at are left out."""
        given = {look: choice.value for look, choice in self.choices.items()}
        return {look: state for look, state in given.items() if isinstance(state, GuidedState)}

    @property
    def note(self) -> str:
        """The note to it."""
        return self.entry.field.text().strip()

    def _step(self, view: GuideStepView, taken: GuidedState | None) -> QWidget:
        made = Card()
        lines = column(made, gap=SPACE_INSIDE, around=12)
        lines.addWidget(Prose(view.title, role="strong"))
        if view.where:
            lines.addWidget(Prose(view.where, role="small"))
        if view.open:
            link = Button(self.theme, f"guided-open-{view.look.value}", view.open, icon="chevron-right")
            link.setAccessibleDescription(view.title)
            link.setToolTip(view.url)
            link.clicked.connect(lambda: open_outside(view.url))
            lines.addWidget(link)
        for text in view.look_for:
            line = QHBoxLayout()
            line.setSpacing(SPACE_INSIDE)
            mark = Prose("•", role="quiet")
            mark.setFixedWidth(12)
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Prose(text, role="small"), 1)
            lines.addLayout(line)
        lines.addWidget(Prose(view.remove, role="muted"))
        choice = Chooser(self.theme, f"guided-answer-{view.look.value}")
        choice.say_choices(f"{view.title}: {view.question}", self._view.states)
        choice.take(taken)
        choice.chosen.connect(self._tell)
        asked = row(gap=12)
        asked.addWidget(PlainLabel(view.question, role="small-strong"))
        asked.addWidget(choice)
        asked.addStretch(1)
        lines.addLayout(asked)
        self.choices[view.look] = choice
        return made

    def _tell(self) -> None:
        self.found.setVisible(GuidedState.FOUND_UNKNOWN in self.states.values())
        self.fit()

    def _keep(self) -> None:
        if self.states:
            self.accept()
            return
        self.entry.set_error(self._view.missing)
        self.fit()
