"""Times as logs write them: ISO 8601, Japanese, American or European order, or as in mail.

A time without a zone is UTC: so Exchange and the plain columns have it.
"""

from __future__ import annotations

import re
from datetime import date

from sentwatch.adapters.archives.entries import sane_time
from sentwatch.adapters.imap.headers import date_s

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_CLOCK = (
    r"(?:(?:[ \t]{0,3}T|[, \t]{1,4})[ \t]{0,3}(午前|午後)?[ \t]{0,2}(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?"
    r"[ \t]{0,3}([AaPp]\.?[Mm]\.?)?[ \t]{0,3}(Z|z|UTC|GMT|JST|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?" + _CLOCK, re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})" + _CLOCK, re.ASCII)


def log_time(text: str, *, is_day_first: bool = False) -> float | None:
    """Epoch seconds of a log's time, None where it is none that can be meant."""
    text = text.strip()[:80]
    match = _YEAR_FIRST.fullmatch(text)
    if match is not None:
        return _seconds(match[1], match[2], match[3], match.groups()[3:])
    match = _YEAR_LAST.fullmatch(text)
    if match is None:
        return sane_time(date_s(text))
    first, second, clock = match[1], match[3], match.groups()[4:]
    if is_day_first or match[2] == ".":
        return _seconds(match[4], second, first, clock) or _seconds(match[4], first, second, clock)
    return _seconds(match[4], first, second, clock) or _seconds(match[4], second, first, clock)


def day_order(text: str) -> bool | None:
    """Whether the day stands first (18/10/2025), None where this text does not tell."""
    match = _YEAR_LAST.fullmatch(text.strip()[:80])
    if match is None:
        return None
    first, second = int(match[1]), int(match[3])
    if first > 12 >= second:
        return True
    return False if second > 12 >= first else None


def is_year_last(text: str) -> bool:
    """Whether the order of day and month is a question here at all."""
    return _YEAR_LAST.fullmatch(text.strip()[:80]) is not None


def _seconds(year: str, month: str, day: str, clock: tuple[str | None, ...]) -> float | None:
    half_before, hour_text, minute, second, half_after, zone = clock
    hour = int(hour_text or 0)
    half = (half_before or half_after or "").lower()
    if half and hour > 12:
        return None
    if half == "午後" or half.startswith("p"):
        hour = hour % 12 + 12
    elif half:
        hour %= 12
    if hour > 23 or int(minute or 0) > 59 or int(second or 0) > 60:
        return None
    try:
        days = date(int(year), int(month), int(day)).toordinal() - _EPOCH_DAY
    except ValueError:
        return None
    offset_s = 0
    if zone == "JST":
        offset_s = 9 * 3600
    elif zone and zone[0] in "+-":
        hours, minutes = int(zone[1:3]), int(zone[-2:])
        if hours > 15 or minutes > 59:
            return None
        offset_s = (hours * 3600 + minutes * 60) * (-1 if zone[0] == "-" else 1)
    return sane_time(float(days * 86400 + hour * 3600 + int(minute or 0) * 60 + int(second or 0) - offset_s))
