"""Use case: decide what people are told of a report, hand it to who tells them, and remember it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sentwatch.core.notify import Notification, may_tell, to_be_told
from sentwatch.core.report import Report, Status
from sentwatch.core.settings import Settings
from sentwatch.ports.clock import Clock
from sentwatch.ports.notifier import Notifier
from sentwatch.store.watched import Notified


@dataclass(slots=True, kw_only=True)
class Telling:
    """Tells each thing once, by all channels. What may not be told now waits; `tick` tells it later."""

    notifiers: Callable[[], Iterable[Notifier]]
    notified: Callable[[str], Notified]
    settings: Callable[[], Settings]
    clock: Clock
    local: Callable[[datetime], datetime]
    """A moment in the time of this computer, for the quiet hours."""
    seen: set[str]
    """What was looked at before; what a first look finds was there before us."""
    _waiting: dict[tuple[str, str, str], Notification] = field(default_factory=dict, init=False)

    def take(self, report: Report) -> tuple[Notification, ...]:
        """Tell what a report brings; what was told."""
        is_first = report.account_key not in self.seen
        self.seen.add(report.account_key)
        memory = self.notified(report.account_key)
        memory.forget(one.finding.key for one in report.findings if one.status is Status.GONE)
        for notification in to_be_told(report, memory.all(), self.settings(), is_first=is_first):
            self._waiting[(notification.account_key, *notification.key)] = notification
        return self.tick()

    def tick(self) -> tuple[Notification, ...]:
        """Tell what has waited and may be told now."""
        now = self.clock.now()
        local_time = self.local(now).time()
        told: list[Notification] = []
        for key, notification in list(self._waiting.items()):
            if may_tell(notification, self.settings(), local_time=local_time):
                del self._waiting[key]
                for notifier in self.notifiers():
                    notifier.notify(notification)
                self.notified(notification.account_key).keep([(notification.key, notification.told(now))])
                told.append(notification)
        return tuple(told)
