"""How far this computer's clock is from another one, from a time somebody told, with how sure we can be."""

from __future__ import annotations

import email.utils
import enum
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.core.trouble import Trouble, TroubleKind

MAX_HEADER: Final = 64
MOST_OFF: Final = timedelta(days=398)
"""How long a certificate may count (CA/Browser Forum, Baseline Requirements 6.3.2, for those issued until 2026-03-14).

A clock that is further off than that finds every certificate invalid: what tells such a time is itself the wrong one.
"""
_SECOND: Final = timedelta(seconds=1)


CLOCK_UNREACHABLE = TroubleKind(
    code="clock-unreachable",
    title=N_("{host} could not be asked for the time."),
    do_first=N_("Check the network. A clock that is off by months also makes every certificate look wrong."),
)
CLOCK_SILENT = TroubleKind(
    code="clock-silent",
    title=N_("{host} answered without telling the time."),
    do_first=N_("Name another host that has a web page."),
)
CLOCK_NOT_GREETED = TroubleKind(
    code="clock-not-greeted",
    title=N_("{host} does not tell the time when it greets, as many mail servers do not."),
    do_first=N_("Name another host that has a web page."),
)
CLOCK_UNBELIEVABLE = TroubleKind(
    code="clock-unbelievable",
    title=N_("{host} tells a time more than a year away ({at:moment}), which is not used."),
    do_first=N_("Name another host that has a web page."),
)
TELLS_NO_TIME: Final = frozenset({CLOCK_SILENT, CLOCK_NOT_GREETED, CLOCK_UNBELIEVABLE})
"""Answers that are no failure: the host was asked, and has no time that could be used."""


class ClockWay(enum.Enum):
    """How a host told its time."""

    WEB = "web"
    GREETING = "greeting"
    OPEN_GREETING = "open-greeting"


WAY_WORDS: Final = {
    ClockWay.WEB: N_("The time stood in the answer of its web page."),
    ClockWay.GREETING: N_("The time stood in its greeting as outgoing mail server."),
    ClockWay.OPEN_GREETING: N_(
        "The time stood in its greeting as outgoing mail server, which comes before encryption begins: somebody on the "
        "way could have changed it."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockOffset:
    """Our clock minus theirs lies between `least_s` and `most_s` seconds; above 0 ours is fast. `host` said so."""

    host: str
    least_s: float
    most_s: float
    way: ClockWay = ClockWay.WEB

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLook:
    """What asking came to: the offset from the first host that told its time, and why those before it did not."""

    offset: ClockOffset | None = None
    asked: tuple[Trouble, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether all that were asked answered, and none of them has a time to tell."""
        return self.offset is None and all(trouble.kind in TELLS_NO_TIME for trouble in self.asked)


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


def offset_between(
    their: datetime, *, host: str, asked_at: datetime, answered_at: datetime, way: ClockWay = ClockWay.WEB
) -> ClockOffset:
    """Return the offset from a time they wrote at some moment between our asking and their answer.

    Their clock is shown in whole seconds, cut off: it was anywhere in that second. Raises Trouble CLOCK_UNBELIEVABLE.
    """
    if abs(answered_at - their) > MOST_OFF:
        raise Trouble(CLOCK_UNBELIEVABLE, host=host, at=their)
    return ClockOffset(
        host=host,
        way=way,
        least_s=(asked_at - their - _SECOND).total_seconds(),
        most_s=(answered_at - their).total_seconds(),
    )
