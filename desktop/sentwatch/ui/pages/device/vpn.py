"""Whether a VPN would help: a few questions, one answer, and what no VPN does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from sentwatch.core.vpn_guidance import first_answers
from sentwatch.ui.own_facts import DevicePageFacts
from sentwatch.ui.pages.page import Telling
from sentwatch.ui.pages.parts import Bench, Part
from sentwatch.ui.presenters.vpn import VpnView, vpn
from sentwatch.ui.tokens import SPACE_BETWEEN
from sentwatch.ui.widgets.buttons import BackButton, Button, Kind
from sentwatch.ui.widgets.choice_button import ChoiceButton
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.frames import Card, Rule, cleared, column, lay_out_now, put, row
from sentwatch.ui.widgets.points import Points
from sentwatch.ui.widgets.reading_order import follow_reading_order
from sentwatch.ui.widgets.text import PlainLabel, Prose


class VpnPart(Part[DevicePageFacts]):
    """The walk begins where the network in use already answers a question."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "device-vpn")
        self._telling: Telling | None = None
        self._answers: tuple[str, ...] | None = None
        self.walk = WalkCard(bench)
        self.walk.back.clicked.connect(lambda: self._go((self._answers or ())[:-1]))
        self.walk.again.clicked.connect(lambda: self._go(()))
        self._before = Points(role="quiet")
        never = self._never = Card(tone="blind")
        never.setObjectName("vpn-never")
        self._never_heading = PlainLabel(role="strong")
        self._never_points = Points()
        inside = column(never, gap=8)
        inside.setContentsMargins(20, SPACE_BETWEEN, 20, SPACE_BETWEEN)
        inside.addWidget(self._never_heading)
        inside.addWidget(self._never_points)
        self._choose_points, self._switch_points = Points(), Points()
        more = Card()
        more.setObjectName("vpn-more")
        self.choose = Fold(bench.theme, "vpn-choose", self._choose_points)
        self.kill_switch = Fold(bench.theme, "vpn-kill-switch", self._switch_points)
        folds = column(more, gap=4)
        folds.setContentsMargins(20, 8, 20, 8)
        folds.addWidget(self.choose)
        folds.addWidget(Rule())
        folds.addWidget(self.kill_switch)
        for widget in (self._before, self.walk, never, more):
            self.lines.addWidget(widget)
        self.lines.addStretch(1)

    def tell(self, telling: Telling, facts: DevicePageFacts) -> None:
        """Paint where the walk stands."""
        self._telling = telling
        if self._answers is None:
            self._answers = first_answers(facts.network.security if facts.network is not None else None)
        self._show()

    def _go(self, answers: Sequence[str]) -> None:
        self._answers = tuple(answers)
        self._show()
        follow_reading_order(self.window())
        lay_out_now()

    def _show(self) -> None:
        if self._telling is None:
            return
        answers = self._answers or ()
        view = vpn(answers, self._telling.words)
        self._before.show_points(view.before)
        self.walk.show_view(view, lambda choice: self._go((*answers, choice)))
        self._never.setAccessibleName(view.not_heading)
        self._never_heading.setText(view.not_heading)
        self._never_points.show_points(view.does_not)
        self.choose.say(view.choose)
        self._choose_points.show_points(view.choose_points)
        self.kill_switch.say(view.kill_switch)
        self._switch_points.show_points(view.kill_switch_points)


class WalkCard(Card):
    """One question with its answers, or the advice."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setObjectName("vpn-walk")
        self._theme = bench.theme
        self._title = PlainLabel(role="strong")
        self._so_far = QWidget()
        self._answered = column(self._so_far, gap=2)
        self._now = Prose(role="title")
        self._points = Points()
        self._do_heading = Prose(role="small-strong")
        self._do = Points()
        self._offered = QWidget()
        self._choices = column(self._offered, gap=8)
        self._sources_heading = Prose(role="small-strong")
        self._says = QWidget()
        self._sources = column(self._says, gap=4)
        self.back = BackButton(bench.theme, "vpn-back")
        self.again = Button(bench.theme, "vpn-again", kind=Kind.QUIET)
        ways = row(gap=8)
        ways.addWidget(self.back)
        ways.addWidget(self.again)
        ways.addStretch(1)
        lines = column(self, gap=12)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, SPACE_BETWEEN)
        for widget in (self._title, self._so_far, self._now, self._offered, self._points):
            lines.addWidget(widget)
        for widget in (self._do_heading, self._do, self._sources_heading, self._says):
            lines.addWidget(widget)
        lines.addLayout(ways)

    def show_view(self, view: VpnView, answer: Callable[[str], None]) -> None:
        """Show where the walk stands."""
        self.setAccessibleName(view.title)
        self._title.setText(view.title)
        cleared(self._answered)
        for asked, said in view.answered:
            put(self._answered, Prose(f"{asked}  {said}", role="muted"))
        self._now.setText(view.now)
        cleared(self._choices)
        for choice, text in view.choices:
            pressed = ChoiceButton(self._theme, f"vpn-choice-{choice}")
            pressed.say(text)
            pressed.clicked.connect(partial(_answered, answer, choice))
            put(self._choices, pressed)
        self._points.show_points(view.points)
        for widget in (self._points, self._do):
            widget.setVisible(view.is_over)
        self._offered.setVisible(not view.is_over)
        self._so_far.setVisible(bool(view.answered))
        self._says.setVisible(bool(view.sources))
        self._do_heading.setText(view.do_heading if view.do_first else "")
        self._do.show_points(view.do_first)
        self._do_heading.setVisible(bool(view.do_first))
        self._sources_heading.setText(view.sources_heading)
        self._sources_heading.setVisible(bool(view.sources))
        cleared(self._sources)
        for source in view.sources:
            one = QWidget()
            beside = row(one, gap=8)
            told = QWidget()
            both = column(told, gap=0)
            both.addWidget(Prose(source.title, role="small"))
            if source.mark:
                both.addWidget(Prose(source.mark, role="muted"))
            opens = Button(self._theme, f"vpn-source-{source.id}", kind=Kind.QUIET, icon="open")
            opens.say_by_icon(view.open)
            opens.setAccessibleDescription(source.title)
            opens.clicked.connect(partial(_open, source.url))
            beside.addWidget(told, 1)
            beside.addWidget(opens)
            put(self._sources, one)
        self.back.say(view.back)
        self.again.say(view.again)
        for button in (self.back, self.again):
            button.setVisible(bool(view.answered))


def _answered(answer: Callable[[str], None], choice: str, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
    answer(choice)


def _open(url: str, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
    """Open one of our own list of pages in the browser."""
    QDesktopServices.openUrl(QUrl(url))
