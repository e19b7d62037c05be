"""What all parts of the sign-in page share: what is known, the words, and starting use cases in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from sentwatch.ui.secret_clipboard import SecretClipboard

if TYPE_CHECKING:
    from sentwatch.core.accounts import Account
    from sentwatch.core.report import Report
    from sentwatch.core.trouble import Trouble
    from sentwatch.ports.cancel import CancelToken
    from sentwatch.service.sign_in_overview import SignInOverview
    from sentwatch.service.sign_in_review import SignInReview, SignInSeen
    from sentwatch.texts.words import Words
    from sentwatch.ui.background import Task
    from sentwatch.ui.pages.page import PageContext

T = TypeVar("T")

LANE = "sign-in"
"""What changes the store for this page runs one after another."""


class Bench(QObject):
    """`loaded` comes when more is known. `words` are those spoken when the page was told last."""

    loaded = Signal()

    def __init__(self, context: PageContext, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = context.theme
        self.session = context.session
        self.app = context.app
        self.clipboard = SecretClipboard(self)
        self.overview: SignInOverview | None = None
        self.words: Words | None = None
        self.is_stale = True
        self._accounts: tuple[Account, ...] = ()

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts the page is about."""
        return self._accounts

    @property
    def told(self) -> SignInOverview:
        """What is known; nothing before it was read."""
        from sentwatch.service.sign_in_overview import SignInOverview

        return self.overview or SignInOverview(at=self.session.actions.now())

    def seen(self, account_id: str) -> SignInSeen | None:
        """What is known of one account."""
        return None if self.overview is None else self.overview.seen(account_id)

    def load(self, accounts: tuple[Account, ...]) -> None:
        """Read what is known of these accounts."""
        self._accounts, self.is_stale = accounts, False
        app = self.app

        def take(overview: SignInOverview) -> None:
            self.overview = overview
            self.loaded.emit()

        self.run(lambda _cancel: app.sign_in_overview(accounts), take)

    def change(self, account: Account, work: Callable[[SignInReview], Report]) -> None:
        """Keep something the owner said of an account, and tell all that follows from it."""
        app = self.app

        def do(_cancel: CancelToken) -> Report:
            return work(app.sign_in_review(account))

        self.run(do, self.take)

    def take(self, report: Report) -> None:
        """Tell what a report of this page's making says."""
        self.app.last_reports.take(report)
        self.tell_anew()

    def tell_anew(self) -> None:
        """Something was kept: read everything once more."""
        self.is_stale = True
        self.session.load()

    def run(
        self,
        work: Callable[[CancelToken], T],
        done: Callable[[T], None],
        *,
        failed: Callable[[Trouble], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        lane: str | None = LANE,
    ) -> Task[T]:
        """Run a use case; its answer comes back on the GUI thread."""
        return self.session.use(
            lambda cancel, _progress: work(cancel), done, failed=failed, cancelled=cancelled, lane=lane
        )
