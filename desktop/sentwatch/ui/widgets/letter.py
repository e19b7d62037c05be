"""A finding that reads like a letter, with evidence folded below and two plain answers."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from sentwatch.core.incidents import Answer
from sentwatch.ui.presenters.letter import AnswersView, LetterView, SectionView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.frames import Card, cleared, column, put, row
from sentwatch.ui.widgets.shapes import Badge
from sentwatch.ui.widgets.text import PlainLabel, Prose

COPIED_MS = 1_500
_READABLE = 760
"""Longer lines are hard to come back from."""


class Letter(Card):
    """Shows one finding. `answered` carries the reference and the Answer, `guide_wanted` the reference."""

    answered = Signal(object, object)
    guide_wanted = Signal(object)

    def __init__(self, theme: Theme, name: str = "letter", *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName(name)
        self._theme = theme
        self._view: LetterView | None = None
        self._badge = Badge(theme, parent=self)
        self._facts = Prose(role="muted", parent=self)
        self._title = Prose(role="title", parent=self)
        self._lead = Prose(parent=self)
        self._answers = Answers(theme, name, parent=self)
        self._answers.answered.connect(self._answer)
        self.guide = Button(theme, f"{name}-guide", kind=Kind.PRIMARY, icon="incident", parent=self)
        self.guide.clicked.connect(self._want_guide)
        self._body = QWidget(self)
        self._sections = column(self._body, gap=SPACE_BETWEEN)
        self._evidence = Evidence(theme, name, parent=self)
        self._fold = Fold(theme, f"{name}-evidence", self._evidence, parent=self)
        outer = row(self, gap=0, around=SPACE_AROUND)
        inner = QWidget(self)
        inner.setMaximumWidth(_READABLE)
        outer.addWidget(inner, _READABLE)
        outer.addStretch(1)
        lines = column(inner, gap=12)
        head = row(gap=12)
        head.addWidget(self._badge)
        head.addWidget(self._facts, 1)
        lines.addLayout(head)
        lines.addWidget(self._title)
        lines.addWidget(self._lead)
        lines.addWidget(self._answers)
        lines.addWidget(self.guide)
        lines.addWidget(self._body)
        lines.addWidget(self._fold)

    @property
    def view(self) -> LetterView | None:
        """What is shown."""
        return self._view

    def show_view(self, view: LetterView) -> None:
        """Show this finding."""
        before, self._view = self._view, view
        self._badge.show_severity(view.severity, view.badge)
        self._facts.setText(view.facts)
        self._title.setText(view.title)
        self._lead.setText(view.lead)
        self._lead.setVisible(bool(view.lead))
        self._answers.setVisible(view.answers is not None)
        if view.answers is not None:
            self._answers.show_view(view.answers)
        self.guide.say(view.guide)
        self.guide.setVisible(bool(view.guide))
        if before is None or before.sections != view.sections:
            cleared(self._sections)
            for section in view.sections:
                put(self._sections, _section(section))
        self._fold.setVisible(bool(view.evidence))
        self._fold.say(view.evidence_heading)
        self._evidence.show_view(view)
        self.setAccessibleName(view.title)

    def open_evidence(self) -> None:
        """Unfold the evidence."""
        self._fold.open()

    def _want_guide(self) -> None:
        if self._view is not None:
            self.guide_wanted.emit(self._view.ref)

    def _answer(self, answer: Answer) -> None:
        if self._view is not None:
            self.answered.emit(self._view.ref, answer)


class Answers(QWidget):
    """The question only the owner can answer, and its two answers."""

    answered = Signal(object)

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question = Prose(role="strong", parent=self)
        self.me = Button(theme, f"{name}-that-was-me", parent=self)
        self.not_me = Button(theme, f"{name}-not-me", parent=self)
        self._given = Prose(role="quiet", parent=self)
        self.me.clicked.connect(lambda: self.answered.emit(Answer.THAT_WAS_ME))
        self.not_me.clicked.connect(lambda: self.answered.emit(Answer.NOT_ME))
        lines = column(self, gap=SPACE_INSIDE)
        lines.addWidget(self._question)
        asked = row(gap=SPACE_INSIDE)
        asked.addWidget(self.me)
        asked.addWidget(self.not_me)
        asked.addStretch(1)
        lines.addLayout(asked)
        lines.addWidget(self._given)

    def show_view(self, view: AnswersView) -> None:
        """Ask, or tell what was answered; an answer can be changed."""
        self._question.setText(view.question)
        self.me.say(view.that_was_me)
        self.not_me.say(view.not_me)
        self._given.setText(view.given)
        self._given.setVisible(bool(view.given))
        self.me.setEnabled(view.chosen is not Answer.THAT_WAS_ME)
        self.not_me.setEnabled(view.chosen is not Answer.NOT_ME)


class Evidence(QWidget):
    """What we saw, label by label, and a button that copies it."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: LetterView | None = None
        self._table = QWidget(self)
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_BETWEEN)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.copy = Button(theme, f"{name}-copy", icon="copy", parent=self)
        self.copy.clicked.connect(self._copy)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(COPIED_MS)
        self._back.timeout.connect(self._say_copy)
        lines = column(self, gap=12)
        lines.setContentsMargins(28, 0, 0, 0)
        lines.addWidget(self._table)
        lines.addWidget(self.copy)

    def show_view(self, view: LetterView) -> None:
        """Show the evidence of this finding."""
        before, self._view = self._view, view
        if before is None or before.evidence != view.evidence:
            cleared(self._grid)
            for number, (label, value) in enumerate(view.evidence):
                left = Prose(label, role="muted", parent=self._table)
                left.setFixedWidth(168)
                right = Prose(value, role="small", parent=self._table)
                self._grid.addWidget(left, number, 0, Qt.AlignmentFlag.AlignTop)
                self._grid.addWidget(right, number, 1)
                left.show()
                right.show()
        self._say_copy()

    def _copy(self) -> None:
        if self._view is not None:
            QGuiApplication.clipboard().setText(self._view.evidence_text)
            self.copy.say(self._view.copied)
            self.copy.set_icon("done")
            self._back.start()

    def _say_copy(self) -> None:
        if self._view is not None:
            self.copy.say(self._view.copy)
            self.copy.set_icon("copy")


def _section(view: SectionView) -> QWidget:
    made = Card(tone="steps") if view.is_to_do else QWidget()
    lines = column(made, gap=4, around=12 if view.is_to_do else 0)
    lines.addWidget(PlainLabel(view.heading, role="small-strong"))
    for number, paragraph in enumerate(view.paragraphs):
        if not view.marks:
            lines.addWidget(Prose(paragraph))
            continue
        line = QHBoxLayout()
        line.setSpacing(SPACE_INSIDE)
        mark = Prose(view.marks[number], role="quiet")
        mark.setFixedWidth(16)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Prose(paragraph), 1)
        lines.addLayout(line)
    return made
