"""The list of lessons: for whom, which ones, and who is added to those who learn."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.ui.presenters.lessons import NOBODY, LessonsView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.chooser import Chooser
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import Card, column, row
from sentwatch.ui.widgets.step_list import StepList
from sentwatch.ui.widgets.text import PlainLabel, Prose
from sentwatch.ui.widgets.tool_pane import ToolPane

_NAME_CHARACTERS = 60


class LessonsPane(ToolPane):
    """`lesson_wanted` carries a lesson's id; `person_added` and `person_forgotten` a name."""

    lesson_wanted = Signal(str)
    person_chosen = Signal(object)
    person_added = Signal(str)
    person_forgotten = Signal(str)

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, "lessons", parent=parent)
        self._who = PlainLabel(role="small-strong", parent=self.inner)
        self.people = Chooser(theme, "lessons-who", parent=self.inner)
        self.people.chosen.connect(self.person_chosen)
        self.forget = Button(theme, "lessons-forget", kind=Kind.QUIET, parent=self.inner)
        self.forget.clicked.connect(lambda: self.person_forgotten.emit(self.person))
        self.list = StepList(theme, "lessons-list")
        self.list.opened.connect(self.lesson_wanted)
        card = Card(parent=self.inner)
        inside = column(card, gap=0, around=8)
        inside.addWidget(self.list)
        self._kept = Prose(role="muted", parent=self.inner)
        self.name = FormRow("lessons-name")
        self.name.field.setMaxLength(_NAME_CHARACTERS)
        self.name.field.returnPressed.connect(self._add)
        self.add = Button(theme, "lessons-add", icon="plus", parent=self.inner)
        self.add.clicked.connect(self._add)
        who = column(asked := QWidget(self.inner), gap=4)
        who.addWidget(self._who)
        beside = row(gap=SPACE_INSIDE)
        beside.addWidget(self.people)
        beside.addWidget(self.forget)
        beside.addStretch(1)
        who.addLayout(beside)
        self.lines.addWidget(asked)
        self.lines.addWidget(card)
        self.lines.addWidget(self._kept)
        self.lines.addWidget(self.name)
        self.lines.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def person(self) -> str:
        """Who is learning; empty for nobody by name."""
        value = self.people.value
        return value if isinstance(value, str) else NOBODY

    def show_view(self, view: LessonsView, person: str) -> None:
        """Show the lessons as they stand for this person."""
        self.say_head(back=view.back, title=view.title, lead=view.lead)
        self._who.setText(view.who)
        self.people.say_choices(view.who, view.people)
        self.people.take(person)
        self.forget.say(view.forget)
        self.forget.setVisible(bool(self.person))
        self.list.setAccessibleName(view.list_name)
        self.list.show_rows(view.rows)
        self._kept.setText(view.kept)
        self.name.say(view.add_label, view.add_hint)
        self.add.say(view.add)

    def _add(self) -> None:
        name = self.name.field.text().strip()
        if name:
            self.name.field.clear()
            self.person_added.emit(name)
