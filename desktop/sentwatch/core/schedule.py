"""When which part of an account is looked at again. Ticks ask, nothing is armed: sleep needs no code of its own."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final


class Area(enum.Enum):
    """What is looked at together."""

    SENT = "sent"
    RULES = "rules"
    SIGN_IN = "sign-in"
    CONNECTION = "connection"
    DOMAIN = "domain"
    DEVICE = "device"
    NETWORK = "network"
    WEBSITE = "website"
    OFFICE = "office"
    """What the office wrote down: judged with the rest, for time alone makes a leaver a finding."""


OF_ACCOUNT: Final = frozenset({Area.SENT, Area.RULES, Area.SIGN_IN, Area.CONNECTION, Area.DOMAIN})
OF_COMPUTER: Final = frozenset({Area.DEVICE, Area.NETWORK})
MAILBOX: Final = frozenset({Area.SENT, Area.RULES, Area.SIGN_IN, Area.CONNECTION})
"""What a check of a mailbox looks at by itself; the domain and the computer have commands of their own."""

INTERVALS: Final[Mapping[Area, timedelta]] = {
    Area.SENT: timedelta(minutes=15),
    Area.RULES: timedelta(hours=1),
    Area.SIGN_IN: timedelta(hours=1),
    Area.CONNECTION: timedelta(days=1),
    Area.DOMAIN: timedelta(days=1),
    Area.DEVICE: timedelta(days=7),
    Area.NETWORK: timedelta(minutes=15),
    Area.WEBSITE: timedelta(days=7),
    Area.OFFICE: timedelta(days=1),
}
"""How often each area is looked at anyhow; sent mail is watched live beside it. Ours: as often as it can change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPolicy:
    """The intervals, as set by the user or as packaged."""

    intervals: Mapping[Area, timedelta] = field(default_factory=lambda: dict(INTERVALS))


def next_due(now: datetime, last_runs: Mapping[Area, datetime], policy: WatchPolicy) -> frozenset[Area]:
    """The areas of the policy that are due, each once however long ago it was looked at."""
    return frozenset(
        area for area, interval in policy.intervals.items() if is_due(now, last_runs.get(area), every=interval)
    )


def is_due(now: datetime, last: datetime | None, *, every: timedelta) -> bool:
    """Whether it is time again. A last time in the future (the clock was set back) is as good as none."""
    return last is None or last > now or now - last >= every


def wait_until_due_s(now: datetime, last_runs: Mapping[Area, datetime], policy: WatchPolicy) -> float:
    """Seconds until the first area is due; 0 where one is."""
    if next_due(now, last_runs, policy) or not policy.intervals:
        return 0.0
    return min((last_runs[area] + interval - now).total_seconds() for area, interval in policy.intervals.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A span in which an account was watched without a break."""

    since: datetime
    until: datetime


BREAK: Final = timedelta(minutes=5)
"""A silence of the watch longer than this is a gap that is told: a poll a minute and a slow line fit in well."""


def carried_on(before: Watched | None, now: datetime) -> tuple[Watched, Watched | None]:
    """The span after a look at `now`, and the gap before it where the watch had paused (as a span not watched)."""
    if before is None:
        return Watched(since=now, until=now), None
    if before.until > now:
        return Watched(since=min(before.since, now), until=now), None
    if now - before.until <= BREAK:
        return Watched(since=before.since, until=now), None
    return Watched(since=now, until=now), Watched(since=before.until, until=now)
