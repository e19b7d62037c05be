"""The network around this computer, and two questions that are asked only where they are allowed."""

from __future__ import annotations

from dataclasses import replace

from sentwatch.core.phrase import N_, phrase
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress
from sentwatch.ui.own_facts import DevicePageFacts
from sentwatch.ui.pages.page import Telling
from sentwatch.ui.pages.parts import Bench, Part
from sentwatch.ui.pages.settings_switch import keep_setting
from sentwatch.ui.presenters.network import SwitchView, network_part
from sentwatch.ui.presenters.seen_rows import unseen_of
from sentwatch.ui.tokens import SPACE_BETWEEN
from sentwatch.ui.widgets.form import ToggleRow
from sentwatch.ui.widgets.frames import Card, Rule, column
from sentwatch.ui.widgets.seen_card import SeenCard
from sentwatch.ui.widgets.text import PlainLabel, Prose
from sentwatch.ui.widgets.unseen import UnseenCard


class NetworkPart(Part[DevicePageFacts]):
    """What was seen, what could not be, and the switches."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "device-network")
        self._host: str | None = None
        self._is_sample = False
        self.card = SeenCard(bench.theme, "network-card")
        self.card.again.connect(lambda _key: self._look())
        self.card.wanted.connect(self.finding_wanted)
        self._empty = Prose(role="quiet")
        self._never = Prose(role="muted")
        self._unseen = UnseenCard(bench.theme, "network-unseen")
        allowed = self._allowed = Card()
        allowed.setObjectName("network-allowed")
        self._title = PlainLabel(role="strong")
        self.second_resolver = ToggleRow(bench.theme, "network-second-resolver")
        self.captive_portal = ToggleRow(bench.theme, "network-captive-portal")
        self.second_resolver.switch.clicked.connect(self._allow_second_resolver)
        self.captive_portal.switch.clicked.connect(self._allow_captive_portal)
        inside = column(allowed, gap=12)
        inside.setContentsMargins(20, SPACE_BETWEEN, 20, 20)
        for widget in (self._title, self.second_resolver, Rule(), self.captive_portal):
            inside.addWidget(widget)
        for part in (self.card, self._empty, self._never, self._unseen, allowed):
            self.lines.addWidget(part)
        self.lines.addStretch(1)

    def tell(self, telling: Telling, facts: DevicePageFacts) -> None:
        """Paint what is known."""
        self._host = telling.known.accounts[0].host if telling.known.accounts else None
        self._is_sample = telling.known.is_sample
        view = network_part(facts, telling.known, telling.words, now=telling.now)
        self.card.show_view(view.card)
        self._empty.setText(view.empty)
        self._empty.setVisible(bool(view.empty))
        self._never.setText(view.never)
        unseen = unseen_of(telling.known, ("network.",), telling.words)
        self._unseen.setVisible(unseen is not None)
        if unseen is not None:
            self._unseen.show_view(unseen)
        self._title.setText(view.switches_title)
        self._allowed.setAccessibleName(view.switches_title)
        _show(self.second_resolver, view.second_resolver)
        _show(self.captive_portal, view.captive_portal)
        self.show_busy(is_busy=self.bench.is_busy)

    def show_busy(self, *, is_busy: bool) -> None:
        """Nothing else is begun while something is done."""
        self.card.look.setEnabled(self._host is not None and not is_busy)
        for toggle in (self.second_resolver, self.captive_portal):
            toggle.switch.setEnabled(not is_busy)

    def set_wide(self, *, is_wide: bool) -> None:
        """Use the room."""
        self.card.set_wide(is_wide=is_wide)

    def _look(self) -> None:
        app, host = self.bench.app, self._host
        if host is None:
            return

        def look(cancel: CancelToken, _progress: Progress) -> None:
            app.last_reports.take(app.look_at_network(host, cancel=cancel))

        self.bench.run(phrase(N_("Looking at the network")), look)

    def _allow_second_resolver(self) -> None:
        wanted = self._wanted(self.second_resolver)
        keep_setting(self.bench, lambda settings: replace(settings, second_resolver=wanted))

    def _allow_captive_portal(self) -> None:
        wanted = self._wanted(self.captive_portal)
        keep_setting(self.bench, lambda settings: replace(settings, captive_portal_check=wanted))

    def _wanted(self, toggle: ToggleRow) -> bool:
        """What was switched; over the sample the switch goes back, as nothing is kept there."""
        wanted = toggle.switch.isChecked()
        if self._is_sample:
            toggle.switch.setChecked(not wanted)
        return wanted


def _show(toggle: ToggleRow, view: SwitchView) -> None:
    toggle.say(view.label, view.detail)
    toggle.switch.setChecked(view.is_on)
