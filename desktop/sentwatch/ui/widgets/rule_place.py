"""The card of one place that holds rules: an account, or the mail programs of this computer."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from sentwatch.ui.presenters.rule_rows import RuleRow
from sentwatch.ui.presenters.rules import GoneRow, PlaceView, SwitchedOffRow
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.frames import Card, Rule, column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.rule_row import RuleRowWidget
from sentwatch.ui.widgets.text import Elided, Prose


class PlaceCard(Card):
    """`acted` carries what is wanted and of which rule.

    Wanted are why, approve, take-back, off, back, guide, canary, confirm and more.
    """

    acted = Signal(str, object)

    def __init__(self, theme: Theme, view: PlaceView, *, opened: Collection[str] = ()) -> None:
        super().__init__()
        self.setObjectName(f"rules-{view.key}")
        self.setAccessibleName(view.title)
        self.view = view
        self._theme = theme
        self.rows: list[RuleRowWidget] = []
        lines = column(self, gap=12)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, SPACE_BETWEEN)
        lines.addWidget(self._head())
        for one in view.switched_off:
            lines.addWidget(self._switched_off(one))
        self._add_rows(lines, view.rows, opened)
        if view.more:
            more = Button(theme, f"rules-more-{view.key}", view.more, kind=Kind.QUIET, icon="plus")
            more.setAccessibleDescription(view.title)
            more.clicked.connect(lambda: self.acted.emit("more", None))
            lines.addWidget(more)
        if view.gone:
            fold = Fold(theme, f"rules-gone-{view.key}", _gone(view.gone))
            fold.say(view.gone_heading)
            lines.addWidget(Rule())
            lines.addWidget(fold)

    @property
    def opened(self) -> frozenset[str]:
        """The rules whose details are folded out."""
        return frozenset(one.view.digest for one in self.rows if one.fold.is_open)

    def _head(self) -> QWidget:
        view = self.view
        head = QWidget(self)
        beside = row(head, gap=12)
        shape = Icon(self._theme, "fine", parent=head)
        shape.show_tone(view.tone)
        beside.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget(head)
        both = column(told, gap=2)
        both.addWidget(Elided(view.title, role="strong"))
        if view.facts:
            both.addWidget(Prose(view.facts, role="muted"))
        if view.note:
            both.addWidget(Prose(view.note, role="quiet"))
        if view.answer:
            both.addWidget(Prose(view.answer, role="small"))
        beside.addWidget(told, 1)
        buttons = self._buttons()
        if buttons.count():
            buttons.addStretch(1)
            both.addSpacing(6)
            both.addLayout(buttons)
        return head

    def _buttons(self) -> QHBoxLayout:
        """What can be done about the place as a whole, in a row of its own: the small window has no room beside."""
        view = self.view
        made = row(gap=SPACE_INSIDE)
        for what, text, kind in (
            ("confirm", view.confirm, Kind.PRIMARY),
            ("guide", view.guide, Kind.PRIMARY if view.asks_guide else Kind.PLAIN),
            ("canary", view.canary, Kind.PLAIN),
        ):
            if text:
                button = Button(self._theme, f"rules-{what}-{view.key}", text, kind=kind)
                button.setAccessibleDescription(view.title)
                button.clicked.connect(lambda _checked=False, what=what: self.acted.emit(what, None))
                made.addWidget(button)
        return made

    def _add_rows(self, lines: QBoxLayout, rows: Iterable[RuleRow], opened: Collection[str]) -> None:
        view = self.view
        for number, one in enumerate(rows):
            made = RuleRowWidget(
                self._theme,
                f"rule-{view.key}-{number}",
                one,
                details=view.details,
                raw_heading=view.raw_heading,
            )
            made.why_wanted.connect(lambda which: self.acted.emit("why", which))
            made.approve_wanted.connect(lambda which: self.acted.emit("approve", which))
            made.take_back_wanted.connect(lambda which: self.acted.emit("take-back", which))
            made.off_wanted.connect(lambda which: self.acted.emit("off", which))
            lines.addWidget(Rule())
            lines.addWidget(made)
            self.rows.append(made)
            if one.digest in opened:
                made.fold.open()

    def _switched_off(self, view: SwitchedOffRow) -> QWidget:
        made = Card(tone="steps", parent=self)
        beside = row(made, gap=12, around=12)
        told = QWidget(made)
        both = column(told, gap=2)
        both.addWidget(Prose(view.sentence))
        both.addWidget(Prose(view.facts, role="muted"))
        beside.addWidget(told, 1)
        back = Button(self._theme, f"rule-back-{view.digest[:8]}", view.put_back, parent=made)
        back.setAccessibleDescription(view.sentence)
        back.clicked.connect(lambda: self.acted.emit("back", view))
        beside.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        return made


def _gone(rows: Iterable[GoneRow]) -> QWidget:
    made = QWidget()
    lines = column(made, gap=SPACE_BETWEEN // 2)
    lines.setContentsMargins(28, 4, 0, 0)
    for one in rows:
        both = QWidget(made)
        told = column(both, gap=0)
        told.addWidget(Prose(one.sentence, role="small"))
        told.addWidget(Prose(one.facts, role="muted"))
        lines.addWidget(both)
    return made
