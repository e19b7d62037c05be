"""Which mailboxes are looked after: a card each with its state, and the settings of the one that is opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from sentwatch.service.add_account import Removal
from sentwatch.ui.dialogs.question import ask
from sentwatch.ui.pages.account_settings import AccountSettings
from sentwatch.ui.pages.page import Page, PageContext, Telling
from sentwatch.ui.presenters.account_settings import account_settings
from sentwatch.ui.presenters.accounts import AccountAction, AccountView, RemovedView, accounts, removal, removed
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.states import Next
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.account_badge import AccountBadge
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import Card, Scroll, cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.states import StatePanel
from sentwatch.ui.widgets.text import Elided, Prose


class AccountsPage(Page):
    """The cards, or one account's settings in their place."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "accounts")
        self._telling: Telling | None = None
        self._shown: tuple[AccountView, ...] = ()
        self._opened: str | None = None
        self._removed: tuple[str, Removal] | None = None
        self._state = StatePanel(self.theme, "accounts-state", parent=self)
        self._state.wanted.connect(self.next_wanted)
        content = QWidget()
        self._scroll = Scroll(content, parent=self)
        lines = column(content, gap=SPACE_BETWEEN)
        lines.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        self.note = _RemovedNote(self.theme)
        self.note.close_button.clicked.connect(self._close_note)
        lines.addWidget(self.note)
        cards = QWidget()
        self._cards = column(cards, gap=SPACE_BETWEEN)
        lines.addWidget(cards)
        self.add = Button(self.theme, "accounts-add", icon="plus")
        self.add.clicked.connect(lambda: self.next_wanted.emit(Next.ADD_ACCOUNT))
        self.files = Button(self.theme, "accounts-files", kind=Kind.QUIET, icon="folder")
        self.files.clicked.connect(lambda: self.next_wanted.emit(Next.LOOK_AT_FILES))
        foot = row(gap=SPACE_INSIDE)
        foot.addWidget(self.add)
        foot.addWidget(self.files)
        foot.addStretch(1)
        lines.addLayout(foot)
        lines.addStretch(1)
        self.settings = AccountSettings(context)
        self.settings.left.connect(self._close_settings)
        self.settings.sign_in_wanted.connect(self.sign_in_wanted)
        self.settings.removal_wanted.connect(self._remove)
        self._stack = QStackedWidget(self)
        for widget in (self._scroll, self._state, self.settings):
            self._stack.addWidget(widget)
        column(self, gap=0).addWidget(self._stack)

    def tell(self, telling: Telling) -> HeaderView:
        """Paint the accounts, or the one that is opened."""
        self._telling = telling
        opened = telling.known.account(self._opened) if self._opened is not None else None
        if opened is not None:
            opened = self.settings.newest(opened)
            view = account_settings(opened, telling.known, telling.words, now=telling.now)
            self._stack.setCurrentWidget(self.settings)
            self.settings.show_view(opened, view, telling.words)
            return view.header
        self._opened = None
        return self._tell_cards(telling)

    def open_account(self, key: str) -> None:
        """Show the settings of an account."""
        self._opened = key
        self._close_note()
        self.telling_wanted.emit()
        self.settings.enter()

    def _tell_cards(self, telling: Telling) -> HeaderView:
        view = accounts(telling.known, telling.words, now=telling.now)
        self._stack.setCurrentWidget(self._state if view.state is not None else self._scroll)
        said = removed(*self._removed, telling.words) if self._removed is not None else None
        self.note.show_view(said)
        if view.state is not None:
            self._state.show_view(view.state)
            if said is not None:
                # Nothing is left to show beside it: the note alone says what became of the last account.
                self._stack.setCurrentWidget(self._scroll)
        self.add.say(view.add)
        self.files.say(view.files)
        if view.accounts != self._shown:
            self._shown = view.accounts
            cleared(self._cards)
            for account in view.accounts:
                card = _AccountCard(self.theme, account)
                card.opened.connect(self.open_account)
                card.acted.connect(self._act)
                put(self._cards, card)
        return view.header

    def _act(self, account: AccountView) -> None:
        if account.action is AccountAction.SIGN_IN:
            self.sign_in_wanted.emit(account.key)
        elif account.action is AccountAction.LOOK:
            self.session.check_account(account.key)
        elif account.action is AccountAction.RESUME:
            self.session.set_paused(account.key, paused=False)

    def _close_settings(self) -> None:
        self._opened = None
        self.telling_wanted.emit()

    def _close_note(self) -> None:
        self._removed = None
        self.note.show_view(None)

    def _remove(self, account: AccountView) -> None:
        if self._telling is None or not ask(self.theme, removal(account, self._telling.words), parent=self):
            return
        address = account.address or account.name

        def done(left: Removal) -> None:
            self._removed = (address, left)
            self._opened = None
            self.telling_wanted.emit()

        self.session.remove_account(account.key, done=done)


