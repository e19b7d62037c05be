"""What every stage of the assistant shares: what is known so far, its place on the screen, its way on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sentwatch.ui.one_task import OneTask
from sentwatch.ui.presenters.assistant import Stage
from sentwatch.ui.widgets.frames import column
from sentwatch.ui.widgets.text import Prose

if TYPE_CHECKING:
    from sentwatch.core.accounts import Account
    from sentwatch.core.discovery import Discovery
    from sentwatch.core.sign_in_ways import Way, Ways
    from sentwatch.service.add_account import Opened, SignInResult
    from sentwatch.texts.words import Words
    from sentwatch.ui.session import Session
    from sentwatch.ui.theme import Theme
    from sentwatch.wiring import App


@dataclass(slots=True, kw_only=True)
class Draft:
    """What is known of the account so far. `opened` holds a secret until the account is kept, and is never shown.

    `confirmed` are hosts outside the mail domain that its owner agreed to.
    """

    is_again: bool = False
    address: str = ""
    known: Account | None = None
    discovery: Discovery | None = None
    account: Account | None = None
    needs_username: bool = False
    confirmed: set[str] = field(default_factory=set)
    ways: Ways | None = None
    way: Way | None = None
    has_keyring: bool = True
    result: SignInResult | None = None
    opened: Opened | None = field(default=None, repr=False)
    for_session: bool = False
    has_tried_session: bool = False
    local_zone: str | None = None

    def begin(self, address: str, known: Account | None) -> None:
        """Begin with another address; the same one keeps what was found for it."""
        if address == self.address:
            return
        self.address, self.known = address, known
        self.discovery = self.account = None
        self.needs_username = False
        self.confirmed.clear()
        self.change_server()

    def refuse(self) -> None:
        """It could not be kept: what was to be for this session only is not offered a second time."""
        self.has_tried_session |= self.for_session
        self.for_session = False

    def change_server(self) -> None:
        """Another server may offer other ways in."""
        self.ways = self.way = self.result = self.opened = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the stages work with."""

    theme: Theme
    session: Session
    app: App
    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Primary:
    """The button that leads on; no text hides it."""

    text: str
    is_enabled: bool = True


class StageView(QWidget):
    """One stage. `moved` asks for another, `changed` for the buttons to be told anew, `guide_wanted` for a guide.

    `pointed` carries what somebody should see now.
    """

    moved = Signal(object)
    changed = Signal()
    guide_wanted = Signal(str)
    pointed = Signal(QWidget)

    stage: Stage

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.draft = desk.draft
        self.theme = desk.theme
        self.task = OneTask(desk.session.background)
        self.is_here = False
        self.setObjectName(f"assistant-{self.stage.value}")
        self.title = Prose(role="headline", parent=self)
        self.body = column(self, gap=16)
        self.body.addWidget(self.title)

    @property
    def primary(self) -> Primary:
        """The button that leads on."""
        raise NotImplementedError

    @property
    def may_go_back(self) -> bool:
        """Whether the stage before can be gone back to."""
        return True

    def say(self, words: Words) -> None:
        """Say everything in these words."""
        raise NotImplementedError

    def enter(self) -> None:
        """Somebody came here."""

    def arrive(self) -> None:
        """Come here."""
        self.is_here = True
        self.enter()

    def leave(self) -> None:
        """Somebody left: nothing is waited for any more, nothing secret stays in a field."""
        self.is_here = False
        self.task.drop()

    def go_on(self) -> None:
        """The button that leads on was pressed."""
        raise NotImplementedError
