"""Hidden characters made visible: what turns the direction of writing or has no width is written as its number.

Where other places leave such characters out (texts/plain.py), a mail that somebody suspects shows that they are there.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Blank or without width although they count as letters or marks: Hangul fillers, Braille blank, Mongolian and Khmer
# signs (Unicode 16, Default_Ignorable_Code_Point and what renders empty).
_BLANK: Final = frozenset("\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800\u3164\uffa0\u034f")
_HIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MAYBE: Final = re.compile(r"[^\x20-\x7e\n\u3001-\u30ff\u4e00-\u9fff\uff01-\uff5e]")
_JOINER: Final = "\u200d"
_SELECTORS: Final = range(0xFE00, 0xFE10)
_INDIC: Final = range(0x0900, 0x0E00)


def visible(text: str, *, limit: int) -> str:
    """`text` on one line, at most `limit` characters, each hidden character as [U+202E] and each run of one as ×n."""
    return _shown(" ".join(text[: limit * 2].split()), limit)


def visible_lines(text: str, *, limit: int, lines: int) -> str:
    """`text` with its line breaks, of which at most `lines` are kept; as `visible` otherwise."""
    cut = text[:limit].replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ").split("\n")
    shown = "\n".join(line.rstrip() for line in cut[:lines])
    return _shown(re.sub(r"\n{4,}", "\n\n\n", shown), limit, is_cut=len(cut) > lines or len(text) > limit)


def has_hidden(text: str) -> bool:
    """Whether `visible` would write anything in another way."""
    return any(_is_hidden(text, at) for at in _places(text))


def _shown(text: str, limit: int, *, is_cut: bool = False) -> str:
    parts: list[str] = []
    size = at = done = 0
    for at in _places(text):
        if at < done or not _is_hidden(text, at):
            continue
        end = at
        while end < len(text) and text[end] == text[at]:
            end += 1
        mark = f"[U+{ord(text[at]):04X}{f' ×{end - at}' if end - at > 1 else ''}]"
        parts += [text[done:at], mark]
        size += at - done + len(mark)
        done = end
        if size >= limit:
            break
    whole = "".join([*parts, text[done:] if size < limit else ""])
    return whole if len(whole) <= limit and not is_cut else whole[: limit - 1] + "…"


def _places(text: str) -> list[int]:
    return [match.start() for match in _MAYBE.finditer(text)]


def _is_hidden(text: str, at: int) -> bool:
    sign = text[at]
    if sign in _BLANK:
        return True
    if sign == _JOINER or ord(sign) in _SELECTORS:
        # Between pictures they make one of two, and in the scripts of India they belong to the spelling.
        before = text[at - 1] if at else "a"
        is_picture = unicodedata.category(before) in {"So", "Sk", "Mn"} or ord(before) in _SELECTORS
        return not is_picture and ord(before) not in _INDIC
    return unicodedata.category(sign) in _HIDDEN_CATEGORIES
