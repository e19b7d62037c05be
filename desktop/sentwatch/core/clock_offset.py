"""How far this computer's clock is from another one, from a Date somebody sent, with how sure we can be."""

from __future__ import annotations

import email.utils
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

MAX_HEADER: Final = 64
_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockOffset:
    """Our clock minus theirs lies between `least_s` and `most_s` seconds; above 0 ours is fast. `host` said so."""

    host: str
    least_s: float
    most_s: float

    @property
    def offset_s(self) -> float:
        """The middle of what is possible."""
        return (self.least_s + self.most_s) / 2

    @property
    def uncertainty_s(self) -> float:
        """Half the span of what is possible."""
        return (self.most_s - self.least_s) / 2

    @property
    def surely_s(self) -> float:
        """How many seconds our clock is off at the very least, with its sign; 0 where it may be right."""
        if self.least_s <= 0 <= self.most_s:
            return 0.0
        return self.least_s if self.least_s > 0 else self.most_s


def read_date(text: str) -> datetime | None:
    """Return the time of an HTTP or mail Date (RFC 9110 section 5.6.7, RFC 5322 section 3.3) as aware UTC."""
    if len(text) > MAX_HEADER:
        return None
    try:
        at = email.utils.parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError:
        return None


def offset_between(their: datetime, *, host: str, asked_at: datetime, answered_at: datetime) -> ClockOffset:
    """Return the offset from a time they wrote at some moment between our asking and their answer.

    Their clock is shown in whole seconds, cut off: it was anywhere in that second.
    """
    return ClockOffset(
        host=host,
        least_s=(asked_at - (their + _SECOND)).total_seconds(),
        most_s=(answered_at - their).total_seconds(),
    )
