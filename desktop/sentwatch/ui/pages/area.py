"""The page of one area: its findings with their letters, what was looked at, and what could not be."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentwatch.ui.known import FindingRef
from sentwatch.ui.pages.page import Page, PageContext, Telling
from sentwatch.ui.presenters.areas import Area
from sentwatch.ui.presenters.findings import LookRow, area_page, letter_for
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN
from sentwatch.ui.widgets.finding_browser import FindingBrowser
from sentwatch.ui.widgets.frames import Card, Scroll, cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.states import StatePanel
from sentwatch.ui.widgets.text import PlainLabel, Prose
from sentwatch.ui.widgets.unseen import UnseenCard


class AreaPage(Page):
    """Rules, sign-in, domain, this computer: the same page about another area."""

    def __init__(self, context: PageContext, area: Area) -> None:
        super().__init__(context, area.value)
        self._area = area
        name = area.value
        self._state = StatePanel(self.theme, f"{name}-state", parent=self)
        self._state.wanted.connect(self.next_wanted)
        content = QWidget()
        self._scroll = Scroll(content, parent=self)
        lines = column(content, gap=SPACE_BETWEEN)
        lines.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        self._question = Prose(role="quiet")
        self.browser = FindingBrowser(self.theme, f"{name}-findings")
        self.browser.answered.connect(self.session.answer)
        self.browser.guide_wanted.connect(self.guide_wanted)
        self._looks = LooksCard(self.theme, f"{name}-looks")
        self._unseen = UnseenCard(self.theme, f"{name}-unseen")
        for widget in (self._question, self.browser, self._unseen, self._looks):
            lines.addWidget(widget)
        lines.addStretch(1)
        both = column(self, gap=0)
        both.addWidget(self._scroll, 1)
        both.addWidget(self._state, 1)

    def tell(self, telling: Telling) -> HeaderView:
        """Paint what is known of the area."""
        view = area_page(self._area, telling.known, telling.words, now=telling.now)
        alone = view.state is not None
        self._state.setVisible(alone)
        self._scroll.setVisible(not alone)
        if view.state is not None:
            self._state.show_view(view.state)
            return view.header
        self._question.setText(view.question)
        self.browser.say(list_name=view.list_name, back=view.back)
        self.browser.setVisible(bool(view.rows))
        self.browser.show_rows(view.rows, lambda ref: letter_for(ref, telling.known, telling.words, now=telling.now))
        self._looks.show_rows(view.looks_heading, view.looks)
        self._looks.setVisible(bool(view.looks))
        self._unseen.setVisible(view.unseen is not None)
        if view.unseen is not None:
            self._unseen.show_view(view.unseen)
        return view.header

    def open_finding(self, ref: FindingRef) -> None:
        """Read a finding of this area."""
        self.browser.open_finding(ref)
        self._scroll.verticalScrollBar().setValue(0)

    def set_wide(self, *, is_wide: bool) -> None:
        """List and letter side by side, or one after the other."""
        self.browser.set_wide(is_wide=is_wide)


class LooksCard(Card):
    """What was looked at, and how each look ended."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = theme
        self._heading = PlainLabel(role="strong", parent=self)
        self._rows = QWidget(self)
        self._lines = column(self._rows, gap=12)
        self._shown: tuple[LookRow, ...] = ()
        lines = column(self, gap=12)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, 20)
        lines.addWidget(self._heading)
        lines.addWidget(self._rows)

    def show_rows(self, heading: str, rows: tuple[LookRow, ...]) -> None:
        """Show these."""
        self._heading.setText(heading)
        self.setAccessibleName(heading)
        if rows == self._shown:
            return
        self._shown = rows
        cleared(self._lines)
        for entry in rows:
            one = QWidget()
            beside = row(one, gap=10)
            shape = Icon(self._theme, "fine")
            shape.show_tone(entry.tone)
            beside.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
            told = QWidget(one)
            both = column(told, gap=0)
            both.addWidget(Prose(entry.what))
            both.addWidget(Prose(entry.result, role="muted"))
            beside.addWidget(told, 1)
            put(self._lines, one)
