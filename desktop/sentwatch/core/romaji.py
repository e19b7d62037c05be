"""Kana as it is typed in Latin letters, and spellings of romanised Japanese folded into one."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Hepburn as it is typed (し shi, ん n, long vowels letter by letter), by rows of the syllabary.
_ROWS: Final = (
    ("あいうえお", "a i u e o"),
    ("かきくけこ", "ka ki ku ke ko"),
    ("さしすせそ", "sa shi su se so"),
    ("たちつてと", "ta chi tsu te to"),
    ("なにぬねの", "na ni nu ne no"),
    ("はひふへほ", "ha hi fu he ho"),
    ("まみむめも", "ma mi mu me mo"),
    ("やゆよ", "ya yu yo"),
    ("らりるれろ", "ra ri ru re ro"),
    ("わゐゑをん", "wa i e o n"),
    ("がぎぐげご", "ga gi gu ge go"),
    ("ざじずぜぞ", "za ji zu ze zo"),
    ("だぢづでど", "da ji zu de do"),
    ("ばびぶべぼ", "ba bi bu be bo"),
    ("ぱぴぷぺぽ", "pa pi pu pe po"),
    ("ゃゅょゔ", "ya yu yo vu"),
)
_SYLLABLES: Final = {kana: latin for row, said in _ROWS for kana, latin in zip(row, said.split(), strict=True)}
_GLIDES: Final = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_SMALL: Final = {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}
_VOWELS: Final = frozenset("aiueo")

# Kunrei and Nihon spellings, doubled letters and long vowels all become the same, so that "Ohtsuka", "Ootuka" and
# "Otsuka" meet. Only for comparing: the result is no spelling anybody uses.
_FOLDS: Final = (
    (re.compile(r"cch"), "tch"),
    (re.compile(r"sh([aueo])"), r"sy\1"),
    (re.compile(r"t?ch([aueo])"), r"ty\1"),
    (re.compile(r"j([aueo])"), r"zy\1"),
    (re.compile(r"shi"), "si"),
    (re.compile(r"t?chi"), "ti"),
    (re.compile(r"ji|di"), "zi"),
    (re.compile(r"ts|tz"), "t"),
    (re.compile(r"du"), "zu"),
    (re.compile(r"f"), "h"),
    (re.compile(r"zyy"), "zy"),
    (re.compile(r"m([bpm])"), r"n\1"),
    (re.compile(r"o[ou]|oh(?![aiueoy])"), "o"),
    (re.compile(r"uu"), "u"),
    (re.compile(r"([kstnhmyrwgzdbpcf])\1"), r"\1"),
)


def typed_form(kana: str) -> str:
    """Return hiragana or katakana in the letters one types; other characters stand as they are."""
    text = _hiragana(kana)
    typed = ""
    for index, sign in enumerate(text):
        following = text[index + 1] if index + 1 < len(text) else ""
        if sign == "っ":
            typed += _doubled(following)
        elif sign == "ー":
            typed += typed[-1] if typed and typed[-1] in _VOWELS else ""
        elif sign in _GLIDES and typed.endswith("i"):
            typed = _glided(typed, _GLIDES[sign])
        elif sign in _SMALL:
            typed = _shortened(typed) + _SMALL[sign]
        else:
            typed += _SYLLABLES.get(sign, sign)
    return typed


def is_kana(text: str) -> bool:
    """Whether `text` is written in kana only."""
    return bool(text) and all(sign in _SYLLABLES or sign in _SMALL or sign in "っー" for sign in _hiragana(text))


def folded(latin: str) -> str:
    """Return a lower-case spelling with the usual ways of romanising folded into one."""
    for pattern, becomes in _FOLDS:
        latin = pattern.sub(becomes, latin)
    return latin


def _hiragana(text: str) -> str:
    """Katakana as hiragana; the two blocks lie 0x60 apart (Unicode, 3040-309F and 30A0-30FF)."""
    wide = unicodedata.normalize("NFKC", text)
    return "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヴ" else sign for sign in wide)


def _doubled(following: str) -> str:
    latin = _SYLLABLES.get(following, "")
    if latin.startswith("ch"):
        return "t"
    return latin[:1] if latin[:1] not in _VOWELS else ""


def _glided(typed: str, vowel: str) -> str:
    stem = typed[:-1]
    return stem + vowel if stem.endswith(("sh", "ch", "j")) else stem + "y" + vowel


def _shortened(typed: str) -> str:
    """Make room for a small vowel: fu + i is fi, u + e is we, she and che keep their h."""
    if typed.endswith(("fu", "vu", "tsu", "te", "de", "shi", "chi", "ji")):
        return typed[:-1]
    return typed[:-1] + "w" if typed.endswith("u") and typed[-2:-1] in {"", "a", "i", "u", "e", "o"} else typed
