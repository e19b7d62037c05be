"""Passphrases, random passwords, and the lists they are made from."""

from __future__ import annotations

import math
import random
import re
from itertools import pairwise

import pytest

from sentwatch.adapters.word_lists import common_passwords, kana_of_words, passphrase_words
from sentwatch.core.passphrase import (
    ALPHABETS,
    LOOKALIKES,
    MIN_LIST,
    Alphabet,
    make_passphrase,
    make_password,
    words_needed,
)
from sentwatch.core.romaji import is_kana, typed_form

LISTS = {lang: passphrase_words(lang) for lang in ("en", "ja")}


@pytest.mark.parametrize("lang", LISTS)
def test_a_list_is_large_unique_sorted_and_easy_to_type(lang):
    words = LISTS[lang]
    assert len(words) == MIN_LIST == len(set(words))
    assert all(re.fullmatch("[a-z]{4,10}", word) for word in words)
    assert all(one < two for one, two in pairwise(words))


@pytest.mark.parametrize("lang", LISTS)
def test_four_letters_tell_a_word(lang):
    """So that no word begins another: a phrase without separators could be read in one way only."""
    words = LISTS[lang]
    assert len({word[:4] for word in words}) == len(words)


@pytest.mark.parametrize("lang", LISTS)
def test_no_slip_of_a_finger_makes_another_word(lang):
    words = set(LISTS[lang])
    letters = "abcdefghijklmnopqrstuvwxyz"
    for word in words:
        left_out = {word[:i] + word[i + 1 :] for i in range(len(word))}
        replaced = {word[:i] + c + word[i + 1 :] for i in range(len(word)) for c in letters} - {word}
        swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)} - {word}
        assert not (left_out | replaced | swapped) & words, word


def test_japanese_words_are_typed_as_their_kana_say():
    kana = kana_of_words()
    assert set(kana) == set(LISTS["ja"])
    for typed, written in kana.items():
        assert is_kana(written)
        assert typed_form(written) == typed
        # Written ambiguously by typists: n before a vowel, ti or chi after a small tsu, the rare second ji and zu.
        assert not re.search("ん[あいうえおやゆよなにぬねの]|[ぢづをー]|っち", written), written


def test_no_coarse_words():
    coarse = "shit fuck sex kill death dead murder rape nazi slave whore bitch suicide drug ass arse".split()
    assert not set(coarse) & set(LISTS["en"])
    assert not {"baka", "shine", "korosu", "shinu", "kuso", "chinko", "manko", "unko"} & set(LISTS["ja"])


def test_common_passwords_are_lower_case_and_unique():
    common = common_passwords()
    assert len(common) == len(set(common)) > 900
    assert all(word == word.lower() and " " not in word for word in common)
    assert {"password", "123456", "qwerty", "sakura", "doraemon"} <= set(common)


def test_every_word_comes_with_the_same_chance():
    drawn = iter([0, 2047, 5, 5])
    made = make_passphrase(LISTS["en"], pick=lambda below: next(drawn) if below == MIN_LIST else -1, count=4)
    assert made.text == "-".join((LISTS["en"][0], LISTS["en"][2047], LISTS["en"][5], LISTS["en"][5]))
    assert made.bits == 44.0
    assert made.text not in repr(made)


def test_random_passwords():
    pick = random.Random(7).randrange
    for alphabet, characters in ALPHABETS.items():
        made = make_password(pick=pick, length=40, alphabet=alphabet)
        assert set(made.text) <= set(characters)
        assert made.bits == pytest.approx(40 * math.log2(len(characters)))
    assert not set(ALPHABETS[Alphabet.PLAIN]) & LOOKALIKES
    own = make_password(pick=pick, length=12, alphabet="0123456789abcdefab")
    assert own.bits == pytest.approx(48.0)


@pytest.mark.parametrize("wrong", [{"count": 3}, {"count": 13}])
def test_too_few_words_are_refused(wrong):
    with pytest.raises(ValueError):
        make_passphrase(LISTS["en"], pick=lambda _: 0, **wrong)


def test_poor_lists_and_alphabets_are_refused():
    for words in (LISTS["en"][:2000], LISTS["en"][:-1] + LISTS["en"][:1]):
        with pytest.raises(ValueError):
            make_passphrase(words, pick=lambda _: 0)
    for wrong in ({"length": 8}, {"length": 500}, {"alphabet": "aab"}):
        with pytest.raises(ValueError):
            make_password(pick=lambda _: 0, **wrong)


@pytest.mark.parametrize(("bits", "words"), [(1.0, 4), (66.0, 6), (66.5, 7), (1000.0, 12)])
def test_words_needed(bits, words):
    assert words_needed(bits, MIN_LIST) == words
