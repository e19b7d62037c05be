"""Backup codes: lists as people paste them become codes, and of codes kept on this computer how many are left."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

MAX_TEXT: Final = 16 * 1024
MAX_CODES: Final = 50
"""Services hand out 1 (Microsoft, Apple) to 16 (GitHub) at a time."""
MAX_NAME: Final = 120
FEW: Final = 2
"""Ours: with two left there is one for the day the phone is lost, and one for the day after."""

_LEAST, _MOST = 6, 64
"""Letters and digits of one code: short ones have 6, Bitwarden's has 32."""
_WHOLE: Final = 6
"""Words of a code that are parted by spaces are shorter than this; what is as long stands for itself."""
_BETWEEN: Final = re.compile(r"\t+| {2,}|[,;、|]")
_NUMBER: Final = re.compile(r"\W*(?:\d{1,2}[.):]|\d{1,2} +(?=\S{4}))\s*")
_CODE: Final = re.compile(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*")
_DATE: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_HYPHENS: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCodes:
    """What a text held. `lines_without` had something in them, but no code; `is_cut` says that there was too much."""

    codes: tuple[str, ...] = field(repr=False)
    lines_without: int = 0
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupSet:
    """Codes that lie in the keyring under their id: of what, since when, how many there were, and how many are left."""

    id: str
    name: str
    kept_at: datetime
    count: int
    left: int

    @property
    def is_few(self) -> bool:
        """Whether it is time for new ones: some were used, and hardly any is left."""
        return self.left == 0 or (self.left < self.count and self.left <= FEW)


def read_codes(text: str) -> ReadCodes:
    """Read codes out of a list, whatever numbers, bullets, spaces and hyphens stand around and in them.

    What looks like no code is counted and left out. A word of letters alone is a code where others beside it look the
    same and hold letters and digits; or where it stands alone.
    """
    lines = [tuple(_found(line)) for line in _plain(text[:MAX_TEXT]).splitlines() if line.strip()]
    every = [code for line in lines for code in line]
    mixed = {_shape(code) for code in every if _has_digit(code) and any(map(str.isalpha, code))}
    if len(every) == 1 and " " not in every[0]:
        mixed.add(_shape(every[0]))
    kept = [tuple(code for code in line if _has_digit(code) or _shape(code) in mixed) for line in lines]
    found = [code for line in kept for code in line]
    without = sum(not line for line in kept)
    unique = tuple(dict.fromkeys(found))
    is_cut = len(text) > MAX_TEXT or len(unique) > MAX_CODES
    return ReadCodes(codes=unique[:MAX_CODES], lines_without=without, is_cut=is_cut)


def joined_codes(codes: Iterable[str]) -> str:
    """The form in which codes lie in the keyring: one a line."""
    return "\n".join(codes)


def parted_codes(text: str) -> tuple[str, ...]:
    """The codes of what lies in the keyring, whoever wrote it there."""
    return tuple(line for line in text[:MAX_TEXT].splitlines() if line)[:MAX_CODES]


def to_type(code: str) -> str:
    """The code as fields take it: many have room for its letters and digits only, and hyphens are part of it."""
    return code.replace(" ", "")


def bare(code: str) -> str:
    """The code by its letters and digits alone: the same however its groups are parted."""
    return "".join(sign for sign in _plain(code) if sign.isalnum()).casefold()


def masked(code: str) -> str:
    """The code with its form and nothing else."""
    return "".join("•" if sign.isalnum() else sign for sign in code)


def _plain(text: str) -> str:
    """Full width and narrow alike; numbers in circles are numbers of lines and no digits of codes."""
    spaced = "".join(" " if unicodedata.category(sign) == "No" else sign for sign in text)
    return unicodedata.normalize("NFKC", spaced).translate(_HYPHENS)[:MAX_TEXT]


def _found(line: str) -> Iterator[str]:
    """What may be codes in a line: lists often stand in two columns."""
    for part in _BETWEEN.split(line):
        number = _NUMBER.match(part)
        cell = part[number.end() :] if number is not None else part
        cell = re.sub(r" ?- ?", "-", cell.strip()).strip("-*•・·.:()[]「」\"' ")
        if _CODE.fullmatch(cell) and not _DATE.fullmatch(cell):
            yield from (code for code in _codes_of(cell) if _LEAST <= sum(map(str.isalnum, code)) <= _MOST)


def _codes_of(cell: str) -> tuple[str, ...]:
    """One code in equal groups, or several side by side; words of a sentence are neither."""
    groups = cell.split(" ")
    if len({len(group) for group in groups}) > 1:
        return ()
    return tuple(groups) if len(groups[0]) >= _WHOLE else (cell,)


def _has_digit(code: str) -> bool:
    return any(sign.isdigit() for sign in code)


def _shape(code: str) -> str:
    return "".join("x" if sign.isalnum() else sign for sign in code)
