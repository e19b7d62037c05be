"""How one password resembles another, in the ways people vary theirs from site to site."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

MIN_BASE: Final = 5
"""Shorter common parts say little: many passwords share four letters."""
MAX_EDITS: Final = 2
"""Two typed changes are what "my password, but with a 2" comes to."""
MIN_FOR_EDITS: Final = 6
MAX_COMPARED: Final = 128

_DISGUISES: Final = str.maketrans("0134578@$!+", "oieastbasit")
_ENDS: Final = re.compile(r"^[\W\d_]{0,12}(.*?)[\W\d_]{0,12}$", re.DOTALL)


class Likeness(enum.Enum):
    """In which way two passwords are alike, the closest way first."""

    SAME = "same"
    CASE = "case"
    DISGUISE = "disguise"
    ENDS = "ends"
    REVERSED = "reversed"
    EDITED = "edited"
    CONTAINED = "contained"


@dataclass(frozen=True, slots=True)
class Likened:
    """One password made ready to be compared with many. Holds it: lives as long as the comparison."""

    text: str = field(repr=False)
    _low: str = field(init=False, repr=False)
    _plain: str = field(init=False, repr=False)
    _base: str = field(init=False, repr=False)
    _letters: Counter[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        low = unicodedata.normalize("NFKC", self.text[:MAX_COMPARED]).casefold()
        object.__setattr__(self, "_low", low)
        object.__setattr__(self, "_plain", low.translate(_DISGUISES))
        object.__setattr__(self, "_base", _base(low))
        object.__setattr__(self, "_letters", Counter(low))

    def likeness(self, other: Likened) -> Likeness | None:
        """Return how the two are alike, None where they are not."""
        if self.text == other.text:
            return Likeness.SAME
        if self._low == other._low:
            return Likeness.CASE
        if self._plain == other._plain:
            return Likeness.DISGUISE
        if self._base == other._base and len(self._base) >= MIN_BASE:
            return Likeness.ENDS
        if self._low[::-1] == other._low and len(self._low) >= MIN_BASE:
            return Likeness.REVERSED
        if self._is_edited(other):
            return Likeness.EDITED
        return Likeness.CONTAINED if self._is_contained(other) else None

    def _is_edited(self, other: Likened) -> bool:
        shorter = min(len(self._low), len(other._low))
        if shorter < MIN_FOR_EDITS or abs(len(self._low) - len(other._low)) > MAX_EDITS:
            return False
        differing = (self._letters - other._letters).total() + (other._letters - self._letters).total()
        return differing <= 2 * MAX_EDITS and _edits_within(self._low, other._low, MAX_EDITS)

    def _is_contained(self, other: Likened) -> bool:
        short, long = sorted((self._base, other._base), key=len)
        # A base that makes up less than half of the other is a word both happen to hold.
        return len(short) >= MIN_FOR_EDITS and len(short) * 2 >= len(long) and short in long


def _base(low: str) -> str:
    found = _ENDS.match(low)
    return (found.group(1) if found else low).translate(_DISGUISES)


def _edits_within(one: str, two: str, most: int) -> bool:
    """Whether insertions, deletions, replacements and swaps of neighbours turn `one` into `two`, at most `most`."""
    before: list[int] = []
    last = list(range(len(two) + 1))
    for row, a in enumerate(one, 1):
        current = [row]
        for column, b in enumerate(two, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (a != b))
            if row > 1 and column > 1 and a == two[column - 2] and one[row - 2] == b:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return False
        before, last = last, current
    return last[-1] <= most
