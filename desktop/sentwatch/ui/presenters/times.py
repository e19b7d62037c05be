"""Moments the way people say them: just now, 2 minutes ago, today at 14:38."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sentwatch.core.phrase import N_
from sentwatch.texts.words import Words

_JUST_NOW = timedelta(minutes=1)
_RECENT = timedelta(hours=6)


MONTHS: Final = (
    N_("Jan"),
    N_("Feb"),
    N_("Mar"),
    N_("Apr"),
    N_("May"),
    N_("Jun"),
    N_("Jul"),
    N_("Aug"),
    N_("Sep"),
    N_("Oct"),
    N_("Nov"),
    N_("Dec"),
)
WEEKDAYS: Final = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def short_day(local: datetime, words: Words) -> str:
    """Weekday, day and month of a local time: Sat 18 Oct, 10月18日(土)."""
    return words(
        N_("{weekday} {day} {month}"),
        weekday=words(WEEKDAYS[local.weekday()]),
        day=local.day,
        month=words(MONTHS[local.month - 1]),
    )


def zone_of(name: str | None, words: Words) -> tzinfo:
    """The zone called `name`, else the one in which `words` tells times."""
    if name is None:
        return words.zone
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return words.zone


def ago(at: datetime, words: Words, *, now: datetime) -> str:
    """How long ago, or when."""
    past = now - at
    if past < _JUST_NOW:
        return words(N_("just now"))
    if past < _RECENT:
        return words(N_("{span:duration} ago"), span=past.total_seconds())
    local, today = at.astimezone(words.zone).date(), now.astimezone(words.zone).date()
    if local == today:
        return words(N_("today at {at:time}"), at=at)
    if local == today - timedelta(days=1):
        return words(N_("yesterday at {at:time}"), at=at)
    return words.moment(at)


def greeting(words: Words, *, now: datetime) -> str:
    """Good morning, afternoon or evening."""
    hour = now.astimezone(words.zone).hour
    if 4 <= hour < 11:
        return words(N_("Good morning."))
    return words(N_("Good afternoon.") if 11 <= hour < 18 else N_("Good evening."))


def joined(words: Words, *sentences: str) -> str:
    """Sentences one after the other, as the language sets them."""
    return ("" if words.lang == "ja" else " ").join(sentence for sentence in sentences if sentence)


def dotted(*parts: str) -> str:
    """Short facts in one line."""
    return " · ".join(part for part in parts if part)
