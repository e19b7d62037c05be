"""Honest progress: counts, a rate over the last seconds and the time left, told a few times a second at most."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from sentwatch.core.phrase import Phrase
from sentwatch.ports.clock import Clock
from sentwatch.ports.progress import Progress, Step

_TOLD_EVERY_S: Final = 0.1
_RATE_OVER_S: Final = 5.0


@dataclass(slots=True, kw_only=True)
class Pace:
    """One stage of a use case. `total` may be None and may grow."""

    what: Phrase
    clock: Clock
    progress: Progress
    total: int | None = None
    done: int = 0
    _told_s: float = field(default=-1.0, init=False)
    _marks: deque[tuple[float, int]] = field(default_factory=deque, init=False)

    def begin(self) -> None:
        """Show the stage before its first item."""
        now_s = self.clock.monotonic_s()
        self._marks.append((now_s, self.done))
        self._tell(now_s)

    def add(self, count: int) -> None:
        """So many more are done."""
        self.done += count
        now_s = self.clock.monotonic_s()
        if now_s - self._told_s >= _TOLD_EVERY_S:
            self._marks.append((now_s, self.done))
            while len(self._marks) > 2 and now_s - self._marks[0][0] > _RATE_OVER_S:
                self._marks.popleft()
            self._tell(now_s)

    def end(self) -> None:
        """Show the stage as it ended."""
        self._tell(self.clock.monotonic_s())

    def _tell(self, now_s: float) -> None:
        self._told_s = now_s
        rate = self._rate(now_s)
        total = None if self.total is None else max(self.total, self.done)
        left_s = (total - self.done) / rate if rate and total is not None else None
        self.progress(Step(what=self.what, done=self.done, total=total, rate_per_s=rate, left_s=left_s))

    def _rate(self, now_s: float) -> float | None:
        if not self._marks:
            return None
        since_s, done = self._marks[0]
        return (self.done - done) / (now_s - since_s) if now_s > since_s and self.done > done else None
