"""What Gmail's filters look for: its search words as conditions, the same for the export and the API."""

from __future__ import annotations

import re
from typing import Final

from sentwatch.core.rules import Comparison, Condition, Part, Test, all_of, not_

MAX_CHARS: Final = 4_000
"""Gmail refuses a filter of more than 1,500 characters."""

_EITHER: Final = re.compile(r"\s+(?:OR|\|)\s+|\s*\|\s*")
_WORD: Final = re.compile(r'-?"[^"]{0,1000}"|[^\s(){}"]{1,1000}')
_BRACKETS: Final = str.maketrans("(){}[]", "      ")
_SIZES: Final = {"s_sb": 1, "s_skb": 1 << 10, "s_smb": 1 << 20}


def field_test(part: Part, text: str) -> Test:
    """Read from, to and subject: words, or several joined by OR."""
    values = tuple(
        cleaned
        for piece in _EITHER.split(text[:MAX_CHARS])
        if (cleaned := piece.translate(_BRACKETS).strip().strip('"'))
    )
    return Condition(part=part, comparison=Comparison.CONTAINS, values=values or (text[:MAX_CHARS],))


def query_test(text: str) -> Test:
    """Read "has the words", a search as in Gmail's search box. What a minus excludes is a condition of its own."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for piece in _EITHER.split(text[:MAX_CHARS]):
        words = _WORD.findall(piece)
        kept = " ".join(word.strip('"') for word in words if not word.startswith("-"))
        if kept:
            wanted.append(kept)
        unwanted += [word[1:].strip('"') for word in words if word.startswith("-") and len(word) > 1]
    tests: list[Test] = []
    if wanted or not unwanted:
        tests.append(
            Condition(part=Part.ANY_TEXT, comparison=Comparison.CONTAINS, values=tuple(wanted) or (text[:MAX_CHARS],))
        )
    if unwanted:
        tests.append(
            Condition(part=Part.ANY_TEXT, comparison=Comparison.CONTAINS, values=tuple(unwanted), negated=True)
        )
    return all_of(tests)


def without_test(text: str) -> Test:
    """Read "does not have"."""
    return not_(field_test(Part.ANY_TEXT, text))


def size_test(size: str, *, is_smaller: bool, unit: str = "s_sb") -> Test | None:
    """Read a size; None where it is no number."""
    digits = size.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
        return None
    comparison = Comparison.UNDER if is_smaller else Comparison.OVER
    return Condition(part=Part.SIZE, comparison=comparison, values=(str(int(digits) * _SIZES.get(unit, 1)),))


ATTACHMENT: Final = Condition(part=Part.ATTACHMENT, comparison=Comparison.EXISTS)
NO_CHATS: Final = not_(Condition(part=Part.KIND, comparison=Comparison.EXISTS, detail="chat"))

__all__ = ["ATTACHMENT", "NO_CHATS", "field_test", "query_test", "size_test", "without_test"]
