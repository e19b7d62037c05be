"""Use case: decide what people are told of a report, hand it to who tells them, and remember it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sentwatch.core.check import Checked
from sentwatch.core.checks import KINDS_OF
from sentwatch.core.notify import (
    Notice,
    Notification,
    digest,
    digest_due,
    may_tell,
    notice_of,
    to_be_told,
    waits_for_digest,
)
from sentwatch.core.report import Report, Status
from sentwatch.core.settings import Settings
from sentwatch.core.watching import Looked, SeesAgain, WatchEvent, WentBlind
from sentwatch.ports.clock import Clock
from sentwatch.ports.notifier import Notifier
from sentwatch.store.kept import Kept
from sentwatch.store.watched import Notified

LAST_DIGEST: Final = "watch.digest"


@dataclass(slots=True, kw_only=True)
class Telling:
    """Tells each thing once, by all channels. What may not be told now waits; `tick` tells it later."""

    notifiers: Callable[[], Iterable[Notifier]]
    notified: Callable[[str], Notified]
    settings: Callable[[], Settings]
    clock: Clock
    local: Callable[[datetime], datetime]
    """A moment in the time of this computer, for the quiet hours."""
    digests: Kept
    accounts: Callable[[], int]
    """How many mailboxes are watched."""
    still_open: Callable[[], int]
    """How many findings there are that people are told of, whether they were told already or not."""
    seen: set[tuple[str, str]]
    """Account (or other key) and check that were looked at before; what a first look finds was there before us."""
    _waiting: dict[tuple[str, str, str], Notification] = field(default_factory=dict, init=False)
    _notices: dict[tuple[str, str], Notice] = field(default_factory=dict, init=False)
    _blind: set[str] = field(default_factory=set, init=False)

    def take(self, report: Report) -> tuple[Notification, ...]:
        """Tell what a report brings; what was told."""
        key = report.account_key
        done = {(key, result.code) for result in report.results if isinstance(result.outcome, Checked)}
        first = frozenset(kind for _, code in done - self.seen for kind in KINDS_OF.get(code, ()))
        self.seen.update(done)
        memory = self.notified(key)
        memory.forget(one.finding.key for one in report.findings if one.status is Status.GONE)
        memory.forget((one.finding.kind.code, one.instead_of) for one in report.findings if one.instead_of is not None)
        for notification in to_be_told(report, memory.all(), self.settings(), first_looked=first):
            self._waiting[(notification.account_key, *notification.key)] = notification
        return self.tick()

    def take_event(self, event: WatchEvent) -> None:
        """Tell how watching goes, and what was found where an account was looked at."""
        if isinstance(event, Looked):
            self.take(event.report)
            return
        if isinstance(event, WentBlind):
            self._blind.add(event.state.account.id)
        elif isinstance(event, SeesAgain):
            self._blind.discard(event.state.account.id)
        notice = notice_of(event)
        settings = self.settings()
        if notice is None or notice.severity < settings.notify_severity or waits_for_digest(notice.severity, settings):
            return
        self._notices[(notice.account_key, notice.code)] = notice
        self.tick()

    def tick(self) -> tuple[Notification, ...]:
        """Tell what has waited and may be told now, and the digest where it is time."""
        now, settings = self.clock.now(), self.settings()
        local_now = self.local(now)
        for place, notice in list(self._notices.items()):
            if may_tell(notice.severity, settings, local_time=local_now.time()):
                del self._notices[place]
                self._say(notice)
        told: list[Notification] = []
        waiting = 0
        for key, notification in list(self._waiting.items()):
            severity = notification.finding.severity
            if waits_for_digest(severity, settings):
                waiting += 1
                continue
            if may_tell(severity, settings, local_time=local_now.time()):
                del self._waiting[key]
                for notifier in self.notifiers():
                    notifier.notify(notification)
                self.notified(notification.account_key).keep([(notification.key, notification.told(now))])
                told.append(notification)
        last = self.digests.get(LAST_DIGEST, datetime)
        if digest_due(settings, last=None if last is None else self.local(last), local_now=local_now):
            self._tell_digest(waiting, now=now)
        return tuple(told)

    def _tell_digest(self, waiting: int, *, now: datetime) -> None:
        """Tell the digest; what waited for it is told with it."""
        told = digest(waiting, still_open=self.still_open(), blind=len(self._blind), accounts=self.accounts())
        self._say(told)
        self.digests.put(LAST_DIGEST, now)
        for key, notification in list(self._waiting.items()):
            if waits_for_digest(notification.finding.severity, self.settings()):
                del self._waiting[key]
                self.notified(notification.account_key).keep([(notification.key, notification.told(now))])

    def _say(self, notice: Notice) -> None:
        for notifier in self.notifiers():
            notifier.say(notice)
