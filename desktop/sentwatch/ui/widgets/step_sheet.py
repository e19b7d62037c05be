"""One step of the checklist to read and to answer, in large type, with its guide below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from sentwatch.service.checklist import NOTE_CHARACTERS
from sentwatch.ui.presenters.checklist_step import StepPageView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import BackButton, Button, Kind
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import Card, Rule, cleared, column, put, row
from sentwatch.ui.widgets.guide_view import GuideView
from sentwatch.ui.widgets.link_row import LinkRow
from sentwatch.ui.widgets.step_answer import StepAnswerPart
from sentwatch.ui.widgets.step_stand import StepStandCard
from sentwatch.ui.widgets.text import PlainLabel, Prose

if TYPE_CHECKING:
    from sentwatch.texts.guide import Guide

_READABLE: Final = 760
"""Longer lines are hard to come back from."""


class StepSheet(QWidget):
    """`step_wanted` carries a step's id, `guide_wanted` a guide's name, `outside_wanted` an address, `tool_wanted` a
    Tool, `noted` a step's id and what was written.
    """  # noqa: D205

    back_wanted = Signal()
    step_wanted = Signal(str)
    guide_wanted = Signal(str)
    outside_wanted = Signal(str)
    tool_wanted = Signal(object)
    noted = Signal(str, str)

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: StepPageView | None = None
        self.back = BackButton(theme, "step-back", parent=self)
        self.back.clicked.connect(self.back_wanted)
        self.previous = Button(theme, "step-previous", kind=Kind.QUIET, icon="chevron-left", parent=self)
        self.previous.clicked.connect(lambda: self._turn(self._view.previous_id if self._view else ""))
        self.following = Button(theme, "step-following", kind=Kind.QUIET, icon="chevron-right", parent=self)
        self.following.clicked.connect(lambda: self._turn(self._view.following_id if self._view else ""))
        self._place = Prose(role="muted", parent=self)
        self._title = Prose(role="title", parent=self)
        self._why = Prose(role="reading", parent=self)
        self.stand = StepStandCard(theme, parent=self)
        self._how = _HowCard(theme)
        self._how.outside_wanted.connect(self.outside_wanted)
        self.tool = Button(theme, "step-tool", icon="chevron-right", parent=self)
        self.tool.clicked.connect(self._open_tool)
        self.answer = StepAnswerPart(theme, parent=self)
        self.answer.go_on.clicked.connect(lambda: self._turn(self._view.go_on_id if self._view else ""))
        self.note = FormRow("step-note", QLineEdit())
        self.note.field.setMaxLength(NOTE_CHARACTERS)
        self.note.field.editingFinished.connect(self._keep_note)
        self._guide_heading = Prose(role="title", parent=self)
        self._guide = GuideView(theme, "step-guide", parent=self)
        self._guide.guide_wanted.connect(self.guide_wanted)
        self._guide.page_wanted.connect(self.outside_wanted)
        self._sources = QWidget(self)
        self._source_lines = column(self._sources, gap=4)
        self._source_lines.setContentsMargins(28, 0, 0, 0)
        self._fold = Fold(theme, "step-sources", self._sources, parent=self)
        self._shown_sources: tuple[str, ...] = ()
        self._build()

    def _build(self) -> None:
        top = row(gap=4)
        top.addWidget(self.back)
        top.addStretch(1)
        top.addWidget(self.previous)
        top.addWidget(self.following)
        sheet = Card(parent=self)
        inner = QWidget(sheet)
        inner.setMaximumWidth(_READABLE)
        outer = row(sheet, gap=0, around=SPACE_AROUND)
        outer.addWidget(inner, _READABLE)
        outer.addStretch(1)
        lines = column(inner, gap=SPACE_BETWEEN)
        head = column(titles := QWidget(inner), gap=4)
        head.addWidget(self._place)
        head.addWidget(self._title)
        self._rule = Rule(parent=inner)
        for widget in (
            titles, self._why, self.stand, self._how, self.tool, self.answer, self.note, self._rule,
            self._guide_heading, self._guide, self._fold,
        ):  # fmt: skip
            lines.addWidget(widget)
        whole = column(self, gap=SPACE_INSIDE)
        whole.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        whole.addLayout(top)
        whole.addWidget(sheet)
        whole.addStretch(1)

    @property
    def view(self) -> StepPageView | None:
        """What is shown."""
        return self._view

    def show_view(self, view: StepPageView) -> None:
        """Show this step; a note that is being written stays."""
        is_other = self._view is None or self._view.id != view.id
        self._view = view
        self.back.say(view.back)
        self.previous.say_by_icon(view.previous)
        self.previous.setEnabled(bool(view.previous_id))
        self.following.say_by_icon(view.following)
        self.following.setEnabled(bool(view.following_id))
        self._place.setText(view.place)
        self._title.setText(view.title)
        self._why.setText(view.why)
        self.stand.show_view(view.stand)
        self._how.show_view(view)
        self.tool.setVisible(view.tool is not None)
        self.tool.say(view.tool_text)
        self.answer.show_view(view)
        self._guide_heading.setText(view.guide_heading)
        self.note.say(view.note_label, view.note_hint)
        if is_other or not self.note.field.hasFocus():
            with QSignalBlocker(self.note.field):
                self.note.field.setText(view.note)
        if is_other:
            self.show_guide(None)
        self._fold.setVisible(bool(view.sources))
        self._fold.say(view.sources_heading)
        if view.sources != self._shown_sources:
            self._shown_sources = view.sources
            cleared(self._source_lines)
            for source in view.sources:
                put(self._source_lines, Prose(source, role="muted"))

    def show_guide(self, guide: Guide | None) -> bool:
        """Show the step's guide, None while there is none; says whether something else is shown now."""
        was_shown = self._guide.isVisibleTo(self)
        is_other = self._guide.show_guide(guide) if guide is not None else False
        for widget in (self._rule, self._guide_heading, self._guide):
            widget.setVisible(guide is not None)
        return is_other or was_shown != (guide is not None)

    def _turn(self, step_id: str) -> None:
        if step_id:
            self.step_wanted.emit(step_id)

    def _open_tool(self) -> None:
        if self._view is not None and self._view.tool is not None:
            self.tool_wanted.emit(self._view.tool)

    def _keep_note(self) -> None:
        if self._view is not None and self.note.field.text().strip() != self._view.note:
            self.noted.emit(self._view.id, self.note.field.text())


