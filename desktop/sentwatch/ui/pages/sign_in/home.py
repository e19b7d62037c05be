"""What the page about signing in shows first: the rows of each mailbox, what was found, the tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from sentwatch.ui.links import show_in_folder
from sentwatch.ui.presenters import states
from sentwatch.ui.presenters.areas import Area
from sentwatch.ui.presenters.findings import area_page, letter_for
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.sign_in import TOOLS, LeftView, sign_in
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.door_row import DoorsCard
from sentwatch.ui.widgets.finding_browser import FindingBrowser
from sentwatch.ui.widgets.frames import Card, Scroll, cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.looks import LooksCard
from sentwatch.ui.widgets.states import NoticeBar
from sentwatch.ui.widgets.text import Prose
from sentwatch.ui.widgets.unseen import UnseenCard

if TYPE_CHECKING:
    from sentwatch.service.sign_in_overview import SignInOverview
    from sentwatch.ui.pages.page import Telling
    from sentwatch.ui.pages.sign_in.bench import Bench
    from sentwatch.ui.presenters.doors import DoorsView


class Home(QWidget):
    """`opened` carries the card's key (an account's, or "tools") and the row's name; `next_wanted` as of a page."""

    opened = Signal(str, str)
    next_wanted = Signal(object)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._theme = bench.theme
        self._is_wide = False
        self._cards: dict[str, DoorsCard] = {}
        self._left: tuple[LeftView, ...] = ()
        content = QWidget()
        self.pane = Scroll(content, parent=self)
        lines = column(content, gap=SPACE_BETWEEN)
        lines.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        self._question = Prose(role="quiet")
        self._notice = NoticeBar(self._theme, "sign-in-state")
        self._notice.wanted.connect(self.next_wanted)
        left = QWidget()
        self._left_lines = column(left, gap=SPACE_INSIDE)
        self._left_box = left
        doors = QWidget()
        self._grid = QGridLayout(doors)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE_BETWEEN)
        self.browser = FindingBrowser(self._theme, "sign-in-findings")
        self.browser.answered.connect(bench.session.answer)
        self._looks = LooksCard(self._theme, "sign-in-looks")
        self._unseen = UnseenCard(self._theme, "sign-in-unseen")
        for widget in (self._question, self._notice, left, doors, self.browser, self._unseen, self._looks):
            lines.addWidget(widget)
        lines.addStretch(1)
        column(self, gap=0).addWidget(self.pane)

    def tell(self, telling: Telling, overview: SignInOverview) -> HeaderView:
        """Paint what is known."""
        known, words = telling.known, telling.words
        view = area_page(Area.SIGN_IN, known, words, now=telling.now)
        said = sign_in(overview, words)
        self._question.setText(view.question)
        state = None
        if known.trouble is not None:
            state = states.nothing_but_trouble(known.trouble, words)
        elif not known.accounts and not known.reports:
            state = states.first(words)
        self._notice.setVisible(state is not None)
        if state is not None:
            self._notice.show_view(state)
        self._show_cards((*said.accounts, said.tools))
        self._show_left(said.left)
        self.browser.say(list_name=view.list_name, back=view.back)
        self.browser.setVisible(bool(view.rows))
        self.browser.show_rows(view.rows, lambda ref: letter_for(ref, known, words, now=telling.now))
        self._looks.show_rows(view.looks_heading, view.looks)
        self._looks.setVisible(bool(view.looks))
        self._unseen.setVisible(view.unseen is not None)
        if view.unseen is not None:
            self._unseen.show_view(view.unseen)
        return view.header

    def set_wide(self, *, is_wide: bool) -> None:
        """Cards side by side, or below each other."""
        self._is_wide = is_wide
        self.browser.set_wide(is_wide=is_wide)
        self._arrange()

    def show_browser(self) -> None:
        """Scroll to the findings."""
        self.pane.ensureWidgetVisible(self.browser, 0, 0)
        self.pane.verticalScrollBar().setValue(self.browser.y() - SPACE_BETWEEN)

    def focus_door(self, key: str, name: str) -> None:
        """Go back to where somebody came from."""
        card = self._cards.get(key)
        if card is not None:
            card.focus_door(name)

    def _show_cards(self, views: tuple[DoorsView, ...]) -> None:
        keys = [view.key for view in views]
        if keys != list(self._cards):
            for key, card in list(self._cards.items()):
                if key not in keys:
                    self._grid.removeWidget(card)
                    card.hide()
                    card.deleteLater()
            self._cards = {key: self._cards.get(key) or self._made(key) for key in keys}
            self._arrange()
        for view in views:
            self._cards[view.key].show_view(view)

    def _made(self, key: str) -> DoorsCard:
        card = DoorsCard(self._theme, f"doors-{key}")
        card.opened.connect(lambda name: self.opened.emit(key, name))
        return card

    def _arrange(self) -> None:
        """Two columns where there is room; the tools fill a line of their own rather than half of one."""
        across = 2 if self._is_wide else 1
        for number, (key, card) in enumerate(self._cards.items()):
            fills = key == TOOLS and self._is_wide and number % across == 0
            card.set_across(2 if fills else 1)
            self._grid.addWidget(card, number // across, number % across, 1, across if fills else 1)
            card.show()
        for place in range(2):
            self._grid.setColumnStretch(place, 1 if place < across else 0)

    def _show_left(self, views: tuple[LeftView, ...]) -> None:
        self._left_box.setVisible(bool(views))
        if views == self._left:
            return
        self._left = views
        cleared(self._left_lines)
        for number, view in enumerate(views):
            put(self._left_lines, self._left_bar(number, view))

    def _left_bar(self, number: int, view: LeftView) -> QWidget:
        bar = Card(tone="notice")
        lines = row(bar, gap=12, around=12)
        lines.addWidget(Icon(self._theme, "file", colour="notice"), 0, Qt.AlignmentFlag.AlignTop)
        lines.addWidget(Prose(view.text), 1)
        show = Button(self._theme, f"left-show-{number}", view.show)
        show.setAccessibleDescription(view.text)
        show.clicked.connect(lambda: show_in_folder(view.path))
        forget = Button(self._theme, f"left-forget-{number}", view.forget, kind=Kind.QUIET)
        forget.setAccessibleDescription(view.text)
        forget.clicked.connect(lambda: self._forget(view.path))
        lines.addWidget(show)
        lines.addWidget(forget)
        return bar

    def _forget(self, path: str) -> None:
        files = self._bench.app.left_files
        self._bench.run(lambda _cancel: files.forget(path), lambda _none: self._bench.tell_anew())
