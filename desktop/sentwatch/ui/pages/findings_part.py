"""Cards of what was seen, then what could not be, then the findings of the area with their letters."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget

from sentwatch.ui.known import FindingRef
from sentwatch.ui.pages.page import Telling
from sentwatch.ui.pages.parts import Bench, Part
from sentwatch.ui.presenters.areas import Area
from sentwatch.ui.presenters.findings import area_page, letter_for
from sentwatch.ui.presenters.overview import UnseenView
from sentwatch.ui.tokens import SPACE_BETWEEN
from sentwatch.ui.widgets.finding_browser import FindingBrowser
from sentwatch.ui.widgets.frames import column
from sentwatch.ui.widgets.text import PlainLabel
from sentwatch.ui.widgets.unseen import UnseenCard

F = TypeVar("F")


class FindingsPart(Part[F]):
    """The first part of its page. What is special about a page is put into `above`."""

    def __init__(self, bench: Bench, area: Area) -> None:
        super().__init__(bench, f"{area.value}-checks")
        self._area = area
        above = QWidget()
        self.above = column(above, gap=SPACE_BETWEEN)
        self._unseen = UnseenCard(bench.theme, f"{area.value}-unseen")
        self._heading = PlainLabel(role="title")
        self.browser = FindingBrowser(bench.theme, f"{area.value}-findings")
        for widget in (above, self._heading, self.browser, self._unseen):
            self.lines.addWidget(widget)
        self.lines.addStretch(1)

    def tell_findings(self, telling: Telling, unseen: UnseenView | None) -> None:
        """Paint the letters and what could not be looked at."""
        view = area_page(self._area, telling.known, telling.words, now=telling.now)
        self._heading.setText(view.list_name)
        self._heading.setVisible(bool(view.rows))
        self.browser.say(list_name=view.list_name, back=view.back)
        self.browser.setVisible(bool(view.rows))
        self.browser.show_rows(view.rows, lambda ref: letter_for(ref, telling.known, telling.words, now=telling.now))
        self._unseen.setVisible(unseen is not None)
        if unseen is not None:
            self._unseen.show_view(unseen)

    def open_finding(self, ref: FindingRef) -> QWidget:
        """Read a finding; what to scroll to."""
        self.browser.open_finding(ref)
        return self._heading

    def set_wide(self, *, is_wide: bool) -> None:
        """List and letter side by side, or one after the other."""
        self.browser.set_wide(is_wide=is_wide)
