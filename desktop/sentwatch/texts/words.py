"""The one door to shown words: translates source texts and fills in their fields for one language and time zone."""

from __future__ import annotations

import gettext
import math
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from datetime import date as CalendarDay  # noqa: N812 - `date` is a method here
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sentwatch.core.phrase import N_, Param, Params, Phrase
from sentwatch.texts.plain import plain

LANGUAGES = ("en", "ja")
"""What Sentwatch speaks; the first is the source language."""

_DAYS = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
_MONTHS_EN = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


class Words:
    """Renders phrases. Field formats: `{at:time}`, `{at:day}`, `{at:date}`, `{at:moment}` for datetimes,
    `{x:duration}` for seconds, `{x:percent}` for a share of 1; numbers get thousands separators.
    """  # noqa: D205

    def __init__(self, lang: str, translations: gettext.NullTranslations, *, zone: tzinfo = UTC) -> None:
        self.lang = lang if lang in LANGUAGES else LANGUAGES[0]
        self.zone = zone
        self._translations = translations
        self._fill = _Fill(self)

    def in_zone(self, zone: tzinfo) -> Words:
        """The same language, times told in another zone."""
        return Words(self.lang, self._translations, zone=zone)

    def for_zone(self, name: str | None) -> Words:
        """The same language, times told in the zone of this IANA name; as they are told now where it is unknown."""
        if not name:
            return self
        try:
            return self.in_zone(ZoneInfo(name))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return self

    def __call__(self, text: str | Phrase, /, **params: Param) -> str:
        """The words for a marked source text or a Phrase."""
        if isinstance(text, Phrase):
            return self._phrase(text)
        return self.filled(self._translations.gettext(text) if text else "", params)

    def filled(self, template: str, params: Params) -> str:
        """`template`, already translated, with its fields filled in."""
        return self._fill.vformat(template, (), params)

    def value(self, value: Param) -> str:
        """One value as shown words."""
        return self._fill.format_field(value, "")

    def _phrase(self, phrase: Phrase) -> str:
        if phrase.plural is None:
            return self(phrase.text, **phrase.params)
        number = phrase.params.get(phrase.count or "", 0)
        n = number if isinstance(number, int) else 2
        return self.filled(self._translations.ngettext(phrase.text, phrase.plural, n), phrase.params)

    def time(self, at: datetime) -> str:
        """Hours and minutes: 13:58."""
        return f"{at.astimezone(self.zone):%H:%M}"

    def day(self, at: datetime) -> str:
        """Weekday alone: Saturday, 土曜日."""
        return self._translations.gettext(_DAYS[at.astimezone(self.zone).weekday()])

    def date(self, at: datetime) -> str:
        """Weekday and date: Saturday 18 October 2025, 2025年10月18日(土)."""
        local = at.astimezone(self.zone)
        if self.lang == "ja":
            return f"{local.year}年{local.month}月{local.day}日({'月火水木金土日'[local.weekday()]})"
        return f"{self.day(at)} {local.day} {_MONTHS_EN[local.month - 1]} {local.year}"

    def day_of(self, day: CalendarDay) -> str:
        """A day of the calendar, which is the same in every zone."""
        return Words(self.lang, self._translations).date(datetime(day.year, day.month, day.day, tzinfo=UTC))

    def moment(self, at: datetime) -> str:
        """Date and time."""
        return f"{self.date(at)} {self.time(at)}"

    def number(self, value: float) -> str:
        """With thousands separators; at most one decimal."""
        return f"{value:,}" if isinstance(value, int) else _decimal(value)

    def duration(self, seconds: float) -> str:
        """A span in the unit people would use: 20 minutes, 4 hours."""
        size, span = next(entry for entry in _SPANS if seconds >= entry[0] * (2 if entry[0] == _DAY_S else 1))
        return self._phrase(replace(span, params={"n": round(seconds / max(size, 1))}))

    def listed(self, items: Sequence[str]) -> str:
        """A short list in one line."""
        return ("、" if self.lang == "ja" else ", ").join(plain(i) for i in items)

    def sentences(self, texts: Iterable[str]) -> str:
        """Sentences in one line; what ends without a mark (a reason, a list) gets one, so that none runs into the next.

        After a colon the next text belongs to it.
        """
        line = ""
        for text in filter(None, texts):
            line += ("" if not line or line.endswith("。") else " ") + text
            if not text.endswith(_CLOSED):
                line += "。" if self.lang == "ja" else "."
        return line


_CLOSED = (".", "!", "?", "…", ":", "。", "!", "?", ":")
_DAY_S = 86400
_SPANS = (
    (_DAY_S, Phrase(text=N_("{n} day"), plural=N_("{n} days"), count="n")),
    (3600, Phrase(text=N_("{n} hour"), plural=N_("{n} hours"), count="n")),
    (60, Phrase(text=N_("{n} minute"), plural=N_("{n} minutes"), count="n")),
    (-math.inf, Phrase(text=N_("{n} second"), plural=N_("{n} seconds"), count="n")),
)


def _decimal(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


class _Fill(string.Formatter):
    """Formats our own templates; a field that is missing shows as its name rather than failing the whole text."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:  # noqa: ARG002
        return kwargs.get(field_name, f"{{{field_name}}}"), field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        words = self._words
        if isinstance(value, Phrase):
            return words(value)
        if isinstance(value, datetime):
            return _TIMES.get(format_spec, Words.moment)(words, value)
        if isinstance(value, bool):
            return words(N_("yes") if value else N_("no"))
        if isinstance(value, int | float):
            if format_spec == "duration":
                return words.duration(value)
            if format_spec == "percent":
                return f"{value * 100:.0f} %" if words.lang == "en" else f"{value * 100:.0f}%"
            if format_spec == "plain":
                return str(value)
            return words.number(value)
        if isinstance(value, tuple):
            return words.listed(value)
        return "–" if value is None else plain(str(value))


_TIMES = {"time": Words.time, "day": Words.day, "date": Words.date, "moment": Words.moment}
