"""A password under review: its length as NIST counts it, own words in every disguise, common ones, and what is kept."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.core.attack_time import Guesser, time_to_guess
from sentwatch.core.own_words import forms_of, own_words_in
from sentwatch.core.passwords import (
    LeakBand,
    LengthBand,
    OwnWord,
    Password,
    PasswordFacts,
    PasswordOwner,
    SecondFactor,
    Strength,
    leak_band,
    length_band,
)
from sentwatch.core.tried_first import is_common

COMMON = frozenset({"password", "sakura", "qwerty", "doraemon", "letmein"})
OWNER = PasswordOwner(
    addresses=("hana.sato+shop@aoi-kobo.co.jp",),
    names=("佐藤 花", "Ohtsuka Jun", "はなこ", "Müller"),
    companies=("株式会社あおいこうぼう", "Blue Works Inc."),
    providers=("Sakura Internet", "Gmail"),
)


def test_a_password_is_never_in_its_repr():
    assert "hunter" not in repr(Password("hunter2hunter2"))
    assert "hunter" not in repr([Password("hunter2hunter2")])


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("さくら", 3),
        ("e\u0301cole", 5),  # a combining accent is no character of its own
        ("ﬃ", 1),  # a ligature is one, though its normal form has three
        ("㍿", 1),
        ("🐈‍⬛", 3),
        ("", 0),
    ],
)
def test_each_code_point_counts_one(text, length):
    assert Password(text).length == length


@pytest.mark.parametrize(
    ("length", "band"),
    [
        (0, LengthBand.UNDER_8),
        (7, LengthBand.UNDER_8),
        (8, LengthBand.FROM_8_TO_14),
        (14, LengthBand.FROM_8_TO_14),
        (15, LengthBand.FROM_15),
        (64, LengthBand.FROM_15),
    ],
)
def test_bands(length, band):
    assert length_band(length) is band


@pytest.mark.parametrize(
    ("length", "factor", "too_short"),
    [
        (7, SecondFactor.YES, True),
        (8, SecondFactor.YES, False),
        (14, SecondFactor.NO, True),
        (15, SecondFactor.NO, False),
        (14, SecondFactor.UNKNOWN, True),
        (15, SecondFactor.UNKNOWN, False),
    ],
)
def test_fifteen_alone_eight_beside_a_second_step(length, factor, too_short):
    facts = PasswordFacts(
        length=length_band(length), second_factor=factor, strength=Strength(score=4, guesses_log10=20.0)
    )
    assert facts.is_too_short is too_short


def test_the_digest_is_over_what_is_typed():
    assert Password("password").sha1 == "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8"
    assert Password("ｐ").sha1 == hashlib.sha1("ｐ".encode()).hexdigest().upper()
    assert len(Password("\udc80").sha1) == 40


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("hana.sato2024", OwnWord.ADDRESS),
        ("xx-HANASATO", OwnWord.ADDRESS),
        ("h4n4-s4t0!", OwnWord.ADDRESS),
        ("0tas.anah", OwnWord.ADDRESS),
        ("Satou#1987", OwnWord.NAME),
        ("佐藤1234abcd", OwnWord.NAME),
        ("otuka-forever", OwnWord.NAME),
        ("Ootsuka1", OwnWord.NAME),
        ("jun.1999.kitchen", OwnWord.NAME),
        ("hanako", OwnWord.NAME),
        ("はなこ99", OwnWord.NAME),
        ("ハナコ99", OwnWord.NAME),
        ("muller2020", OwnWord.NAME),
        ("MÜLLER2020", OwnWord.NAME),
        ("aoikoubou!", OwnWord.COMPANY),
        ("aoikohboh!", OwnWord.COMPANY),
        ("Blu3W0rks", OwnWord.COMPANY),
        ("5akur4internet", OwnWord.PROVIDER),
        ("my gma1l pass", OwnWord.PROVIDER),
    ],
)
def test_own_words_are_found_disguised_romanised_and_reversed(text, word):
    assert word in own_words_in(Password(text), OWNER)


@pytest.mark.parametrize("text", ["junction of rivers", "correct horse battery", "株式会社", "inc. and co", "xyz123!!"])
def test_others_words_are_not_ones_own(text):
    assert own_words_in(Password(text), OWNER) == ()


def test_nothing_known_of_the_owner_finds_nothing():
    assert own_words_in(Password("hana"), PasswordOwner()) == ()
    assert forms_of(PasswordOwner()) == ()


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=30))
def test_no_text_breaks_the_look(text, address, name):
    owner = PasswordOwner(addresses=(address,), names=(name,), companies=(name,))
    assert set(own_words_in(Password(text), owner)) <= set(OwnWord)
    is_common(Password(text), COMMON)


@pytest.mark.parametrize(
    "text",
    [
        "password",
        "PASSWORD",
        "P@ssw0rd!",
        "password2024",
        "!!s4kur4!!",
        "ｓａｋｕｒａ１",
        "さくら2020",
        "sakurasakura",
        "qwerty12345678",
        "$akura",
        "D0raem0n",
    ],
)
def test_common_words_with_the_usual_trimmings(text):
    assert is_common(Password(text), COMMON)


@pytest.mark.parametrize("text", ["sakurai-no-ki", "passwords are hard", "1234", "", "x" * 5000, "1" * 5000])
def test_what_only_resembles_a_common_word_is_not_one(text):
    assert not is_common(Password(text), COMMON)


@pytest.mark.parametrize(
    ("guesses_log10", "guesser", "words"),
    [
        (0.0, Guesser.STOLEN_AND_BADLY_KEPT, "at once"),
        (4.0, Guesser.AT_THE_DOOR, "within a month"),
        (7.5, Guesser.STOLEN_AND_WELL_KEPT, "within an hour"),
        (11.6, Guesser.STOLEN_AND_WELL_KEPT, "some years"),
        (20.0, Guesser.AT_THE_DOOR, "centuries"),
        (1e9, Guesser.STOLEN_AND_BADLY_KEPT, "centuries"),
    ],
)
def test_time_in_words(guesses_log10, guesser, words):
    assert time_to_guess(guesses_log10, guesser).text == words


@pytest.mark.parametrize(
    ("times", "band"),
    [
        (0, LeakBand.NEVER),
        (1, LeakBand.A_FEW_TIMES),
        (9, LeakBand.A_FEW_TIMES),
        (10, LeakBand.OFTEN),
        (22_390_492, LeakBand.VERY_OFTEN),
    ],
)
def test_leak_bands(times, band):
    assert leak_band(times) is band
