"""A clock that a test turns by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass
class HandClock:
    """A Clock. `turn` lets time pass."""

    at: datetime = datetime(2025, 6, 1, 12, tzinfo=UTC)
    monotonic: float = 1000.0

    def now(self) -> datetime:
        return self.at

    def monotonic_s(self) -> float:
        return self.monotonic

    def turn(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.monotonic += seconds
