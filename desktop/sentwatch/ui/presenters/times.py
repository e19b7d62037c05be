"""Moments the way people say them: just now, 2 minutes ago, today at 14:38."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sentwatch.core.phrase import N_
from sentwatch.texts.words import Words

_JUST_NOW = timedelta(minutes=1)
_RECENT = timedelta(hours=6)


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