class _HowCard(Card):
    """What to do, and where at the provider."""

    outside_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(tone="steps")
        self._theme = theme
        self._heading = PlainLabel(role="small-strong", parent=self)
        self._hows = QWidget(self)
        self._how_lines = column(self._hows, gap=SPACE_INSIDE)
        self._links_heading = PlainLabel(role="small-strong", parent=self)
        self._links = QWidget(self)
        self._link_lines = column(self._links, gap=0)
        self._note = Prose(role="muted", parent=self)
        self._shown: tuple[object, ...] = ()
        lines = column(self, gap=SPACE_INSIDE)
        lines.setContentsMargins(SPACE_BETWEEN, 14, SPACE_BETWEEN, SPACE_BETWEEN)
        for widget in (self._heading, self._hows, self._links_heading, self._links, self._note):
            lines.addWidget(widget)

    def show_view(self, view: StepPageView) -> None:
        self._heading.setText(view.how_heading)
        self._links_heading.setText(view.links_heading)
        self._note.setText(view.links_note)
        for widget in (self._links_heading, self._links):
            widget.setVisible(bool(view.links))
        self._note.setVisible(bool(view.links_note))
        if self._shown == (view.hows, view.links):
            return
        self._shown = (view.hows, view.links)
        cleared(self._how_lines)
        for text in view.hows:
            put(self._how_lines, self._line(text, has_mark=len(view.hows) > 1))
        cleared(self._link_lines)
        for number, link in enumerate(view.links):
            made = LinkRow(self._theme, f"step-link-{number}", link.text, detail=link.detail, icon="outside")
            made.clicked.connect(lambda _checked=False, url=link.url: self.outside_wanted.emit(url))
            put(self._link_lines, made)

    def _line(self, text: str, *, has_mark: bool) -> QWidget:
        made = QWidget()
        line = row(made, gap=0)
        if has_mark:
            mark = Prose("•", role="reading-mark")
            mark.setFixedWidth(20)
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Prose(text, role="reading"), 1)
        return made
