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


_DOT: Final = "·"
"""Between two facts in a line of small print."""
_STOPS: Final = frozenset("、。，．？！")
_CLOSING: Final = frozenset("、。，．・：；？！」』】〉》〕）)]}…‥,.:;?!%％々ー〜")
_OPENING: Final = frozenset("「『【〈《〔（([{")
_QUOTES: Final = frozenset("「『【")
_PHRASE_ENDS: Final = frozenset("はがをにでともへのやかたいるうくすつぬむぶぐてばずよねらまな")
"""One hiragana after a kanji that ends a phrase; after the others (読み取り, 受け付け) a word goes on."""
_GOES_ON: Final = frozenset("合込返方直切目出")
"""After い or つ these belong to the word before: 問い合わせ, 使い方, 1つ目."""
_MOST_GIVEN_UP: Final = 7
"""Characters of full width: more leaves an edge that looks torn itself."""
_ORPHAN: Final = 4
_MOST_FOR_AN_ORPHAN: Final = 12
"""More is given up rather than letting a line begin with the last few characters of a phrase, or consist of them."""
_SHORT_NAME: Final = 5
_POLITE: Final = frozenset("おご")
_PARTICLES_IN_A_ROW: Final = frozenset("はものがとすなだ")
_WORDS: Final = (
    *("かもしれ", "ください", "ありま", "なりま", "できま", "ことが", "ことを", "ことは", "ことも", "ことに"),
    *("あなた", "すべて", "そのまま", "ふだん", "いつも", "ほかの", "ほかに"),
)
"""Words without kanji that begin a phrase, where another ended."""
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
    """A number keeps its counter (2 件), a name its particle (SPF は), a short name its noun (SPF レコード)."""
    if text[place] == _DOT:
        return False
    if place < 2 or scripts[place - 2] is not _Script.LATIN or scripts[place] is _Script.LATIN:
        return True
    if text[place - 2] == _DOT:
        return True
    if scripts[place] is _Script.HIRAGANA:
        return False
    before = text[max(0, place - 2 - _SHORT_NAME) : place - 1]
    is_short = len(before) <= _SHORT_NAME or any(_script(char) is not _Script.LATIN for char in before)
    return scripts[place] is _Script.OPENING or not is_short


def _begins_after_kana(text: str, scripts: list[_Script], place: int) -> bool:
    last = text[place - 1]
    if scripts[place] is _Script.HIRAGANA and place >= 2 and scripts[place - 2] in {_Script.SPACE, _Script.CLOSING}:
        # The particle of a name or of brackets: x@mailhub.example へそのまま, 「main」にありません. But 「はい」という.
        return last in _BEFORE_POLITE and last != "と" and text[place] not in _PARTICLES_IN_A_ROW
    if scripts[place] is _Script.HIRAGANA:
        if last in _PHRASE_ENDS and text.startswith(_WORDS, place):
            return True
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

    Little of the line is given up: a long word or a long name is torn rather than leaving a ragged edge. In English,
    this keeps names whole that have a hyphen: whoever checks where a link leads must not read it in two parts.
    """
    if fits >= len(text) or text[fits - 1] in "\n\u2028":
        return fits
    starts = phrase_starts(text)
    is_orphan = not all(_goes_on(text, starts, place) for place in range(fits + 1, fits + _ORPHAN + 1))
    most, share = (_MOST_FOR_AN_ORPHAN, 2) if is_orphan else (_MOST_GIVEN_UP, 3)
    if text[fits - 1] == "-":
        # In the middle of a name any place before it is better, however short the line becomes.
        share = 1
    lowest, given_up = fits - (fits - start) // share, 0
    lowest = max(lowest, start + 1)
    for place in range(fits, lowest - 1, -1):
        if place in starts:
            return place
        given_up += unicodedata.east_asian_width(text[place - 1]) in "WF"
        if given_up > most:
            break
    return fits


def _goes_on(text: str, starts: frozenset[int], place: int) -> bool:
    return place < len(text) and place not in starts and text[place] not in "\n\u2028"
