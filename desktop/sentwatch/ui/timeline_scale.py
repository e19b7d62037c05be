"""Where things stand on the chart: the visible span, zooming and panning, bar widths, ticks of time and count.

Pure: pixels and seconds in, numbers and words out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.core.timeline import Step
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.times import MONTHS, WEEKDAYS

MINUTE_S: Final = 60.0
HOUR_S: Final = 3_600.0
DAY_S: Final = 86_400.0

NARROWEST_S: Final = 10 * MINUTE_S
"""The closest look: ten bars of a minute."""

MIN_PITCH: Final = 2.0
"""Pixels per bar below which a longer step is taken."""

# The span up to which a step is the natural one: some ten to some hundred bars.
_STEPS: Final = (
    (45 * MINUTE_S, Step.MINUTE),
    (4 * HOUR_S, Step.FIVE_MINUTES),
    (14 * HOUR_S, Step.TWENTY_MINUTES),
    (3 * DAY_S, Step.HOUR),
    (9 * DAY_S, Step.FOUR_HOURS),
    (400 * DAY_S, Step.DAY),
    (math.inf, Step.WEEK),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    """The span shown, and the limits it may not leave (seconds since the epoch)."""

    start_s: float
    end_s: float
    first_s: float
    last_s: float

    @property
    def span_s(self) -> float:
        """How much is shown."""
        return self.end_s - self.start_s

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self.start_s <= self.first_s and self.end_s >= self.last_s

    def zoomed(self, factor: float, *, around_s: float) -> Visible:
        """Show `factor` times as much; the moment `around_s` stays where it is."""
        whole = max(NARROWEST_S, self.last_s - self.first_s)
        span = min(whole, max(NARROWEST_S, self.span_s * factor))
        share = (around_s - self.start_s) / self.span_s if self.span_s else 0.5
        start = around_s - span * min(1.0, max(0.0, share))
        return self._placed(start, span)

    def panned(self, by_s: float) -> Visible:
        """Move along, up to the limits."""
        return self._placed(self.start_s + by_s, self.span_s)

    def on(self, start_s: float, end_s: float) -> Visible:
        """Show this span, or the closest that may be shown."""
        start, end = min(start_s, end_s), max(start_s, end_s)
        span = max(NARROWEST_S, end - start)
        return self._placed((start + end - span) / 2, min(span, max(NARROWEST_S, self.last_s - self.first_s)))

    def everything(self) -> Visible:
        """Show all there is."""
        return self.on(self.first_s, self.last_s)

    def _placed(self, start: float, span: float) -> Visible:
        start = min(max(start, self.first_s), max(self.first_s, self.last_s - span))
        return replace(self, start_s=start, end_s=start + span)


def step_for(span_s: float, width: float) -> Step:
    """The step of the bars for a visible span on so many pixels."""
    steps = [step for limit, step in _STEPS if span_s <= limit]
    return next((step for step in steps if span_s / step.span_s * MIN_PITCH <= width), steps[-1])


def to_x(at_s: float, seen: Visible, left: float, width: float) -> float:
    """The pixel of a moment."""
    return left + (at_s - seen.start_s) / seen.span_s * width


def to_time(x: float, seen: Visible, left: float, width: float) -> float:
    """The moment of a pixel."""
    return seen.start_s + (x - left) / max(1.0, width) * seen.span_s


def top_of(highest: float) -> tuple[int, tuple[int, ...]]:
    """The top of the count axis and its ticks, in whole numbers people like: 1, 2, 5 times a power of ten."""
    if highest <= 4:
        return 4, (0, 2, 4)
    rough = highest / 4
    power = 10 ** math.floor(math.log10(rough))
    unit = max(1, int(next(power * n for n in (1, 2, 5, 10) if power * n >= rough)))
    count = math.ceil(highest / unit)
    return unit * count, tuple(unit * n for n in range(count + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One mark of the time axis. `context` (the day, the month, the year) stands in a second line where it changes."""

    at_s: float
    label: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A distance between ticks: minutes, days or months."""

    minutes: int = 0
    days: int = 0
    months: int = 0

    @property
    def span_s(self) -> float:
        return self.minutes * MINUTE_S + self.days * DAY_S + self.months * 30.44 * DAY_S


_UNITS: Final = (
    *(_Unit(minutes=n) for n in (1, 2, 5, 10, 20, 30, 60, 120, 180, 360, 720)),
    *(_Unit(days=n) for n in (1, 2, 7, 14)),
    *(_Unit(months=n) for n in (1, 2, 3, 6, 12, 24, 60)),
)


def time_ticks(seen: Visible, width: float, words: Words, *, room: float) -> tuple[Tick, ...]:
    """Ticks of the time axis in the zone of `words`, at least `room` pixels apart."""
    wanted = seen.span_s / max(1.0, width) * room
    unit = next((unit for unit in _UNITS if unit.span_s >= wanted), _UNITS[-1])
    ticks: list[Tick] = []
    before = ""
    for at in _moments(seen, unit, words.zone):
        context = _context(at, unit, words)
        ticks.append(
            Tick(at_s=at.timestamp(), label=_label(at, unit, words), context=context if context != before else "")
        )
        before = context
    return tuple(ticks)


def _moments(seen: Visible, unit: _Unit, zone: tzinfo) -> list[datetime]:
    """Local times on the unit's own grid; steps of minutes are counted from local midnight."""
    first = datetime.fromtimestamp(seen.start_s, tz=zone)
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if unit.months:
        at = midnight.replace(day=1, month=first.month - (first.month - 1) % min(12, unit.months))
    elif unit.days:
        at = midnight - timedelta(days=midnight.toordinal() % unit.days if unit.days == 2 else midnight.weekday())
        at = at if unit.days > 2 else midnight
    else:
        at = midnight
    found: list[datetime] = []
    last_s = -math.inf
    while at.timestamp() <= seen.end_s:
        # An hour that a clock change takes away would stand on its neighbour, one that comes twice stands once.
        if seen.start_s <= at.timestamp() and at.timestamp() > last_s and _exists(at):
            found.append(at)
            last_s = at.timestamp()
        at = _following(at, unit)
    return found


def _following(at: datetime, unit: _Unit) -> datetime:
    if unit.months:
        months = at.year * 12 + at.month - 1 + unit.months
        return at.replace(year=months // 12, month=months % 12 + 1)
    return at + timedelta(minutes=unit.minutes, days=unit.days)


def _exists(at: datetime) -> bool:
    return at.astimezone(UTC).astimezone(at.tzinfo).replace(fold=0) == at.replace(fold=0)


def _label(at: datetime, unit: _Unit, words: Words) -> str:
    if unit.months >= 12:
        return words(N_("{year:plain}"), year=at.year)
    if unit.months:
        return words(MONTHS[at.month - 1])
    if unit.days:
        return words(N_("{weekday} {day}"), weekday=words(WEEKDAYS[at.weekday()]), day=at.day)
    return f"{at:%H:%M}"


def _context(at: datetime, unit: _Unit, words: Words) -> str:
    if unit.months >= 12:
        return ""
    if unit.months:
        return words(N_("{year:plain}"), year=at.year)
    month = words(MONTHS[at.month - 1])
    if unit.days:
        return words(N_("{month} {year:plain}"), month=month, year=at.year)
    return words.date(at)
