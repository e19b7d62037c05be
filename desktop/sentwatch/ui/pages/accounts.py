"""Which mailboxes are looked after; add, pause and remove them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.ui.dialogs.question import ask
from sentwatch.ui.pages.page import Page, PageContext, Telling
from sentwatch.ui.presenters.accounts import AccountView, accounts, removal
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.states import Next
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import Card, Scroll, cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.states import StatePanel
from sentwatch.ui.widgets.text import Elided, Prose


class AccountsPage(Page):
    """A card for each account."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "accounts")
        self._telling: Telling | None = None
        self._shown: tuple[AccountView, ...] = ()
        self._state = StatePanel(self.theme, "accounts-state", parent=self)
        self._state.wanted.connect(self.next_wanted)
        content = QWidget()
        self._scroll = Scroll(content, parent=self)
        lines = column(content, gap=SPACE_BETWEEN)
        lines.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        cards = QWidget()
        self._cards = column(cards, gap=SPACE_BETWEEN)
        lines.addWidget(cards)
        self.add = Button(self.theme, "accounts-add", icon="plus")
        self.add.clicked.connect(lambda: self.next_wanted.emit(Next.ADD_ACCOUNT))
        lines.addWidget(self.add)
        lines.addStretch(1)
        both = column(self, gap=0)
        both.addWidget(self._scroll, 1)
        both.addWidget(self._state, 1)

    def tell(self, telling: Telling) -> HeaderView:
        """Paint the accounts."""
        self._telling = telling
        view = accounts(telling.known, telling.words, now=telling.now)
        self._state.setVisible(view.state is not None)
        self._scroll.setVisible(view.state is None)
        if view.state is not None:
            self._state.show_view(view.state)
        self.add.say(view.add)
        if view.accounts != self._shown:
            self._shown = view.accounts
            cleared(self._cards)
            for account in view.accounts:
                card = _AccountCard(self.theme, account)
                card.paused.connect(lambda key, paused: self.session.set_paused(key, paused=paused))
                card.removed.connect(self._remove)
                put(self._cards, card)
        return view.header

    def _remove(self, account: AccountView) -> None:
        if self._telling is not None and ask(self.theme, removal(account, self._telling.words), parent=self):
            self.session.remove_account(account.key)


class _AccountCard(Card):
    paused = Signal(str, bool)
    removed = Signal(object)

    def __init__(self, theme: Theme, view: AccountView) -> None:
        super().__init__()
        self.setObjectName(f"account-{view.key}")
        self.setAccessibleName(view.address)
        shape = Icon(theme, "fine", parent=self)
        shape.show_tone(view.tone)
        address = Elided(view.address, role="strong", parent=self)
        facts = Elided(view.facts, role="muted", parent=self)
        state = Prose(view.state, role="small", parent=self)
        pause = Button(theme, f"account-pause-{view.key}", view.pause, kind=Kind.QUIET, parent=self)
        pause.setAccessibleDescription(view.address)
        pause.clicked.connect(lambda: self.paused.emit(view.key, not view.is_paused))
        remove = Button(theme, f"account-remove-{view.key}", view.remove, kind=Kind.QUIET, parent=self)
        remove.setAccessibleDescription(view.address)
        remove.clicked.connect(lambda: self.removed.emit(view))
        lines = row(self, gap=12)
        lines.setContentsMargins(20, SPACE_BETWEEN, 12, SPACE_BETWEEN)
        lines.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget(self)
        beside = column(told, gap=2)
        for widget in (address, facts, state):
            beside.addWidget(widget)
        lines.addWidget(told, 1)
        buttons = row(gap=SPACE_INSIDE)
        buttons.addWidget(pause)
        buttons.addWidget(remove)
        lines.addLayout(buttons)
