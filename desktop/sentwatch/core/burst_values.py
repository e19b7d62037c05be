"""What the burst fold works with: its fitted numbers, what it says of a message, and what it keeps between runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

STREAMS: Final = 3
"""Messages, recipients, never-mailed recipients: the columns of the first stream come first, window by window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BurstParams:
    """The fitted numbers. `lines[bucket][column]` are (c, g) of s = c + g · log10 r; the last column is dead hours."""

    windows_s: tuple[float, ...]
    offsets: tuple[float, ...]
    floors: tuple[float, ...]
    bucket_edges: tuple[int, ...]
    lines: tuple[tuple[tuple[float, float], ...], ...]
    notice: float
    critical: float
    joint: float
    hour: float
    alone_cap: float
    reply_weight: float
    quarantine_days: int
    memory_days: int

    @property
    def columns(self) -> int:
        """How many columns there are, dead hours included."""
        return STREAMS * len(self.windows_s) + 1


class Reading(NamedTuple):
    """What one message came to."""

    score: float
    column: int = -1
    """The column to tell people of: the shortest window that says nearly as much as the best; -1 where none counts."""
    dead_hours: float = 0.0
    """The score of the second rule (unprompted mail at hours this mailbox does not use); 0 below its floor."""


QUIET: Final = Reading(0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMaxima:
    """The highest sums of one active day. `held`: not to be learned from (a burst unanswered or disowned)."""

    day: int
    maxima: tuple[float, ...]
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BurstState:
    """Everything a scan needs to go on: about 25 kB for a mailbox of years.

    `recent` are the messages of the last day as (time, weight, weighted recipients, never mailed, hour term).
    """

    first_s: float
    last_s: float
    recent: tuple[tuple[float, float, float, float, float], ...]
    days: tuple[DayMaxima, ...]
    today: DayMaxima
    hours: tuple[int, ...]
    pending_hours: tuple[tuple[int, tuple[int, ...]], ...]
    profile: tuple[float, ...]
    profile_period: int
