"""What was seen of each own domain, with a way to look again and to add one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sentwatch.core.names import read_domain
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.report import Report
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress
from sentwatch.service.own_domains import key_of
from sentwatch.ui.dialogs.question import ask
from sentwatch.ui.own_facts import DomainPageFacts
from sentwatch.ui.pages.findings_part import FindingsPart
from sentwatch.ui.pages.page import Telling
from sentwatch.ui.pages.parts import Bench
from sentwatch.ui.presenters.areas import Area
from sentwatch.ui.presenters.domain_seen import AddDomainView, add_domain, domain_card, domain_removal, not_a_lock
from sentwatch.ui.presenters.seen_rows import unseen_of
from sentwatch.ui.tokens import SPACE_BETWEEN
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import Card, cleared, column, put, row
from sentwatch.ui.widgets.seen_card import SeenCard
from sentwatch.ui.widgets.text import Prose


class DomainChecks(FindingsPart[DomainPageFacts]):
    """A card for each domain."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, Area.DOMAIN)
        self._telling: Telling | None = None
        self._is_wide = False
        self.cards: dict[str, SeenCard] = {}
        self._holder = QWidget()
        self._cards = column(self._holder, gap=SPACE_BETWEEN)
        self._lock = Prose(role="muted")
        self.add = AddDomain(bench)
        for widget in (self._holder, self._lock):
            self.above.addWidget(widget)
        self.lines.insertWidget(self.lines.count() - 1, self.add)

    def tell(self, telling: Telling, facts: DomainPageFacts) -> None:
        """Paint what is known."""
        self._telling = telling
        words = telling.words
        if tuple(self.cards) != facts.domains:
            self._deal(facts.domains)
        for domain, card in self.cards.items():
            card.show_view(domain_card(domain, facts, telling.known, words, now=telling.now))
        self._lock.setText(not_a_lock(words))
        self._lock.setVisible(bool(facts.domains))
        self._holder.setVisible(bool(facts.domains))
        self.add.say(add_domain(words, is_first=not facts.domains))
        self.tell_findings(telling, unseen_of(telling.known, ("domain.", "office."), words))

    def show_busy(self, *, is_busy: bool) -> None:
        """Nothing else is begun while something is done."""
        for card in self.cards.values():
            card.look.setEnabled(not is_busy)
            card.remove.setEnabled(not is_busy)
        self.add.button.setEnabled(not is_busy)

    def set_wide(self, *, is_wide: bool) -> None:
        """Use the room."""
        super().set_wide(is_wide=is_wide)
        self._is_wide = is_wide
        for card in self.cards.values():
            card.set_wide(is_wide=is_wide)

    def _deal(self, domains: tuple[str, ...]) -> None:
        cleared(self._cards)
        self.cards = {}
        for domain in domains:
            card = self.cards[domain] = SeenCard(self.bench.theme, f"domain-card-{domain}")
            card.set_wide(is_wide=self._is_wide)
            card.again.connect(self._look)
            card.removed.connect(self._remove)
            card.wanted.connect(self.finding_wanted)
            card.look.setEnabled(not self.bench.is_busy)
            card.remove.setEnabled(not self.bench.is_busy)
            put(self._cards, card)

    def _look(self, domain: str) -> None:
        app = self.bench.app

        def look(cancel: CancelToken, progress: Progress) -> Report:
            report = app.look_after_domain.run(domain, cancel=cancel, progress=progress)
            app.last_reports.take(report)
            return report

        self.bench.run(phrase(N_("Looking at what {domain} says of itself"), domain=domain), look)

    def _remove(self, domain: str) -> None:
        if self._telling is None or not ask(self.bench.theme, domain_removal(domain, self._telling.words), parent=self):
            return
        app = self.bench.app

        def remove(_cancel: CancelToken, _progress: Progress) -> None:
            app.own_domains.remove(domain)
            app.forget(key_of(domain))

        self.bench.run(phrase(N_("Removing {name}"), name=domain), remove)


class AddDomain(Card):
    """Folded away unless there is no domain at all."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setObjectName("domain-add-card")
        self._desk = bench
        self._view: AddDomainView | None = None
        inside = QWidget()
        self._intro = Prose(role="quiet")
        self.entry = FormRow("domain-add-name")
        self.entry.field.returnPressed.connect(self._add)
        self.button = Button(bench.theme, "domain-add", icon="plus")
        self.button.clicked.connect(self._add)
        lines = column(inside, gap=12)
        lines.setContentsMargins(0, 4, 0, 8)
        lines.addWidget(self._intro)
        lines.addWidget(self.entry)
        beside = row()
        beside.addWidget(self.button)
        beside.addStretch(1)
        lines.addLayout(beside)
        self.fold = Fold(bench.theme, "domain-add", inside, parent=self)
        around = column(self, gap=0)
        around.setContentsMargins(20, 8, 20, 8)
        around.addWidget(self.fold)

    def say(self, view: AddDomainView) -> None:
        """Say it in these words."""
        self._view = view
        self.fold.say(view.title)
        self._intro.setText(view.intro)
        self.entry.say(view.name, view.hint)
        self.button.say(view.add)
        if view.is_first:
            self.fold.open()

    def _add(self) -> None:
        if self._view is None or self._desk.is_busy:
            return
        domain = read_domain(self.entry.field.text())
        if domain is None or "." not in domain:
            self.entry.set_error(self._view.wrong)
            self.entry.field.setFocus()
            return
        app = self._desk.app

        def add(cancel: CancelToken, progress: Progress) -> None:
            app.own_domains.add(domain)
            app.last_reports.take(app.look_after_domain.run(domain, cancel=cancel, progress=progress))

        self._desk.run(
            phrase(N_("Looking at what {domain} says of itself"), domain=domain),
            add,
            lambda _: self.entry.field.clear(),
        )
