"""Watching one account live: one thread owns its connections, waits in IDLE or polls, and looks at what is new."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sentwatch.core.accounts import Account
from sentwatch.core.schedule import Area, Watched, WatchPolicy, next_due
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.trouble import Trouble
from sentwatch.core.watching import AccountState, Looked, SeesAgain, Sight, StateChanged, WatchEvent, WentBlind
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.mail import MailPort
from sentwatch.ports.progress import silent
from sentwatch.service.check_account import AccountStore, CheckAccount
from sentwatch.store.ledger import SENT
from sentwatch.store.watched import WatchLog

HEARTBEAT_S: Final = 60.0
"""A wait is cut into pieces of this length: the log of what was watched is brought up to date at each."""
POLL_S: Final = 30.0
"""Where IDLE is missing. The burst definition asks for 60 s or faster: a blast is 6 % out by then."""
FIRST_RETRY_S: Final = 5.0
LAST_RETRY_S: Final = 300.0
SPREAD: Final = 0.2
"""Retries are spread by a fifth, so that an office's mailboxes do not knock all at once."""


@dataclass(slots=True, kw_only=True)
class LiveAccount:
    """The watch over one account. `run` goes on until cancelled; everything else may be called from any thread."""

    account: Account
    check: CheckAccount
    store: AccountStore
    log: WatchLog
    clock: Clock
    policy: WatchPolicy
    emit: Callable[[WatchEvent], None]
    blind_after_s: float
    note_fault: Callable[[Exception], Trouble]
    """Writes a fault of ours into the log and makes it a Trouble with its code."""
    last_runs: dict[Area, datetime] = field(default_factory=dict)
    cancel: CancelToken = field(default_factory=CancelToken)
    _asked: threading.Event = field(default_factory=threading.Event, init=False, repr=False)
    _state: AccountState = field(init=False, repr=False)
    _blind_told: bool = field(default=False, init=False, repr=False)
    _lost_at: datetime | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self._state = AccountState(account=self.account, sight=Sight.STARTING, since=self.clock.now())

    @property
    def state(self) -> AccountState:
        """How the account is seen at the moment."""
        return self._state

    def look_now(self) -> None:
        """Look at everything soon, on the account's own thread."""
        self.last_runs.clear()
        self._asked.set()

    def run(self) -> None:
        """Watch until cancelled."""
        retry_s = FIRST_RETRY_S
        with suppress(Cancelled):
            while True:
                try:
                    self._watch()
                except Cancelled:
                    raise
                except Exception as error:  # noqa: BLE001 - a watch that ends unseen is worse than a fault told
                    is_new = self._lost_at is None
                    self._lost(error if isinstance(error, Trouble) else self.note_fault(error))
                    # A connection that was just lost is made anew at once; one that cannot be made waits longer.
                    retry_s = FIRST_RETRY_S / 5 if is_new else min(retry_s * 2, LAST_RETRY_S)
                self._rest(retry_s * random.uniform(1 - SPREAD, 1 + SPREAD))  # noqa: S311 - spreading, not a secret

    def _rest(self, wait_s: float) -> None:
        until_s = self.clock.monotonic_s() + wait_s
        while (left_s := until_s - self.clock.monotonic_s()) > 0 and not self._asked.is_set():
            self.cancel.wait(min(left_s, 0.5))
            self._tell_blind()

    def _watch(self) -> None:
        with ExitStack() as leaving:
            mail = self.check.enter(self.account, self.cancel)
            leaving.callback(mail.close)
            self._look(mail)
            bell = self._ring_for_inbox(mail, leaving)
            while True:
                self._follow(mail, bell)

    def _ring_for_inbox(self, mail: MailPort, leaving: ExitStack) -> threading.Event:
        """A bell that rings when the inbox changes: over this connection where it can tell, else over a second one."""
        bell = threading.Event()
        if "IDLE" not in mail.capabilities or "NOTIFY" in mail.capabilities:
            return bell
        second = CancelToken()
        leaving.callback(second.cancel)

        def wait_in_inbox() -> None:
            # Missing it costs little: the inbox is read with each look at the latest.
            with suppress(Trouble, Cancelled):
                inbox = self.check.enter(self.account, second)
                try:
                    inbox.examine("INBOX")
                    while True:
                        if inbox.wait_for_change(HEARTBEAT_S):
                            bell.set()
                finally:
                    inbox.close()

        thread = threading.Thread(target=wait_in_inbox, name=f"inbox-{self.account.id[:8]}", daemon=True)
        thread.start()
        return bell

    def _follow(self, mail: MailPort, bell: threading.Event) -> None:
        """Wait for one change, or until something is due, and look."""
        folder = self.account.sent_folder or ""
        state = mail.examine(folder)
        mark = self.store.ledger.mark(SENT)
        if mark is None or mark.uid_validity != state.uid_validity or mark.scanned_to < state.uid_next - 1:
            # It came between the look and the wait.
            self._look(mail)
            return
        has_idle = "IDLE" in mail.capabilities
        mail.watch_also("INBOX")
        while True:
            wait_s = HEARTBEAT_S if has_idle else POLL_S
            changed = mail.wait_for_change(wait_s, leave=lambda: bell.is_set() or self._asked.is_set())
            if changed or bell.is_set() or self._asked.is_set() or self._due():
                break
            self._seen(Sight.LIVE if has_idle else Sight.POLLING)
        bell.clear()
        self._look(mail)

    def _due(self) -> frozenset[Area]:
        return next_due(self.clock.now(), self.last_runs, self.policy)

    def _look(self, mail: MailPort) -> None:
        """Look at what is new in the mail, and at the other areas that are due."""
        self._asked.clear()
        due = self._due() - {Area.SENT}
        history, account = self.check.read_sent(mail, self.account, self.store, progress=silent, cancel=self.cancel)
        self.account = account
        now = self.clock.now()
        snapshot = Snapshot(taken_at=now, account=account, sent=history)
        if due:
            snapshot = self.check.look_further(snapshot, account, areas=due, cancel=self.cancel)
            snapshot = replace(snapshot, taken_at=self.clock.now())
        self.last_runs.update(dict.fromkeys((Area.SENT, *due), now))
        report = self.check.report(account, snapshot, self.store)
        gap = self._seen(Sight.LIVE if "IDLE" in mail.capabilities else Sight.POLLING, looked_at=now)
        self._state = replace(self._state, worst=self.check.worst_known(self.store), account=account)
        self.emit(Looked(report=report, gap=gap))

    def _seen(self, sight: Sight, *, looked_at: datetime | None = None) -> Watched | None:
        now = self.clock.now()
        gap = self.log.looked(now)
        lost_at, self._lost_at = self._lost_at, None
        changed = self._state.sight is not sight
        self._state = replace(
            self._state,
            sight=sight,
            trouble=None,
            since=now if changed else self._state.since,
            looked_at=looked_at or self._state.looked_at,
        )
        if self._blind_told and lost_at is not None:
            self._blind_told = False
            self.emit(SeesAgain(state=self._state, blind=Watched(since=lost_at, until=now)))
        elif changed:
            self.emit(StateChanged(state=self._state))
        return gap

    def _lost(self, trouble: Trouble) -> None:
        now = self.clock.now()
        if self._lost_at is None:
            self._lost_at = now
        self._state = replace(self._state, trouble=trouble)
        self._tell_blind()

    def _tell_blind(self) -> None:
        now = self.clock.now()
        if self._lost_at is None or self._blind_told:
            return
        if (now - self._lost_at).total_seconds() >= self.blind_after_s:
            self._blind_told = True
            self._state = replace(self._state, sight=Sight.BLIND, since=self._lost_at)
            self.emit(WentBlind(state=self._state))
