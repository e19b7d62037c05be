"""Sent mail over time: bars per bucket with what is usual, aligned to the account's own calendar and clock."""

from __future__ import annotations

import enum
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from sentwatch.core.findings import Severity

CELL_S: Final = 300
"""Every edge of a step above a minute lies on a multiple of this in UTC: zone offsets are quarter hours."""

MAX_EDGES: Final = 4_000


class Measure(enum.Enum):
    """What a bar counts."""

    MESSAGES = "messages"
    RECIPIENTS = "recipients"
    NEVER_MAILED = "never-mailed"


class Step(enum.Enum):
    """The span of one bar. The middle ones are the windows in which a burst is judged. Days and weeks are local."""

    MINUTE = 60
    FIVE_MINUTES = 300
    TWENTY_MINUTES = 1_200
    HOUR = 3_600
    FOUR_HOURS = 14_400
    DAY = 86_400
    WEEK = 604_800

    @property
    def span_s(self) -> int:
        """Seconds; of a day or a week without a clock change in it."""
        return int(self.value)


class Bucket(NamedTuple):
    """What was sent from `start_s` up to `end_s` (seconds since the epoch, UTC; the end is not part of it)."""

    start_s: float
    end_s: float
    messages: int = 0
    recipients: int = 0
    never_mailed: int = 0

    def count(self, measure: Measure) -> int:
        """The value that `measure` asks for."""
        if measure is Measure.MESSAGES:
            return self.messages
        return self.recipients if measure is Measure.RECIPIENTS else self.never_mailed


class Cell(NamedTuple):
    """Counts of one moment or of one `CELL_S`-long stretch that begins at `at_s`."""

    at_s: float
    messages: int
    recipients: int
    never_mailed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What one bar usually comes to: `high` is the usual busiest, `low` where ordinary bars begin."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BurstMark:
    """A burst to be marked: its finding's code and subject, its span in seconds since the epoch, its severity."""

    code: str
    subject: str
    start_s: float
    end_s: float
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRequest:
    """Which bars are wanted: `edges` has one entry more than there are bars."""

    account_key: str
    step: Step
    edges: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView:
    """Bars of one account without gaps between them, what is usual per bar, and the bursts that touch them.

    `learned_days` is how many days the usual values rest on; a measure without a usual value is not in `usual`.
    """

    step: Step
    buckets: tuple[Bucket, ...]
    usual: Mapping[Measure, Usual] = field(default_factory=dict)
    bursts: tuple[BurstMark, ...] = ()
    learned_days: int = 0


def edges(start_s: float, end_s: float, step: Step, zone: tzinfo) -> tuple[float, ...]:
    """Return bar edges that cover `start_s` to `end_s`, on the zone's own hours, days and weeks (from Monday).

    Where the clocks change, a bar is as long as the local clock makes it: a day of 23 or 25 hours. At most MAX_EDGES.
    """
    if step.span_s > Step.HOUR.span_s:
        return _by_calendar(start_s, end_s, step, zone)
    span = step.span_s
    found = [_floor(start_s, span, zone)]
    while found[-1] < end_s and len(found) < MAX_EDGES:
        last = found[-1]
        following = _floor(last + span, span, zone)
        found.append(following if following > last else _floor(last + 2 * span, span, zone))
    return tuple(found)


def _floor(at_s: float, span: int, zone: tzinfo) -> float:
    offset = datetime.fromtimestamp(at_s, tz=zone).utcoffset() or timedelta(0)
    shift = offset.total_seconds()
    return (at_s + shift) // span * span - shift


def _by_calendar(start_s: float, end_s: float, step: Step, zone: tzinfo) -> tuple[float, ...]:
    day = datetime.fromtimestamp(start_s, tz=zone).date()
    days = 7 if step is Step.WEEK else 1
    if step is Step.WEEK:
        day -= timedelta(days=day.weekday())
    hours = range(0, 24, 4) if step is Step.FOUR_HOURS else (0,)
    found: list[float] = []
    while len(found) < MAX_EDGES and (not found or found[-1] < end_s):
        # Sorted, each once: an hour that a clock change takes away falls on the following one.
        found += sorted({at for hour in hours if (at := _local(day, hour, zone)) > (found[-1] if found else -1e18)})
        day += timedelta(days=days)
    first = max(0, bisect_right(found, start_s) - 1)
    last = next((n for n, at in enumerate(found) if at >= end_s), len(found) - 1)
    return tuple(found[first : last + 1])


def _local(day: date, hour: int, zone: tzinfo) -> float:
    return datetime(day.year, day.month, day.day, hour, tzinfo=zone).timestamp()


def fold(cells: Iterable[Cell], along: tuple[float, ...]) -> tuple[Bucket, ...]:
    """Sum cells into the bars between the edges `along`; what lies outside is left out."""
    bars = len(along) - 1
    if bars < 1:
        return ()
    sums = [[0, 0, 0] for _ in range(bars)]
    for at_s, messages, recipients, never_mailed in cells:
        if along[0] <= at_s < along[-1]:
            bar = sums[bisect_right(along, at_s) - 1]
            bar[0] += messages
            bar[1] += recipients
            bar[2] += never_mailed
    return tuple(
        Bucket(along[n], along[n + 1], messages, recipients, never_mailed)
        for n, (messages, recipients, never_mailed) in enumerate(sums)
    )
