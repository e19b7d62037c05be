"""The heart: the chart of one account's sending, and what stood out in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentwatch.core.trouble import Trouble
from sentwatch.ui.known import FindingRef
from sentwatch.ui.pages.page import Page, PageContext, Telling
from sentwatch.ui.pages.sending_chart import ChartCard, Subject
from sentwatch.ui.presenters.findings import letter_for
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.sending import sending, span_of
from sentwatch.ui.presenters.states import trouble as trouble_view
from sentwatch.ui.presenters.times import zone_of
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN
from sentwatch.ui.widgets.chooser import Chooser
from sentwatch.ui.widgets.finding_browser import FindingBrowser
from sentwatch.ui.widgets.frames import Scroll, column
from sentwatch.ui.widgets.states import StatePanel, TroublePanel
from sentwatch.ui.widgets.text import PlainLabel, Prose


class SendingPage(Page):
    """One account at a time; the chooser appears where there are several."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "sending")
        theme = self.theme
        self._telling: Telling | None = None
        self._state = StatePanel(theme, "sending-state", parent=self)
        self._state.wanted.connect(self.next_wanted)
        content = QWidget()
        self._scroll = Scroll(content, parent=self)
        lines = column(content, gap=SPACE_BETWEEN)
        lines.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        self.accounts = Chooser(theme, "sending-accounts")
        self.accounts.chosen.connect(self._show_account)
        lines.addWidget(self.accounts, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self.trouble = TroublePanel(theme, "sending-trouble")
        self.trouble.hide()
        lines.addWidget(self.trouble)
        self.card = ChartCard(theme, self.session.actions, self.session.background)
        self.card.troubled.connect(self._show_trouble)
        self.card.filled.connect(self.trouble.hide)
        self.trouble.retried.connect(self.card.ask_again)
        lines.addWidget(self.card)
        self._heading = PlainLabel(role="strong")
        lines.addWidget(self._heading)
        self._quiet = Prose(role="quiet")
        lines.addWidget(self._quiet)
        self.browser = FindingBrowser(theme, "sending-findings")
        self.browser.answered.connect(self.session.answer)
        self.browser.guide_wanted.connect(self.guide_wanted)
        lines.addWidget(self.browser)
        lines.addStretch(1)
        both = column(self, gap=0)
        both.addWidget(self._scroll, 1)
        both.addWidget(self._state, 1)

    def tell(self, telling: Telling) -> HeaderView:
        """Paint what is known; the chart stays where it was looked at."""
        view = sending(telling.known, telling.words, now=telling.now)
        self._telling = telling
        alone = view.state is not None
        self._state.setVisible(alone)
        self._scroll.setVisible(not alone)
        if view.state is not None:
            self._state.show_view(view.state)
            return view.header
        self.accounts.setVisible(len(view.accounts) > 1)
        self.accounts.say_choices(view.account_name, [(choice.key, choice.name) for choice in view.accounts])
        self.card.say(view)
        self._heading.setText(view.findings_heading)
        self._quiet.setText(view.quiet)
        self._quiet.setVisible(not view.rows)
        self.browser.setVisible(bool(view.rows))
        self.browser.say(list_name=view.findings_heading, back=view.back)
        self.browser.show_rows(view.rows, lambda ref: letter_for(ref, telling.known, telling.words, now=telling.now))
        self._show_account(self.accounts.value)
        return view.header

    def open_finding(self, ref: FindingRef) -> None:
        """Read a finding, and show its time on the chart."""
        if self._telling is None:
            return
        self.accounts.take(ref.account_key)
        self._show_account(self.accounts.value)
        self.browser.open_finding(ref)
        self.card.go_to(span_of(ref, self._telling.known))

    def set_wide(self, *, is_wide: bool) -> None:
        """Use the room."""
        self.card.set_wide(is_wide=is_wide)
        self.browser.set_wide(is_wide=is_wide)

    def _show_account(self, key: object) -> None:
        telling = self._telling
        report = next((r for r in telling.known.reports if r.account_key == key), None) if telling else None
        if telling is None or report is None:
            return
        words = telling.words.in_zone(zone_of(report.time_zone, telling.words))
        self.card.show_subject(Subject(account_key=report.account_key, words=words, now_s=telling.now.timestamp()))

    def _show_trouble(self, problem: Trouble) -> None:
        if self._telling is not None:
            self.trouble.show_view(trouble_view(problem, self._telling.words))
            self.trouble.show()
