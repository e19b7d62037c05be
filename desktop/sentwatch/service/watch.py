"""Use case: watch all accounts, each on a thread of its own, and hand on what happens, one event after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sentwatch.core.accounts import Account
from sentwatch.core.schedule import OF_ACCOUNT, Area, WatchPolicy
from sentwatch.core.settings import Settings
from sentwatch.core.trouble import Trouble
from sentwatch.core.watching import AccountState, Sight, StateChanged, WatchEvent
from sentwatch.ports.clock import Clock
from sentwatch.service.check_account import CheckAccount
from sentwatch.service.live import LiveAccount
from sentwatch.service.surroundings import OpenWifiWatch, Surrounding, SurroundingsWatch
from sentwatch.store.account_store import AccountStore
from sentwatch.store.watched import WatchLog

LEAVE_S: Final = 5.0
"""How long ending waits for the threads; whoever is still in a call then is left to the end of the process."""

_WATCHED_BY: Final = ("sent_every_min", "rules_every_min", "domain_every_h", "device_every_days", "blind_after_min")

_CODES: Final = {"sent.burst": Area.SENT, "connection.tls-old": Area.CONNECTION, "rule.hides": Area.RULES}
"""By which check's last run each area is known to have been looked at."""


def policy_of(settings: Settings) -> WatchPolicy:
    """The intervals the user has set, for what belongs to an account."""
    wanted = {
        Area.SENT: timedelta(minutes=max(1, settings.sent_every_min)),
        Area.RULES: timedelta(minutes=max(5, settings.rules_every_min)),
        Area.SIGN_IN: timedelta(minutes=max(5, settings.rules_every_min)),
        Area.CONNECTION: timedelta(hours=max(1, settings.domain_every_h)),
        Area.DOMAIN: timedelta(hours=max(1, settings.domain_every_h)),
    }
    return WatchPolicy(intervals={area: interval for area, interval in wanted.items() if area in OF_ACCOUNT})


def watches_alike(one: Settings, other: Settings) -> bool:
    """Whether these settings mean the same for the watch: its intervals, and when it counts as blind."""
    return all(getattr(one, name) == getattr(other, name) for name in _WATCHED_BY)


@dataclass(slots=True, kw_only=True)
class Watch:
    """All accounts under watch. `on_event` is called on the watching threads, one call at a time."""

    check: CheckAccount
    store: Callable[[str], AccountStore]
    log: Callable[[str], WatchLog]
    clock: Clock
    settings: Settings
    on_event: Callable[[WatchEvent], None]
    note_fault: Callable[[Exception], Trouble]
    surroundings: Callable[[], tuple[Surrounding, ...]]
    last_look: Callable[[str], datetime | None]
    open_wifi: OpenWifiWatch | None = None
    _live: dict[str, LiveAccount] = field(default_factory=dict, init=False)
    _threads: dict[str, threading.Thread] = field(default_factory=dict, init=False)
    _paused: dict[str, AccountState] = field(default_factory=dict, init=False)
    _around: tuple[SurroundingsWatch, threading.Thread] | None = field(default=None, init=False, repr=False)
    _turn: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def start(self, accounts: Iterable[Account]) -> None:
        """Begin to watch these accounts; those that are paused are only listed."""
        for account in accounts:
            if account.paused:
                self._paused[account.id] = AccountState(account=account, sight=Sight.PAUSED, since=self.clock.now())
            else:
                self._begin(account)
        self._begin_around()

    def states(self) -> tuple[AccountState, ...]:
        """How each account is seen at the moment."""
        return (*(live.state for live in self._live.values()), *self._paused.values())

    def look_now(self, account_id: str | None = None) -> None:
        """Look at one account soon, or at all."""
        for live in list(self._live.values()):
            if account_id in (None, live.account.id):
                live.look_now()

    def pause(self, account_id: str) -> None:
        """Stop watching an account until `resume`."""
        live = self._live.pop(account_id, None)
        if live is None:
            return
        live.cancel.cancel()
        self._threads.pop(account_id).join(LEAVE_S)
        state = AccountState(
            account=live.account, sight=Sight.PAUSED, since=self.clock.now(), looked_at=live.state.looked_at,
            worst=live.state.worst,
        )  # fmt: skip
        self._paused[account_id] = state
        self._emit(StateChanged(state=state))

    def resume(self, account_id: str) -> None:
        """Watch a paused account again."""
        state = self._paused.pop(account_id, None)
        if state is not None:
            self._begin(state.account)

    def end(self, account_id: str) -> None:
        """Watch an account no more."""
        self.pause(account_id)
        self._paused.pop(account_id, None)

    def stop(self) -> None:
        """Cancel all, wait a little, leave."""
        threads = list(self._threads.values())
        for live in self._live.values():
            live.cancel.cancel()
        if self._around is not None:
            around, thread = self._around
            around.cancel.cancel()
            threads.append(thread)
        until_s = self.clock.monotonic_s() + LEAVE_S
        for thread in threads:
            thread.join(max(0.0, until_s - self.clock.monotonic_s()))
        self._live.clear()
        self._threads.clear()
        self._paused.clear()
        self._around = None

    def _begin_around(self) -> None:
        if self._around is not None:
            return
        around = SurroundingsWatch(
            parts=self.surroundings,
            last_look=self.last_look,
            clock=self.clock,
            settings=self.settings,
            emit=self._emit,
            note_fault=self.note_fault,
            open_wifi=self.open_wifi,
        )
        thread = threading.Thread(target=around.run, name="watch-surroundings", daemon=True)
        self._around = (around, thread)
        thread.start()

    def _begin(self, account: Account) -> None:
        store = self.store(account.id)
        live = LiveAccount(
            account=account,
            check=self.check,
            store=store,
            log=self.log(account.id),
            clock=self.clock,
            policy=policy_of(self.settings),
            emit=self._emit,
            blind_after_s=self.settings.blind_after_min * 60.0,
            note_fault=self.note_fault,
            last_runs=_last_runs(store),
        )
        thread = threading.Thread(target=live.run, name=f"watch-{account.id[:8]}", daemon=True)
        self._live[account.id] = live
        self._threads[account.id] = thread
        thread.start()

    def _emit(self, event: WatchEvent) -> None:
        with self._turn:
            self.on_event(event)


def _last_runs(store: AccountStore) -> dict[Area, datetime]:
    return {_CODES[look.code]: look.at for look in store.findings.looks() if look.code in _CODES}
