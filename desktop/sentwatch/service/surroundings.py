"""Use case: watch what belongs to no account (this computer, its network, domains); each looked at when it is due."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sentwatch.core.phrase import Phrase
from sentwatch.core.report import Report
from sentwatch.core.schedule import INTERVALS, Area, WatchPolicy, next_due
from sentwatch.core.settings import Settings
from sentwatch.core.watching import Looked, WatchEvent
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.ports.clock import Clock

TICK_S: Final = 20.0
FIRST_S: Final = 20.0
"""The accounts come first; nothing of this is urgent."""
AGAIN: Final = timedelta(hours=1)
"""When something is tried again that ended in a fault of ours."""


class Surrounding(NamedTuple):
    """Something that belongs to no account: what it is called while it is looked at, and how to look."""

    area: Area
    key: str
    what: Phrase
    look: Callable[..., Report]


@dataclass(slots=True, kw_only=True)
class SurroundingsWatch:
    """Looks at each of the surroundings when it is due. `run` goes on until cancelled."""

    parts: Callable[[], tuple[Surrounding, ...]]
    last_look: Callable[[str], datetime | None]
    clock: Clock
    settings: Settings
    emit: Callable[[WatchEvent], None]
    note_fault: Callable[[Exception], object]
    cancel: CancelToken = field(default_factory=CancelToken)
    _tried: dict[str, datetime] = field(default_factory=dict, init=False, repr=False)

    def run(self) -> None:
        """Watch until cancelled."""
        with suppress(Cancelled):
            self.cancel.wait(FIRST_S)
            while True:
                self.look_at_due()
                self.cancel.wait(TICK_S)

    def look_at_due(self) -> None:
        """Look at everything that is due."""
        for part in self._parts():
            if self._is_due(part):
                self._look(part)

    def _parts(self) -> tuple[Surrounding, ...]:
        try:
            return self.parts()
        except Exception as error:  # noqa: BLE001 - a store that is busy now is tried at the next tick
            self.note_fault(error)
            return ()

    def _is_due(self, part: Surrounding) -> bool:
        now = self.clock.now()
        tried = self._tried.get(part.key)
        if tried is not None and timedelta(0) <= now - tried < AGAIN:
            return False
        looked = self.last_look(part.key)
        policy = WatchPolicy(intervals={part.area: interval_of(part.area, self.settings)})
        return bool(next_due(now, {} if looked is None else {part.area: looked}, policy))

    def _look(self, part: Surrounding) -> None:
        try:
            report = part.look(cancel=self.cancel)
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 - one look that fails must not end the watch over the others
            self._tried[part.key] = self.clock.now()
            self.note_fault(error)
            return
        self.emit(Looked(report=report))


def interval_of(area: Area, settings: Settings) -> timedelta:
    """How often one of the surroundings is looked at."""
    if area is Area.DOMAIN:
        return timedelta(hours=max(1, settings.domain_every_h))
    if area is Area.DEVICE:
        return timedelta(days=max(1, settings.device_every_days))
    return INTERVALS[area]
