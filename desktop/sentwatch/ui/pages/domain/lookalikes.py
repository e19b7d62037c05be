"""Names that look like a domain: asked for only where it is allowed, and only on request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from sentwatch.core.phrase import N_, phrase
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress
from sentwatch.ui.own_facts import DomainPageFacts
from sentwatch.ui.pages.page import Telling
from sentwatch.ui.pages.parts import Bench, Part
from sentwatch.ui.pages.settings_switch import keep_setting
from sentwatch.ui.presenters.lookalikes import LookalikesView, lookalikes_part
from sentwatch.ui.tokens import SPACE_BETWEEN
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.form import ToggleRow
from sentwatch.ui.widgets.frames import Card, Rule, cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import Prose

_COLUMNS: Final = 2


class LookalikesPart(Part[DomainPageFacts]):
    """A switch that allows it, a button that does it, and the names that exist."""

    def __init__(self, bench: Bench, domain: Callable[[], str | None]) -> None:
        super().__init__(bench, "domain-lookalikes")
        self._domain = domain
        self._is_on = False
        self._is_sample = False
        card = self._card = Card()
        card.setObjectName("domain-lookalikes-card")
        self._title = Prose(role="title")
        self._intro = Prose(role="quiet")
        self.allow = ToggleRow(bench.theme, "domain-lookalikes-allow")
        self.allow.switch.clicked.connect(self._allow)
        self.look = Button(bench.theme, "domain-lookalikes-look", icon="check")
        self.look.clicked.connect(self._look)
        lines = column(card, gap=SPACE_BETWEEN)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, 20)
        said = QWidget()
        both = column(said, gap=2)
        both.addWidget(self._title)
        both.addWidget(self._intro)
        beside = row()
        beside.addWidget(self.look)
        beside.addStretch(1)
        lines.addWidget(said)
        lines.addWidget(Rule())
        lines.addWidget(self.allow)
        lines.addLayout(beside)
        self.result = _ResultCard(bench)
        self.lines.addWidget(card)
        self.lines.addWidget(self.result)
        self.lines.addStretch(1)

    def tell(self, telling: Telling, facts: DomainPageFacts) -> None:
        """Paint what was found."""
        view = lookalikes_part(self._domain(), facts, telling.words, now=telling.now)
        self._is_on, self._is_sample = view.is_on, telling.known.is_sample
        self._card.setAccessibleName(view.title)
        self._title.setText(view.title)
        self._intro.setText(view.intro)
        self.allow.say(view.switch, view.switch_detail)
        self.allow.switch.setChecked(view.is_on)
        self.look.say(view.look)
        self.show_busy(is_busy=self.bench.is_busy)
        self.result.setVisible(bool(view.result))
        self.result.show_view(view)

    def show_busy(self, *, is_busy: bool) -> None:
        """Nothing is asked before it is allowed, and nothing else is begun while something is done."""
        self.look.setEnabled(self._is_on and self._domain() is not None and not is_busy)
        self.allow.switch.setEnabled(not is_busy)

    def _allow(self) -> None:
        wanted = self.allow.switch.isChecked()
        if self._is_sample:
            self.allow.switch.setChecked(self._is_on)
        keep_setting(self.bench, lambda settings: replace(settings, look_alike_domains=wanted))

    def _look(self) -> None:
        domain, app = self._domain(), self.bench.app
        if domain is None:
            return

        def look(cancel: CancelToken, progress: Progress) -> None:
            app.last_reports.take(app.look_after_domain.look_for_lookalikes(domain, cancel=cancel, progress=progress))

        self.bench.run(phrase(N_("Asking for names that look alike")), look)


class _ResultCard(Card):
    """How many exist, and which."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setObjectName("domain-lookalikes-result")
        self._theme = bench.theme
        self._shown: tuple[object, ...] | None = None
        self._result = Prose(role="strong")
        self._facts = Prose(role="muted")
        holder = QWidget()
        self._lists = column(holder, gap=12)
        self._advice = Prose(role="quiet")
        lines = column(self, gap=12)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, 20)
        said = QWidget()
        both = column(said, gap=2)
        both.addWidget(self._result)
        both.addWidget(self._facts)
        for widget in (said, holder, self._advice):
            lines.addWidget(widget)

    def show_view(self, view: LookalikesView) -> None:
        """Show what was found."""
        self.setAccessibleName(view.result)
        self._result.setText(view.result)
        self._facts.setText(view.facts)
        self._advice.setText(view.advice)
        self._advice.setVisible(bool(view.lists))
        if view.lists == self._shown:
            return
        self._shown = view.lists
        cleared(self._lists)
        for heading, tone, names in view.lists:
            one = QWidget()
            beside = row(one, gap=10)
            shape = Icon(self._theme, "fine")
            shape.show_tone(tone)
            beside.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
            told = QWidget()
            both = column(told, gap=2)
            both.addWidget(Prose(heading, role="small-strong"))
            grid = QGridLayout()
            grid.setHorizontalSpacing(SPACE_BETWEEN)
            grid.setVerticalSpacing(2)
            for number, name in enumerate(names):
                grid.addWidget(Prose(name), number // _COLUMNS, number % _COLUMNS)
            both.addLayout(grid)
            beside.addWidget(told, 1)
            put(self._lists, one)