class _RemovedNote(Card):
    """What became of an account that was removed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("accounts-removed")
        self._shape = Icon(theme, "fine", parent=self)
        self._text = Prose(parent=self)
        self.close_button = Button(theme, "accounts-removed-close", kind=Kind.QUIET, parent=self)
        lines = row(self, gap=12)
        lines.setContentsMargins(20, 12, 12, 12)
        lines.addWidget(self._shape)
        lines.addWidget(self._text, 1)
        lines.addWidget(self.close_button)
        self.hide()

    def show_view(self, view: RemovedView | None) -> None:
        """Show it; None hides it."""
        self.setVisible(view is not None)
        if view is not None:
            self._shape.show_tone(view.tone)
            self._text.setText(view.text)
            self.close_button.say(view.close)


class _AccountCard(Card):
    opened = Signal(str)
    acted = Signal(object)

    def __init__(self, theme: Theme, view: AccountView) -> None:
        super().__init__(tone="warning" if view.action is AccountAction.SIGN_IN else "plain")
        self.setObjectName(f"account-{view.key}")
        self.setAccessibleName(view.name)
        badge = AccountBadge(theme, parent=self)
        badge.show_account(view.initial, view.colour)
        told = QWidget(self)
        beside = column(told, gap=2)
        beside.addWidget(Elided(view.name, role="strong"))
        if view.address:
            beside.addWidget(Elided(view.address, role="muted"))
        beside.addWidget(Elided(view.facts, role="muted"))
        state = row(gap=SPACE_INSIDE)
        shape = Icon(theme, "fine", size=16)
        shape.show_tone(view.tone)
        state.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(Prose(view.state, role="small-strong" if view.help else "small"), 1)
        beside.addSpacing(4)
        beside.addLayout(state)
        if view.help:
            beside.addWidget(Prose(view.help, role="small"))
        buttons = row(gap=SPACE_INSIDE)
        if view.action is not AccountAction.NONE:
            kind = Kind.PRIMARY if view.action is AccountAction.SIGN_IN else Kind.PLAIN
            act = Button(theme, f"account-act-{view.key}", view.action_text, kind=kind)
            act.setAccessibleDescription(view.name)
            act.clicked.connect(lambda: self.acted.emit(view))
            buttons.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        settings = Button(theme, f"account-settings-{view.key}", view.settings, kind=Kind.PLAIN)
        settings.setAccessibleDescription(view.name)
        settings.clicked.connect(lambda: self.opened.emit(view.key))
        buttons.addWidget(settings, 0, Qt.AlignmentFlag.AlignTop)
        lines = row(self, gap=SPACE_BETWEEN)
        lines.setContentsMargins(20, SPACE_BETWEEN, SPACE_BETWEEN, SPACE_BETWEEN)
        lines.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
        lines.addWidget(told, 1)
        lines.addLayout(buttons)
