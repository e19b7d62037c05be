"""The page about the user's own domains and websites."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt

from sentwatch.core.phrase import N_
from sentwatch.ui.known import FindingRef
from sentwatch.ui.own_facts import DomainPageFacts, domain_page_facts
from sentwatch.ui.pages.domain.checks import DomainChecks
from sentwatch.ui.pages.domain.lookalikes import LookalikesPart
from sentwatch.ui.pages.domain.records import RecordsPart
from sentwatch.ui.pages.domain.reports import ReportsPart
from sentwatch.ui.pages.domain.websites import WebsitesPart
from sentwatch.ui.pages.page import PageContext, Telling
from sentwatch.ui.pages.parts import PartedPage, PartEntry
from sentwatch.ui.presenters import states
from sentwatch.ui.presenters.areas import Area
from sentwatch.ui.presenters.domain_seen import which_domain
from sentwatch.ui.presenters.findings import area_page
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.widgets.chooser import Chooser
from sentwatch.ui.widgets.finding_browser import FindingBrowser
from sentwatch.ui.widgets.states import StatePanel

CHECKS: Final = "checks"
RECORDS: Final = "records"
REPORTS: Final = "reports"
LOOKALIKES: Final = "lookalikes"
WEBSITES: Final = "websites"

_OF_ONE_DOMAIN: Final = frozenset({RECORDS, REPORTS, LOOKALIKES})


class DomainPage(PartedPage[DomainPageFacts]):
    """Records, reports and look-alikes are about one domain at a time, the same in all three."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context,
            "domain",
            (
                PartEntry(name=CHECKS, title=N_("Checks"), build=DomainChecks),
                PartEntry(
                    name=RECORDS, title=N_("Records"), build=lambda bench: RecordsPart(bench, lambda: self.domain)
                ),
                PartEntry(
                    name=REPORTS, title=N_("Reports"), build=lambda bench: ReportsPart(bench, lambda: self.domain)
                ),
                PartEntry(
                    name=LOOKALIKES,
                    title=N_("Look-alikes"),
                    build=lambda bench: LookalikesPart(bench, lambda: self.domain),
                ),
                PartEntry(name=WEBSITES, title=N_("Websites"), build=WebsitesPart),
            ),
        )
        self.chooser = Chooser(self.theme, "domain-choice", parent=self)
        self.chooser.chosen.connect(lambda _domain: self._tell_part())
        self.chooser.hide()
        self._top.addWidget(self.chooser, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self._state = StatePanel(self.theme, "domain-state", parent=self)
        self._state.wanted.connect(self.next_wanted)
        self._state.hide()
        self.both.addWidget(self._state, 1)

    @property
    def domain(self) -> str | None:
        """The domain that records, reports and look-alikes are about."""
        return str(self.chooser.value) if self.chooser.value is not None else None

    @property
    def browser(self) -> FindingBrowser:
        """The findings with their letters."""
        return self._checks.browser

    @property
    def _checks(self) -> DomainChecks:
        made = self.part(CHECKS)
        assert isinstance(made, DomainChecks)
        return made

    def read(self) -> Callable[[], DomainPageFacts]:
        """What reads the facts, for a working thread."""
        return partial(domain_page_facts, self.app, self.session.known.accounts)

    def header(self, telling: Telling) -> HeaderView:
        """The sentence over the page."""
        return area_page(Area.DOMAIN, telling.known, telling.words, now=telling.now).header

    def arrange(self, telling: Telling, facts: DomainPageFacts) -> None:
        """One domain needs no choice; nothing at all needs one sentence."""
        words = telling.words
        self.chooser.say_choices(which_domain(words), [(domain, domain) for domain in facts.domains])
        self.chooser.setVisible(len(facts.domains) > 1 and self.part_name in _OF_ONE_DOMAIN)
        is_empty = not telling.known.accounts and not facts.domains and not facts.sites
        self._state.setVisible(is_empty)
        self.body.setVisible(not is_empty)
        if is_empty:
            self._state.show_view(states.first(words))

    def open_finding(self, ref: FindingRef) -> None:
        """Read a finding of this area."""
        self.when_told(partial(self._read_finding, ref))

    def _read_finding(self, ref: FindingRef) -> None:
        self.show_part(CHECKS)
        self.scroll_to(self._checks.open_finding(ref))
