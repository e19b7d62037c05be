"""One step of the incident guide: a line that opens, and below it what to do, with everything at hand."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sentwatch.core.playbooks.incident_progress import Mark
from sentwatch.ui.outside import open_outside
from sentwatch.ui.presenters.incident import DeskView, LinkView, StepView, StepWords
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import ICON, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.pressable import Pressable
from sentwatch.ui.widgets.text import PlainLabel, Prose

_LOOK = {Mark.DONE: ("done", "fine"), Mark.SKIPPED: ("minus", "muted"), Mark.UNDONE: ("ring", "muted")}
_INDENT = 12 + ICON + 12
_READABLE = 720


class GuideStepHead(Pressable):
    """The line of a step: its state, its title, and a word on time."""

    def __init__(self, theme: Theme, view: StepView, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, f"step-{view.id}", parent=parent)
        self.setAccessibleName(view.spoken)
        self.setCheckable(True)
        name, colour = _LOOK[view.mark]
        state = Icon(theme, name, colour="accent" if view.is_next else colour, parent=self)
        title = Prose(view.title, role="strong" if view.is_next else "body", parent=self)
        facts = Prose(view.facts, role="muted", parent=self)
        self._turn = Icon(theme, "chevron-right", colour="muted", size=16, parent=self)
        lines = row(self, gap=12, around=10)
        lines.setContentsMargins(12, 10, 12, 10)
        lines.addWidget(state, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget(self)
        beside = column(told, gap=0)
        beside.addWidget(title)
        beside.addWidget(facts)
        lines.addWidget(told, 1)
        lines.addWidget(self._turn, 0, Qt.AlignmentFlag.AlignVCenter)
        for child in (told, title, facts):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.toggled.connect(self._show_turn)

    def _show_turn(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._turn.show_icon("chevron-down" if is_open else "chevron-right", "muted")


class GuideStep(QWidget):
    """`marked` carries the Mark that was chosen, `letter_wanted` the id of a text, `evidence_wanted` nothing."""

    marked = Signal(object)
    letter_wanted = Signal(str)
    evidence_wanted = Signal()
    turned = Signal(bool)

    def __init__(
        self, theme: Theme, view: StepView, words: StepWords, *, can_save: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.view = view
        self._words = words
        self._can_save = can_save
        self.head = GuideStepHead(theme, view, parent=self)
        self.head.toggled.connect(self._turn)
        self._body: QWidget | None = None
        self.first: Button | None = None
        """The button somebody presses next."""
        self._lines = column(self, gap=0)
        self._lines.addWidget(self.head)

    def open(self) -> None:
        """Show what to do."""
        self.head.setChecked(True)

    def close_again(self) -> None:
        """Show the line alone."""
        self.head.setChecked(False)

    def _turn(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        # Made when it is first opened: a guide has twenty steps, of which one is read.
        if self._body is None and is_open:
            self._body = self._made_body()
            self._lines.addWidget(self._body)
        if self._body is not None:
            self._body.setVisible(is_open)
        self.turned.emit(is_open)

    def _made_body(self) -> QWidget:
        view, words = self.view, self._words
        outer = QWidget(self)
        beside = row(outer, gap=0)
        beside.setContentsMargins(_INDENT, 0, SPACE_BETWEEN, SPACE_BETWEEN)
        body = QWidget(outer)
        body.setMaximumWidth(_READABLE)
        beside.addWidget(body, _READABLE)
        beside.addStretch(1)
        lines = column(body, gap=12)
        for text in view.do:
            lines.addWidget(Prose(text))
        if view.needs:
            lines.addWidget(Prose(view.needs, role="muted"))
        if view.by_hand:
            lines.addWidget(Prose(view.by_hand, role="muted"))
        for heading, rows in self._parts():
            part = QWidget(body)
            inside = column(part, gap=2)
            inside.addWidget(PlainLabel(heading, role="small-strong"))
            for one in rows:
                if isinstance(one, QWidget):
                    inside.addWidget(one)
                else:
                    inside.addLayout(one)
            lines.addWidget(part)
        lines.addWidget(Prose(f"{words.why}: {view.why}", role="muted"))
        if view.can_change:
            lines.addLayout(self._buttons())
        return outer

    def _parts(self) -> Iterator[tuple[str, list[QWidget | QHBoxLayout]]]:
        view, words = self.view, self._words
        if view.links:
            yield words.pages, [self._link(number, one) for number, one in enumerate(view.links)]
        if view.letters:
            yield words.letters, [self._letter(one, title) for one, title in view.letters]
        if view.desks:
            yield words.call, [self._desk(number, one) for number, one in enumerate(view.desks)]

    def _link(self, number: int, view: LinkView) -> QHBoxLayout:
        button = Button(
            self._theme, f"step-{self.view.id}-page-{number}", view.text, kind=Kind.QUIET, icon="outside", parent=self
        )
        button.set_flush()
        button.setAccessibleDescription(view.detail)
        button.clicked.connect(lambda: open_outside(view.url))
        line = row(gap=SPACE_INSIDE)
        line.addWidget(button)
        line.addWidget(Prose(view.detail, role="muted"), 1)
        return line

    def _letter(self, notice: str, title: str) -> QWidget:
        button = Button(
            self._theme, f"step-{self.view.id}-letter-{notice}", title, kind=Kind.QUIET, icon="file", parent=self
        )
        button.set_flush()
        button.clicked.connect(lambda: self.letter_wanted.emit(notice))
        return button

    def _desk(self, number: int, view: DeskView) -> QHBoxLayout:
        line = row(gap=SPACE_BETWEEN)
        told = QWidget(self)
        beside = column(told, gap=0)
        beside.setContentsMargins(0, 4, 0, 4)
        beside.addWidget(Prose(f"{view.name}\u2002{view.phone}" if view.phone else view.name))
        if view.detail:
            beside.addWidget(Prose(view.detail, role="muted"))
        line.addWidget(told, 1)
        if not view.url:
            return line
        button = Button(
            self._theme,
            f"step-{self.view.id}-desk-{number}",
            self._words.site,
            kind=Kind.QUIET,
            icon="outside",
            parent=self,
        )
        button.setAccessibleDescription(view.name)
        button.clicked.connect(lambda: open_outside(view.url))
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _buttons(self) -> QHBoxLayout:
        view, words = self.view, self._words
        line = row(gap=SPACE_INSIDE)
        saves = view.saves_evidence and self._can_save and view.mark is Mark.UNDONE
        if saves:
            save = self._button("save", words.save_evidence, Kind.PRIMARY, icon="save")
            save.clicked.connect(self.evidence_wanted)
            line.addWidget(save)
            self.first = save
        if view.mark is Mark.UNDONE:
            done = self._button("done", words.done, Kind.PLAIN if saves else Kind.PRIMARY, icon="done")
            done.clicked.connect(lambda: self.marked.emit(Mark.DONE))
            line.addWidget(done)
            self.first = self.first or done
            if view.may_be_skipped:
                skip = self._button("skip", words.skip, Kind.QUIET)
                skip.clicked.connect(lambda: self.marked.emit(Mark.SKIPPED))
                line.addWidget(skip)
        else:
            undo = self._button("undo", words.undo, Kind.PLAIN, icon="reset")
            undo.clicked.connect(lambda: self.marked.emit(Mark.UNDONE))
            line.addWidget(undo)
            self.first = undo
        line.addStretch(1)
        return line

    def _button(self, what: str, text: str, kind: Kind, *, icon: str | None = None) -> Button:
        made = Button(self._theme, f"step-{self.view.id}-{what}", text, kind=kind, icon=icon, parent=self)
        made.setAccessibleDescription(self.view.title)
        return made
