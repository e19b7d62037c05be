"""Reporting clocks for personal data: what a law asks, dated and with its source, and the deadlines from a moment.

This is a reminder and no legal advice. Deadlines are counted strictly: the earliest day the law may mean, and never
moved past a holiday, so that following them is never too late.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from sentwatch.core.playbooks.step_words import Source
from sentwatch.core.wording import Wording

STALE_AFTER: Final = timedelta(days=365)
"""Laws change about that often somewhere in the table (New York 2024-12, California 2026-01, Korea 2026)."""


class Start(enum.Enum):
    """The moment a deadline is counted from."""

    AWARE = "aware"
    ASSESSED = "assessed"
    TOLD_PEOPLE = "told-people"


class Unit(enum.Enum):
    """How a deadline is counted. PROMPTLY has no number: the law says "without delay" or the like."""

    HOURS = "hours"
    DAYS = "days"
    PROMPTLY = "promptly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing to do by a time. `soft` is the earlier end of a span ("about 3 to 5 days").

    `counts_first_day`: the day of the start is day one. `only_if` says in words when it applies, None for always.
    """

    id: str
    start: Start
    unit: Unit
    words: Wording
    within: int | None = None
    soft: int | None = None
    counts_first_day: bool = False
    only_if: Wording | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachClock:
    """The duties of one jurisdiction. `checked_on` is when a person last compared them with the source."""

    id: str
    place: Wording
    law: Wording
    concerns: Wording
    note: Wording
    report_url: str
    checked_on: date
    duties: tuple[Duty, ...]
    sources: tuple[Source, ...]

    def is_stale(self, today: date) -> bool:
        """Whether the entry should be compared with its source again before anybody relies on it."""
        return today - self.checked_on > STALE_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A duty with its times. `due_at` is the first moment that is too late; None for promptly, or start not known."""

    duty: Duty
    start_at: datetime | None
    soft_at: datetime | None = None
    due_at: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether the time has passed. What is due promptly is never told as over."""
        return self.due_at is not None and now >= self.due_at


def deadlines(clock: BreachClock, starts: Mapping[Start, datetime], zone: tzinfo) -> tuple[Deadline, ...]:
    """Return each duty with its times. `starts` holds what is known so far (aware); days are those of `zone`."""
    return tuple(_deadline(duty, starts.get(duty.start), zone) for duty in clock.duties)


def _deadline(duty: Duty, start_at: datetime | None, zone: tzinfo) -> Deadline:
    if start_at is None or duty.within is None:
        return Deadline(duty=duty, start_at=start_at)
    return Deadline(
        duty=duty,
        start_at=start_at,
        soft_at=_end(duty, start_at, duty.soft, zone) if duty.soft is not None else None,
        due_at=_end(duty, start_at, duty.within, zone),
    )


def _end(duty: Duty, start_at: datetime, within: int, zone: tzinfo) -> datetime:
    if duty.unit is Unit.HOURS:
        return start_at + timedelta(hours=within)
    last_day = start_at.astimezone(zone).date() + timedelta(days=within - 1 if duty.counts_first_day else within)
    # The day ends where the next begins: counted by the calendar, so that a change of clocks costs no hour.
    return datetime.combine(last_day + timedelta(days=1), time(), tzinfo=zone).astimezone(start_at.tzinfo)
