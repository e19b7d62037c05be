"""Watching one account live: one thread owns its connections, waits in IDLE or polls, and looks at what is new."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sentwatch.core.accounts import Account
from sentwatch.core.schedule import Area, Watched, WatchPolicy, next_due
from sentwatch.core.takeover import TakeoverState
from sentwatch.core.trouble import Trouble
from sentwatch.core.watching import AccountState, Looked, SeesAgain, Sight, StateChanged, WatchEvent, WentBlind
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.mail import MailPort
from sentwatch.ports.progress import silent
from sentwatch.service.check_account import CheckAccount
from sentwatch.service.further import FOLDERS, MAX_FOLDERS, KnownFolders, has_news
from sentwatch.service.mail_look import Further
from sentwatch.store.account_store import AccountStore
from sentwatch.store.folder_mark import INBOX, SENT
from sentwatch.store.watched import WatchLog

HEARTBEAT_S: Final = 60.0
"""A wait is cut into pieces of this length: the log of what was watched is brought up to date at each."""
POLL_S: Final = 30.0
"""Where IDLE is missing. The burst definition asks for 60 s or faster: a blast is 6 % out by then."""
FIRST_RETRY_S: Final = 5.0
LAST_RETRY_S: Final = 300.0
INBOX_RETRY_S: Final = 300.0
"""How long the second line waits where it was refused; the inbox is asked about at each heartbeat meanwhile."""
SPREAD: Final = 0.2
"""Retries are spread by a fifth, so that an office's mailboxes do not knock all at once."""


@dataclass(slots=True)
class Bell:
    """Rings when the inbox changes. `is_watching`: a line of its own waits there at the moment."""

    rung: threading.Event = field(default_factory=threading.Event)
    is_watching: bool = False


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
    _inbox_since: datetime | None = field(default=None, init=False, repr=False)
    """Since when no more than a heartbeat went by without a look at whether the inbox changed."""
    _missed: frozenset[str] = field(default=frozenset(), init=False, repr=False)
    """Folders that had news when the last wait began: one that keeps its news to itself is not asked for ever."""

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

    def _ring_for_inbox(self, mail: MailPort, leaving: ExitStack) -> Bell:
        """A bell that rings when the inbox changes: over this connection where it can tell, else over a second one."""
        bell = Bell()
        if "IDLE" not in mail.capabilities or "NOTIFY" in mail.capabilities:
            return bell
        second = CancelToken()
        leaving.callback(second.cancel)

        def wait_in_inbox() -> None:
            with suppress(Cancelled):
                while True:
                    # Where it is refused, the inbox is asked about by the first connection.
                    with suppress(Trouble):
                        self._wait_in_inbox(bell, second)
                    bell.is_watching = False
                    second.wait(INBOX_RETRY_S)

        thread = threading.Thread(target=wait_in_inbox, name=f"inbox-{self.account.id[:8]}", daemon=True)
        thread.start()
        return bell

    def _wait_in_inbox(self, bell: Bell, cancel: CancelToken) -> None:
        inbox = self.check.enter(self.account, cancel)
        try:
            inbox.examine("INBOX")
            bell.is_watching = True
            # What came before this line was there is found by looking once.
            bell.rung.set()
            while True:
                if inbox.wait_for_change(HEARTBEAT_S):
                    bell.rung.set()
        finally:
            inbox.close()

    def _follow(self, mail: MailPort, bell: Bell) -> None:
        """Wait for one change, or until something is due, and look."""
        folder = self.account.sent_folder or "INBOX"
        state = mail.examine(folder)
        mark = self.store.ledger.mark(SENT if self.account.sent_folder else INBOX)
        has_idle = "IDLE" in mail.capabilities
        known = self.store.kept.get(FOLDERS, KnownFolders)
        # What is being written lies among the drafts, saved again and again.
        is_told = mail.watch_also(but=() if known is None else known.own) or folder == "INBOX"
        is_behind = mark is None or mark.uid_validity != state.uid_validity or mark.scanned_to < state.uid_next - 1
        missed = self._changed_meanwhile(mail) if is_told else frozenset()
        if is_behind or missed or self._inbox_has_news(mail):
            # It came between the look and the wait.
            self._look(mail, changed=missed)
            return
        self._inbox_since = self._inbox_since or self.clock.now()
        while True:
            wait_s = HEARTBEAT_S if has_idle else POLL_S
            changed = mail.wait_for_change(wait_s, leave=lambda: bell.rung.is_set() or self._asked.is_set())
            if changed or bell.rung.is_set() or self._asked.is_set() or self._due():
                break
            if not (has_idle and (is_told or bell.is_watching)) and self._inbox_has_news(mail):
                break
            self._seen(Sight.LIVE if has_idle else Sight.POLLING)
        bell.rung.clear()
        self._look(mail, changed=mail.take_changed())

    def _places(self) -> Sequence[str]:
        """The further folders of which the server may tell while we wait."""
        known = self.store.kept.get(FOLDERS, KnownFolders)
        return known.places[:MAX_FOLDERS] if known is not None else ()

    def _changed_meanwhile(self, mail: MailPort) -> frozenset[str]:
        """Further folders with news of which the server told while we were not waiting; each is looked at once."""
        behind = frozenset(state.folder for state in mail.states(self._places()) if has_news(self.store.ledger, state))
        missed, self._missed = behind - self._missed, behind
        return missed

    def _inbox_has_news(self, mail: MailPort) -> bool:
        state, mark = mail.state("INBOX"), self.store.ledger.mark(INBOX)
        return mark is None or (mark.uid_validity, mark.uid_next, mark.messages) != (
            state.uid_validity,
            state.uid_next,
            state.messages,
        )

    def _due(self) -> frozenset[Area]:
        return next_due(self.clock.now(), self.last_runs, self.policy)

    def _look(self, mail: MailPort, *, changed: frozenset[str] = frozenset()) -> None:
        """Look at what is new in the mail, and at the other areas that are due."""
        self._asked.clear()
        due = self._due() - {Area.SENT}
        folders = None if Area.RULES in due else changed - {"INBOX", self.account.sent_folder}
        look = self.check.read_mail(
            mail,
            self.account,
            self.store,
            further=Further(folders=folders, inbox_watched_since=self._inbox_since),
            progress=silent,
            cancel=self.cancel,
        )
        self.account = account = look.account
        snapshot = self.check.seen(look)
        now = snapshot.taken_at
        if due:
            snapshot = self.check.look_further(snapshot, account, areas=due, cancel=self.cancel)
            snapshot = replace(snapshot, taken_at=self.clock.now())
        self.last_runs.update(dict.fromkeys((Area.SENT, *due), now))
        report = self.check.report(account, snapshot, self.store)
        gap = self._seen(Sight.LIVE if "IDLE" in mail.capabilities else Sight.POLLING, looked_at=now)
        before = self._state.takeover or TakeoverState.USUAL
        takeover = report.state or before
        worst = self.check.worst_known(self.store)
        self._state = replace(self._state, worst=worst, account=account, takeover=takeover)
        self.emit(Looked(report=report, gap=gap))
        if takeover is not before:
            self.emit(StateChanged(state=self._state))

    def _seen(self, sight: Sight, *, looked_at: datetime | None = None) -> Watched | None:
        now = self.clock.now()
        gap = self.log.looked(now)
        if gap is not None:
            # The computer slept: who knows what came and went.
            self._inbox_since = None
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
        self._inbox_since = None
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
