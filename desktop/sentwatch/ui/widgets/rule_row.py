"""A rule on the page: its sentence, what is known of it, what can be done, and all of it folded below."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QWidget

from sentwatch.ui.outside import open_outside
from sentwatch.ui.presenters.rule_rows import RemovalView, RuleRow
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.frames import Card, column, put, row
from sentwatch.ui.widgets.icon import TONE_COLOURS, TONE_ICONS, Icon
from sentwatch.ui.widgets.text import PlainLabel, Prose

_LABEL_WIDTH: Final = 148
_MOST_LINES: Final = 12
_MARKS: Final = {"approved": ("done", "fine"), "off": ("minus", "muted"), "rule": ("rules", "muted")}


class RuleRowWidget(QWidget):
    """`opened` says that details were folded out or in; the others carry what is asked for."""

    why_wanted = Signal(object)
    approve_wanted = Signal(object)
    take_back_wanted = Signal(object)
    off_wanted = Signal(object)

    def __init__(self, theme: Theme, name: str, view: RuleRow, *, details: str, raw_heading: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(view.spoken)
        self._theme = theme
        self._raw_heading = raw_heading
        self.view = view
        icon = Icon(theme, *_look(view.mark)[:1], colour=_look(view.mark)[1], parent=self)
        beside = row(self, gap=12)
        beside.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget(self)
        lines = column(told, gap=2)
        lines.addWidget(Prose(view.sentence))
        lines.addWidget(Prose(view.facts, role="muted"))
        if view.approval:
            lines.addWidget(Prose(view.approval, role="fine"))
        if view.why:
            lines.addWidget(self._buttons(told))
        self._content = QWidget()
        self._inside = column(self._content, gap=12)
        self._inside.setContentsMargins(0, 4, 0, SPACE_INSIDE)
        self.fold = Fold(theme, name, self._content)
        self.fold.say(details)
        self.fold.head.setAccessibleDescription(view.sentence)
        self.fold.head.toggled.connect(self._fill)
        lines.addWidget(self.fold)
        beside.addWidget(told, 1)

    def _buttons(self, parent: QWidget) -> QWidget:
        holder = QWidget(parent)
        line = row(holder, gap=SPACE_INSIDE)
        line.setContentsMargins(0, 6, 0, 2)
        view = self.view
        for name, text, kind, icon, signal in (
            ("why", view.why, Kind.PLAIN, None, self.why_wanted),
            ("approve", view.approve, Kind.PLAIN, None, self.approve_wanted),
            ("take-back", view.take_back, Kind.PLAIN, None, self.take_back_wanted),
            ("off", view.switch_off, Kind.CAREFUL, None, self.off_wanted),
        ):
            if not text:
                continue
            made = Button(self._theme, f"{self.objectName()}-{name}", text, kind=kind, icon=icon, parent=holder)
            made.setAccessibleDescription(view.sentence)
            made.clicked.connect(lambda _checked=False, signal=signal: signal.emit(view))
            line.addWidget(made)
        line.addStretch(1)
        return holder

    def _fill(self) -> None:
        """Details are made when they are first asked for: a mailbox may have hundreds of rules."""
        if self._inside.count():
            return
        view = self.view
        put(self._inside, _facts(view.details))
        if view.raw.strip():
            put(self._inside, PlainLabel(self._raw_heading, role="small-strong"))
            put(self._inside, CodeBox(f"{self.objectName()}-raw", self._raw_heading, view.raw))
        if view.removal is not None:
            put(self._inside, _RemovalCard(self._theme, f"{self.objectName()}-removal", view.removal))
        if not view.why and (view.approve or view.take_back or view.switch_off):
            put(self._inside, self._buttons(self._content))


class CodeBox(QPlainTextEdit):
    """A text of several lines as it stands, to be read and copied."""

    def __init__(self, name: str, spoken: str, text: str, *, most_lines: int = _MOST_LINES) -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        self.setStyleSheet(f'font-family: "{family}";')
        self.ensurePolished()
        # One line more than there are: a long one is wrapped.
        lines = min(text.count("\n") + 2, most_lines)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 28)


class _RemovalCard(Card):
    def __init__(self, theme: Theme, name: str, view: RemovalView) -> None:
        super().__init__(tone="steps")
        self.setObjectName(name)
        lines = column(self, gap=4, around=12)
        lines.addWidget(PlainLabel(view.heading, role="small-strong"))
        for text in (view.where, view.how):
            if text:
                lines.addWidget(Prose(text, role="small"))
        if view.open:
            link = Button(theme, f"{name}-open", view.open, kind=Kind.QUIET)
            link.setToolTip(view.url)
            link.clicked.connect(lambda: open_outside(view.url))
            lines.addWidget(link)


def _facts(details: tuple[tuple[str, str], ...]) -> QWidget:
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(SPACE_BETWEEN)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for number, (label, value) in enumerate(details):
        left = Prose(label, role="muted")
        left.setFixedWidth(_LABEL_WIDTH)
        grid.addWidget(left, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Prose(value, role="small"), number, 1)
    return table


def _look(mark: str) -> tuple[str, str]:
    return _MARKS[mark] if mark in _MARKS else (TONE_ICONS[mark], TONE_COLOURS[mark])
