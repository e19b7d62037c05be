"""The self-check: how far it is, question after question with its answers side by side, and what it comes to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.ui.presenters.self_check import SelfCheckView, SelfPartView, SelfQuestionView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import Card, cleared, column, put, row, unseen
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.share_bar import ShareBar
from sentwatch.ui.widgets.text import PlainLabel, Prose
from sentwatch.ui.widgets.tool_pane import ToolPane


class SelfCheckPane(ToolPane):
    """`answered` carries a question's id and a SelfAnswer."""

    answered = Signal(str, object)
    seen_taken = Signal()
    finished = Signal()

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, "self-check", parent=parent)
        self._last = Prose(role="muted", parent=self.inner)
        self._facts = Prose(role="muted", parent=self.inner)
        self._points = PlainLabel(role="strong", parent=self.inner)
        self._bar = ShareBar("self-check-bar", parent=self.inner)
        self.take_seen = Button(theme, "self-check-take-seen", icon="done", parent=self.inner)
        self.take_seen.clicked.connect(self.seen_taken)
        self._parts = QWidget(self.inner)
        self._part_lines = column(self._parts, gap=20)
        self.questions: dict[str, _Question] = {}
        self._headings: list[PlainLabel] = []
        self.result = _ResultCard()
        self.finish = Button(theme, "self-check-finish", kind=Kind.PRIMARY, parent=self.inner)
        self.finish.clicked.connect(self.finished)
        far = row(gap=SPACE_INSIDE)
        far.addWidget(self._facts, 1)
        far.addWidget(self._points)
        self.lines.addWidget(self._last)
        self.lines.addLayout(far)
        self.lines.addWidget(self._bar)
        self.lines.addWidget(self.take_seen, 0, Qt.AlignmentFlag.AlignLeft)
        self.lines.addWidget(self._parts)
        self.lines.addWidget(self.result)
        self.lines.addWidget(self.finish, 0, Qt.AlignmentFlag.AlignLeft)

    def show_view(self, view: SelfCheckView) -> None:
        """Show the questionnaire."""
        self.say_head(back=view.back, title=view.title, lead=view.lead)
        self._last.setText(view.last)
        self._last.setVisible(bool(view.last))
        self._facts.setText(view.facts)
        self._points.setText(view.points)
        self._bar.show_share(view.share, view.facts)
        self.take_seen.say(view.take_seen)
        self.take_seen.setVisible(bool(view.take_seen))
        wanted = [question.id for part in view.parts for question in part.questions]
        if wanted != list(self.questions):
            with unseen(self._parts):
                self._build(view.parts)
                self._show_questions(view)
        else:
            self._show_questions(view)
        self.result.setVisible(bool(view.result))
        self.result.show_view(view)
        self.finish.say(view.finish)
        self.finish.setEnabled(view.can_finish)
        self.finish.setAccessibleDescription(view.facts)

    def _show_questions(self, view: SelfCheckView) -> None:
        for heading, part in zip(self._headings, view.parts, strict=True):
            heading.setText(part.title)
            for question in part.questions:
                self.questions[question.id].show_view(question, view.choices)

    def _build(self, parts: tuple[SelfPartView, ...]) -> None:
        cleared(self._part_lines)
        self.questions, self._headings = {}, []
        for part in parts:
            heading = PlainLabel(role="strong")
            self._headings.append(heading)
            put(self._part_lines, heading)
            for question in part.questions:
                made = _Question(self.theme, question.id)
                made.answers.chosen.connect(lambda value, name=question.id: self.answered.emit(name, value))
                self.questions[question.id] = made
                put(self._part_lines, made)


class _Question(QWidget):
    def __init__(self, theme: Theme, question: str) -> None:
        super().__init__()
        self._text = Prose(parent=self)
        self._seen = Prose(role="muted", parent=self)
        self.answers = Segments(theme, f"self-check-{question}", begins_empty=True, parent=self)
        lines = column(self, gap=6)
        lines.addWidget(self._text)
        lines.addWidget(self.answers)
        lines.addWidget(self._seen)

    def show_view(self, view: SelfQuestionView, choices: tuple[tuple[object, str], ...]) -> None:
        self._text.setText(view.text)
        self.answers.say(view.text, choices)
        self.answers.take(view.chosen)
        self._seen.setText(view.seen)
        self._seen.setVisible(bool(view.seen))


class _ResultCard(Card):
    def __init__(self) -> None:
        super().__init__(tone="steps")
        self.setObjectName("self-check-result")
        self._points = Prose(role="title", parent=self)
        self._text = Prose(parent=self)
        self._heading = PlainLabel(role="small-strong", parent=self)
        self._first = QWidget(self)
        self._lines = column(self._first, gap=4)
        self._shown: tuple[str, ...] = ()
        told = column(self, gap=SPACE_INSIDE, around=SPACE_BETWEEN)
        for widget in (self._points, self._text, self._heading, self._first):
            told.addWidget(widget)

    def show_view(self, view: SelfCheckView) -> None:
        self._points.setText(view.points)
        self._text.setText(view.result)
        self._heading.setText(view.first_heading)
        for widget in (self._heading, self._first):
            widget.setVisible(bool(view.first))
        if view.first == self._shown:
            return
        self._shown = view.first
        cleared(self._lines)
        for number, text in enumerate(view.first, start=1):
            line = QWidget()
            beside = row(line, gap=0)
            mark = Prose(f"{number}.", role="quiet")
            mark.setFixedWidth(24)
            beside.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            beside.addWidget(Prose(text), 1)
            put(self._lines, line)
