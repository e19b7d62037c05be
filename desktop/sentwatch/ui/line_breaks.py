"""Where a line of Japanese may end: between phrases, so that no word and no ending stands torn over two lines. No Qt.

Japanese writes no spaces, and a line may by rule end almost anywhere; readers stumble all the same where a line begins
with the second half of a word or with a lone particle. A phrase ends in hiragana and the next begins with another
script: that holds for nearly all of it, and where it does not, a phrase only becomes longer (JIS X 4051 forbids less
than this; CSS calls it `word-break: auto-phrase`).
"""

from __future__ import annotations

import enum
import unicodedata
from functools import lru_cache
from typing import Final


class _Script(enum.Enum):
    HIRAGANA = enum.auto()
    KATAKANA = enum.auto()
    KANJI = enum.auto()
    LATIN = enum.auto()
    SPACE = enum.auto()
    OPENING = enum.auto()
    CLOSING = enum.auto()


_STOPS: Final = frozenset("、。，．？！")
_CLOSING: Final = frozenset("、。，．・：；？！」』】〉》〕）)]}…‥,.:;?!%％々ー〜")
_OPENING: Final = frozenset("「『【〈《〔（([{")
_QUOTES: Final = frozenset("「『【")
_PHRASE_ENDS: Final = frozenset("はがをにでともへのやかたいるうくすつぬむぶぐてばずよねらまな")
"""One hiragana after a kanji that ends a phrase; after the others (読み取り, 受け付け) a word goes on."""
_GOES_ON: Final = frozenset("合込返方直切目出")
"""After い or つ these belong to the word before: 問い合わせ, 使い方, 1つ目."""
_MOST_GIVEN_UP: Final = 6
"""Characters of full width: more leaves an edge that looks torn itself."""
_POLITE: Final = frozenset("おご")
_BEFORE_POLITE: Final = frozenset("はがをにでともへのてば")


def _script(char: str) -> _Script:
    if char.isspace():
        return _Script.SPACE
    if char in _OPENING:
        return _Script.OPENING
    if "\u3041" <= char <= "\u309f":
        return _Script.HIRAGANA
    if "\u30a0" <= char <= "\u30ff" and char != "・":
        return _Script.KATAKANA
    if char in _CLOSING and char not in "々ー":
        return _Script.CLOSING
    return _Script.KANJI if unicodedata.east_asian_width(char) in "WF" else _Script.LATIN


@lru_cache(maxsize=2048)
def phrase_starts(text: str) -> frozenset[int]:
    """The places at which a phrase begins: a line had best end before one of them."""
    scripts = [_script(char) for char in text]
    return frozenset(place for place in range(1, len(text)) if _begins(text, scripts, place))


def _begins(text: str, scripts: list[_Script], place: int) -> bool:
    before, here = scripts[place - 1], scripts[place]
    if here in {_Script.CLOSING, _Script.SPACE} or before is _Script.OPENING or text[place] in "々ー":
        return False
    if before is _Script.SPACE:
        return _begins_after_space(text, scripts, place)
    if text[place - 1] in _STOPS:
        return True
    if before is _Script.CLOSING:
        # A particle belongs to the quotation or the brackets it follows; a full stop or colon in a name ends nothing.
        return unicodedata.east_asian_width(text[place - 1]) in "WF" and here is not _Script.HIRAGANA
    if here is _Script.OPENING:
        return text[place] in _QUOTES
    if before is not _Script.HIRAGANA:
        return False
    return _begins_after_kana(text, scripts, place)


def _begins_after_space(text: str, scripts: list[_Script], place: int) -> bool:
    """A number keeps its counter (2 件), a name its particle (SPF は)."""
    if place < 2 or scripts[place - 2] is not _Script.LATIN:
        return True
    if scripts[place] is _Script.HIRAGANA:
        return False
    return not (text[place - 2].isdigit() and scripts[place] is _Script.KANJI)


def _begins_after_kana(text: str, scripts: list[_Script], place: int) -> bool:
    last = text[place - 1]
    if scripts[place] is _Script.HIRAGANA:
        is_polite = text[place] in _POLITE and place + 1 < len(text) and scripts[place + 1] is _Script.KANJI
        return last == "を" or (is_polite and last in _BEFORE_POLITE)
    if last in _POLITE:
        return False
    is_alone = place < 2 or scripts[place - 2] is not _Script.HIRAGANA
    if last in "いつ" and text[place] in _GOES_ON:
        return False
    return not is_alone or last in _PHRASE_ENDS


def line_end(text: str, start: int, fits: int) -> int:
    """Where the line that begins at `start` ends, of which all up to `fits` has room.

    Little of the line is given up: a long word or a long name is torn rather than leaving a ragged edge.
    """
    if fits >= len(text) or text[fits - 1] in "\n\u2028":
        return fits
    starts = phrase_starts(text)
    lowest, given_up = start + 1 + (fits - start) * 2 // 3, 0
    for place in range(fits, lowest - 1, -1):
        if place in starts:
            return place
        given_up += unicodedata.east_asian_width(text[place - 1]) in "WF"
        if given_up > _MOST_GIVEN_UP:
            break
    return fits
