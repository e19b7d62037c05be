"""The clock of this computer, and the name of its time zone."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

_REGIONS = frozenset(
    {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)


class SystemClock:
    """A Clock."""

    def now(self) -> datetime:
        """Now, aware UTC."""
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()


class ShiftedClock:
    """A Clock that goes on from a moment of its own."""

    def __init__(self, start: datetime) -> None:
        self._start = start.astimezone(UTC)
        self._begun_s = time.monotonic()

    def now(self) -> datetime:
        """The moment it began at, and what has passed since, aware UTC."""
        return self._start + timedelta(seconds=self.monotonic_s() - self._begun_s)

    def monotonic_s(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()


class LocalZone(tzinfo):
    """This computer's time zone, asked anew for each moment: winter and summer time are those of that moment."""

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        """How far ahead of UTC."""
        return None if at is None else at.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, at: datetime | None) -> timedelta | None:
        """Not told apart from the offset."""
        return None if at is None else timedelta(0)

    def tzname(self, at: datetime | None) -> str | None:
        """The zone's short name."""
        return None if at is None else at.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, at: datetime) -> datetime:
        """Tell a moment in this zone."""
        local = at.replace(tzinfo=UTC).astimezone()
        return local.replace(tzinfo=self)


def local_time_zone() -> str | None:
    """The IANA name of this computer's time zone, None where it cannot be told."""
    import tzlocal

    try:
        name = tzlocal.get_localzone_name()
    except Exception:  # noqa: BLE001 - a system without a readable zone; UTC is used then
        return None
    return str(name) if name else None


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """The IANA names of all regions, without the old and technical aliases."""
    from zoneinfo import available_timezones

    regions = (
        "Africa/",
        "America/",
        "Antarctica/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    )
    return (*sorted(name for name in available_timezones() if name.startswith(regions)), "UTC")
