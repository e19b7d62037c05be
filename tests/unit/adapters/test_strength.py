"""zxcvbn's estimate behind our own words."""

from __future__ import annotations

import pytest
import zxcvbn_rs_py as zxcvbn
from hypothesis import given, settings
from hypothesis import strategies as st

from sentwatch.adapters.strength import _SUGGESTIONS, _WARNINGS, Zxcvbn
from sentwatch.core.checks.password_strength import WEAKNESS_WORDS
from sentwatch.core.passwords import Password, Weakness


def judge(text, *known):
    return Zxcvbn().judge(Password(text), known=known)


@pytest.mark.parametrize(
    ("text", "weakness"),
    [
        ("password", Weakness.TOP_LIST),
        ("qwertyuiop", Weakness.TOP_LIST),
        ("trustno1", Weakness.TOP_LIST),
        ("aaaaaaaaaa", Weakness.REPEATS),
        ("abcdefghij", Weakness.SEQUENCE),
        ("1991-03-04", Weakness.DATE),
        ("Drowssap", Weakness.REVERSED),
    ],
)
def test_reasons(text, weakness):
    seen = judge(text)
    assert weakness in seen.weaknesses
    assert seen.score <= 2


def test_passphrases_are_strong():
    seen = judge("walnut-gazebo-minuet-haiku-tundra-sequel")
    assert (seen.score, seen.weaknesses) == (4, ())
    assert seen.guesses_log10 > 15


def test_known_words_weaken():
    assert judge("otsukayamadera", "otsukayamadera").score < judge("otsukayamadera").score


def test_every_warning_and_word_is_mapped():
    named = [name for name in dir(zxcvbn.Warning) if not name.startswith("_")]
    assert {str(theirs) for theirs, _ in _WARNINGS} == {str(getattr(zxcvbn.Warning, name)) for name in named}
    advice_only = {"AddAnotherWordOrTwo", "UseAFewWordsAvoidCommonPhrases", "NoNeedForSymbolsDigitsOrUppercaseLetters"}
    advice_only.add("UseALongerKeyboardPatternWithMoreTurns")
    suggestions = {name for name in dir(zxcvbn.Suggestion) if not name.startswith("_")} - advice_only
    assert {repr(theirs).rpartition(".")[2] for theirs, _ in _SUGGESTIONS} == suggestions
    assert {ours for _, ours in (*_WARNINGS, *_SUGGESTIONS)} == set(Weakness) == set(WEAKNESS_WORDS)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_it(text):
    assert 0 <= judge(text, text).score <= 4


@pytest.mark.parametrize("text", ["", "\udc80" * 9, "\x00", "あ" * 1024, "x" * 100_000])
def test_odd_texts(text):
    judge(text)
