"""One lesson: a page at a time in large type, what to remember, and the quiz with its reasons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.ui.presenters.lessons import LessonPageView, QuizQuestionView, QuizView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.choice import Choice
from sentwatch.ui.widgets.frames import Card, cleared, column, put, row, unseen
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.share_bar import ShareBar
from sentwatch.ui.widgets.text import PlainLabel, Prose
from sentwatch.ui.widgets.tool_pane import ToolPane


class LessonPane(ToolPane):
    """`turned` carries -1 or 1, `picked` a question's id and the place of the choice."""

    turned = Signal(int)
    picked = Signal(str, int)
    again_wanted = Signal()

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, "lesson", parent=parent)
        self._bar = ShareBar("lesson-bar", parent=self.inner)
        self._facts = Prose(role="muted", parent=self.inner)
        self._text = Prose(role="large", parent=self.inner)
        self._remember = Card(tone="steps", parent=self.inner)
        self._remember_heading = PlainLabel(role="accent-small", parent=self._remember)
        self._remember_text = Prose(role="title", parent=self._remember)
        told = column(self._remember, gap=2, around=SPACE_BETWEEN)
        told.addWidget(self._remember_heading)
        told.addWidget(self._remember_text)
        self._questions = QWidget(self.inner)
        self._question_lines = column(self._questions, gap=20)
        self.parts: list[_QuestionPart] = []
        self._result = _ResultCard(theme)
        self.again = Button(theme, "lesson-again", parent=self.inner)
        self.again.clicked.connect(self.again_wanted)
        self.done = Button(theme, "lesson-done", kind=Kind.PRIMARY, parent=self.inner)
        self.done.clicked.connect(self.back_wanted)
        self.previous = Button(theme, "lesson-previous", icon="chevron-left", parent=self.inner)
        self.previous.clicked.connect(lambda: self.turned.emit(-1))
        self.following = Button(theme, "lesson-following", kind=Kind.PRIMARY, parent=self.inner)
        self.following.clicked.connect(lambda: self.turned.emit(1))
        for widget in (self._bar, self._facts, self._text, self._remember, self._questions, self._result):
            self.lines.addWidget(widget)
        self.lines.addSpacing(SPACE_INSIDE)
        buttons = row(gap=SPACE_INSIDE)
        for button in (self.previous, self.following, self.again, self.done):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.lines.addLayout(buttons)

    def show_page(self, view: LessonPageView) -> None:
        """Show a page to read."""
        self._arrange(is_quiz=False)
        self.say_head(back=view.back, title=view.title, lead="")
        self._bar.show_share(view.share, view.facts)
        self._facts.setText(view.facts)
        self._text.setText(view.text)
        self._remember.setVisible(view.is_last)
        self._remember_heading.setText(view.remember_heading)
        self._remember_text.setText(view.remember)
        self.previous.say(view.previous)
        self.previous.setVisible(bool(view.previous))
        self.following.say(view.following)

    def show_quiz(self, view: QuizView) -> None:
        """Show the questions, as far as they are answered."""
        self._arrange(is_quiz=True)
        self.say_head(back=view.back, title=view.title, lead="")
        self._bar.show_share(view.share, view.facts)
        self._facts.setText(view.facts)
        if [one.id for one in self.parts] != [question.id for question in view.questions]:
            with unseen(self._questions):
                self._build(view)
        for part, question in zip(self.parts, view.questions, strict=True):
            part.show_view(question)
        self._result.setVisible(bool(view.result))
        self._result.show_view(view)
        self.again.say(view.again)
        self.again.setVisible(bool(view.result) and not view.is_passed)
        self.done.say(view.done)
        self.done.setVisible(view.is_passed)

    def _build(self, view: QuizView) -> None:
        cleared(self._question_lines)
        self.parts = []
        for question in view.questions:
            part = _QuestionPart(self.theme, question)
            part.show_view(question)
            part.picked.connect(self.picked)
            self.parts.append(part)
            put(self._question_lines, part)

    def _arrange(self, *, is_quiz: bool) -> None:
        for widget in (self._text, self._remember, self.previous, self.following):
            widget.setVisible(not is_quiz)
        for part in (self._questions, self._result, self.again, self.done):
            part.setVisible(is_quiz)


class _QuestionPart(QWidget):
    picked = Signal(str, int)

    def __init__(self, theme: Theme, view: QuizQuestionView) -> None:
        super().__init__()
        self.id = view.id
        self._text = Prose(role="reading", parent=self)
        self._because = Prose(role="quiet", parent=self)
        self._because.setContentsMargins(2, 0, 0, 0)
        self.choices = [Choice(theme, f"quiz-{view.id}-{place}", parent=self) for place in range(len(view.choices))]
        lines = column(self, gap=SPACE_INSIDE)
        lines.addWidget(self._text)
        for place, choice in enumerate(self.choices):
            choice.clicked.connect(lambda _checked=False, place=place: self.picked.emit(self.id, place))
            lines.addWidget(choice)
        lines.addWidget(self._because)

    def show_view(self, view: QuizQuestionView) -> None:
        self._text.setText(f"{view.number}. {view.text}")
        for choice, shown in zip(self.choices, view.choices, strict=True):
            choice.show_view(shown, is_answered=view.is_answered)
        self._because.setText(view.because)
        self._because.setVisible(bool(view.because))


class _ResultCard(Card):
    def __init__(self, theme: Theme) -> None:
        super().__init__(tone="steps")
        self.setObjectName("lesson-result")
        self._icon = Icon(theme, "fine", colour="fine", size=24, parent=self)
        self._result = Prose(role="title", parent=self)
        self._detail = Prose(parent=self)
        lines = row(self, gap=12, around=SPACE_BETWEEN)
        lines.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget(self)
        beside = column(told, gap=2)
        beside.addWidget(self._result)
        beside.addWidget(self._detail)
        lines.addWidget(told, 1)

    def show_view(self, view: QuizView) -> None:
        self._icon.show_icon(*(("fine", "fine") if view.is_passed else ("notice", "notice")))
        self._result.setText(view.result)
        self._detail.setText(view.detail)
