"""The user's own websites: each only after they said that it is theirs."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sentwatch.core.phrase import N_, phrase
from sentwatch.core.website import Site, read_site
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress
from sentwatch.service.own_sites import key_of
from sentwatch.ui.dialogs.question import ask
from sentwatch.ui.own_facts import DomainPageFacts
from sentwatch.ui.pages.page import Telling
from sentwatch.ui.pages.parts import Bench, Part
from sentwatch.ui.presenters.website import WebsiteView, site_removal, website_part
from sentwatch.ui.tokens import SPACE_BETWEEN
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.check import CheckRow
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import Card, cleared, column, put, row
from sentwatch.ui.widgets.seen_card import SeenCard
from sentwatch.ui.widgets.text import PlainLabel, Prose
from sentwatch.ui.widgets.unseen import UnseenCard


class WebsitesPart(Part[DomainPageFacts]):
    """A card for each site, and the form for another."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "domain-websites")
        self._telling: Telling | None = None
        self._facts = DomainPageFacts()
        self._is_wide = False
        self.cards: dict[str, SeenCard] = {}
        self._holder = QWidget()
        self._cards = column(self._holder, gap=SPACE_BETWEEN)
        self.form = SiteForm(bench)
        self.form.button.clicked.connect(self._add)
        self.form.address.field.returnPressed.connect(self._add)
        self._unseen = UnseenCard(bench.theme, "website-unseen")
        self._more = Prose(role="quiet")
        self.more = Fold(bench.theme, "website-more", self._more)
        for widget in (self._holder, self._unseen, self.form, self.more):
            self.lines.addWidget(widget)
        self.lines.addStretch(1)

    def tell(self, telling: Telling, facts: DomainPageFacts) -> None:
        """Paint what was seen of the sites."""
        self._telling, self._facts = telling, facts
        view = website_part(facts, telling.known, telling.words, now=telling.now)
        keys = tuple(card.key for card in view.cards)
        if tuple(self.cards) != keys:
            self._deal(keys)
        for card in view.cards:
            self.cards[card.key].show_view(card)
        self._holder.setVisible(bool(keys))
        self._unseen.setVisible(view.unseen is not None)
        if view.unseen is not None:
            self._unseen.show_view(view.unseen)
        self.form.say(view)
        self.more.say(view.more)
        self._more.setText("\n".join(f"• {point}" for point in view.more_points))

    def show_busy(self, *, is_busy: bool) -> None:
        """Nothing else is begun while something is done."""
        for card in self.cards.values():
            card.look.setEnabled(not is_busy)
            card.remove.setEnabled(not is_busy)
        self.form.button.setEnabled(not is_busy)

    def set_wide(self, *, is_wide: bool) -> None:
        """Use the room."""
        self._is_wide = is_wide
        for card in self.cards.values():
            card.set_wide(is_wide=is_wide)

    def _deal(self, keys: tuple[str, ...]) -> None:
        cleared(self._cards)
        self.cards = {}
        for key in keys:
            card = self.cards[key] = SeenCard(self.bench.theme, f"website-card-{key}")
            card.set_wide(is_wide=self._is_wide)
            card.again.connect(self._look)
            card.removed.connect(self._remove)
            card.wanted.connect(self.finding_wanted)
            put(self._cards, card)
        self.show_busy(is_busy=self.bench.is_busy)

    def _look(self, host: str) -> None:
        site = next((own.site for own in self._facts.sites if own.site.host == host), None)
        if site is not None:
            self._run(site, is_new=False)

    def _add(self) -> None:
        if not self.bench.is_busy and (site := self.form.stated()) is not None:
            self._run(site, is_new=True)

    def _run(self, site: Site, *, is_new: bool) -> None:
        app = self.bench.app

        def look(cancel: CancelToken, _progress: Progress) -> None:
            if is_new:
                app.own_sites.state(site, at=app.clock.now())
            app.last_reports.take(app.look_at_website(site, cancel=cancel))

        def looked(_: None) -> None:
            if is_new:
                self.form.clear()

        self.bench.run(phrase(N_("Looking at your website {host}"), host=site.host), look, looked)

    def _remove(self, host: str) -> None:
        if self._telling is None or not ask(self.bench.theme, site_removal(host, self._telling.words), parent=self):
            return
        app = self.bench.app

        def remove(_cancel: CancelToken, _progress: Progress) -> None:
            app.own_sites.remove(host)
            app.forget(key_of(host))

        self.bench.run(phrase(N_("Removing {name}"), name=host), remove)


class SiteForm(Card):
    """An address, and the statement without which nothing is sent."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setObjectName("website-form")
        self._view: WebsiteView | None = None
        self._title = PlainLabel(role="strong")
        self._intro = Prose(role="quiet")
        self.address = FormRow("website-address")
        self.statement = CheckRow(bench.theme, "website-statement")
        self._missing = Prose(role="error")
        self._missing.hide()
        self.statement.box.toggled.connect(self._missing.hide)
        self.button: Button = Button(bench.theme, "website-add", kind=Kind.PRIMARY)
        lines = column(self, gap=12)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, 20)
        for widget in (self._title, self._intro, self.address, self.statement, self._missing):
            lines.addWidget(widget)
        beside = row()
        beside.addWidget(self.button)
        beside.addStretch(1)
        lines.addLayout(beside)

    def say(self, view: WebsiteView) -> None:
        """Say it in these words."""
        before, self._view = self._view, view
        self.setAccessibleName(view.title)
        self._title.setText(view.title)
        self._intro.setText(view.intro)
        if before is None or before.address != view.address:
            self.address.say(view.address, view.address_hint)
        self.statement.say(view.statement)
        self._missing.setText(view.statement_missing)
        self.button.say(view.add)

    def stated(self) -> Site | None:
        """The site that was stated; None where something is missing, which is said then."""
        if self._view is None:
            return None
        site = read_site(self.address.field.text())
        if site is None:
            self.address.set_error(self._view.address_wrong)
            self.address.field.setFocus()
            return None
        if not self.statement.box.isChecked():
            self._missing.show()
            self.statement.box.setFocus()
            return None
        return site

    def clear(self) -> None:
        """Make room for another."""
        self.address.field.clear()
        self.statement.box.setChecked(False)
