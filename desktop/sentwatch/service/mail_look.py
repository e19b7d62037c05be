"""Use case: one look at an account's mail through an open connection: inbox, Sent, further folders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sentwatch.core.accounts import Account
from sentwatch.core.history import SentHistory
from sentwatch.core.looks import Failed
from sentwatch.core.own_ways import Given
from sentwatch.core.returned_mail import ReturnedFacts
from sentwatch.core.trouble import FOLDER_MISSING, SENT_FOLDER_UNCLEAR, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.mail import MailPort
from sentwatch.ports.progress import Progress
from sentwatch.service.collect import Collect
from sentwatch.service.further import FurtherFolders
from sentwatch.service.judge import Judge
from sentwatch.service.returned import ReceivedMail
from sentwatch.store.accounts import Accounts

if TYPE_CHECKING:
    from sentwatch.store.account_store import AccountStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """Which folders beside inbox and Sent are looked at, and since when the inbox is watched without a break.

    `folders` None: all of them; empty: only where something that has left the inbox is looked for.
    """

    folders: frozenset[str] | None = frozenset()
    inbox_watched_since: datetime | None = None


NO_FURTHER: Final = Further()
ALL_FURTHER: Final = Further(folders=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLook:
    """What one look at the mail brought, and the account as it is known by now.

    `has_looked_further`: folders beside inbox and Sent were looked at, so that what rules do may show.
    """

    sent: SentHistory | Failed
    returned: ReturnedFacts | Failed
    account: Account
    has_looked_further: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtMail:
    """Looks through one signed-in connection. `facts` folds what came back, as it is kept."""

    mail: MailPort
    store: AccountStore
    accounts: Accounts
    clock: Clock
    given: Given
    judge: Callable[[Account], Judge]
    facts: Callable[[Account], ReturnedFacts]
    progress: Progress
    cancel: CancelToken

    def run(self, account: Account, further: Further) -> MailLook:
        """Read and judge what is new. Raises Trouble and Cancelled.

        A mailbox without a Sent folder is still one to which bounces come: that failure is of the Sent part only.
        """
        received = self._received(account, further)
        collect = Collect(
            mail=self.mail,
            ledger=self.store.ledger,
            clock=self.clock,
            progress=self.progress,
            cancel=self.cancel,
            received=received,
        )
        is_missed = collect.read_inbox()
        damaged, failed = 0, None
        try:
            collected = collect.read_sent(account)
        except Trouble as trouble:
            if trouble.kind not in {SENT_FOLDER_UNCLEAR, FOLDER_MISSING}:
                raise
            failed = Failed(trouble)
        else:
            damaged = collected.damaged
            if collected.sent_folder != account.sent_folder:
                account = replace(account, sent_folder=collected.sent_folder)
                self._note_sent_folder(account)
        looks_further = is_missed or further.folders is None or bool(further.folders)
        if looks_further:
            folders = FurtherFolders(mail=self.mail, ledger=self.store.ledger, received=received)
            # What has left the inbox may lie anywhere.
            folders.look(account, only=None if is_missed else further.folders)
        received.settle()
        return MailLook(
            sent=failed or self._judged(account, damaged),
            returned=self.facts(account),
            account=account,
            has_looked_further=looks_further,
        )

    def _note_sent_folder(self, account: Account) -> None:
        """Keep the folder that was found; other changes made meanwhile stay, and a removed account stays removed."""
        kept = self.accounts.get(account.id)
        if kept is not None and kept.sent_folder is None:
            self.accounts.put(replace(kept, sent_folder=account.sent_folder))

    def _judged(self, account: Account, damaged: int) -> SentHistory:
        judge = self.judge(account)
        judge.run()
        return replace(judge.history(), damaged=damaged)

    def _received(self, account: Account, further: Further) -> ReceivedMail:
        watched = further.inbox_watched_since
        return ReceivedMail(
            account=account,
            mail=self.mail,
            ledger=self.store.ledger,
            arrivals=self.store.arrivals,
            returned=self.store.returned,
            kept=self.store.kept,
            clock=self.clock,
            cancel=self.cancel,
            given=self.given,
            inbox_watched_since_s=None if watched is None else watched.timestamp(),
        )
