"""The generator in words: what it makes, how many bits of chance are in it, and that the clipboard forgets."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from sentwatch.core.passphrase import Alphabet
from sentwatch.core.phrase import N_
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.sign_in import MAKE, TITLES
from sentwatch.ui.presenters.sign_in_review import ScaleView, scale_of_bits


class Sort(enum.Enum):
    """What is made."""

    PHRASE = "phrase"
    RANDOM = "random"


ALPHABET_WORDS: Final = {
    Alphabet.EVERYTHING: N_("With signs"),
    Alphabet.LETTERS_AND_DIGITS: N_("Letters and digits"),
    Alphabet.PLAIN: N_("Easy to read"),
    Alphabet.DIGITS: N_("Digits"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratorView:
    """The page but for what was made."""

    header: HeaderView
    heading: str
    sort_label: str
    sorts: tuple[tuple[Sort, str], ...]
    language_label: str
    languages: tuple[tuple[str, str], ...]
    words_label: str
    separator_label: str
    separators: tuple[tuple[str, str], ...]
    length_label: str
    alphabet_label: str
    alphabets: tuple[tuple[Alphabet, str], ...]
    less: str
    more: str
    again: str
    copy: str
    made_heading: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BitsView:
    """How much chance is in it."""

    bits: str
    scale: ScaleView


def generator(words: Words, *, clear_after_s: float) -> GeneratorView:
    """The page."""
    return GeneratorView(
        header=HeaderView(
            sentence=words(TITLES[MAKE]), detail=words(N_("Made by chance on this computer, and kept nowhere."))
        ),
        heading=words(N_("What it is to be like")),
        sort_label=words(N_("Sort")),
        sorts=((Sort.PHRASE, words(N_("Several words"))), (Sort.RANDOM, words(N_("Random characters")))),
        language_label=words(N_("Words in")),
        # Each in its own script, as everywhere.
        languages=(("en", "English"), ("ja", "日本語")),
        words_label=words(N_("How many words")),
        separator_label=words(N_("Between them")),
        separators=(("-", "-"), (".", "."), (" ", words(N_("space")))),
        length_label=words(N_("How many characters")),
        alphabet_label=words(N_("Made of")),
        alphabets=tuple((alphabet, words(text)) for alphabet, text in ALPHABET_WORDS.items()),
        less=words(N_("One less")),
        more=words(N_("One more")),
        again=words(N_("Another one")),
        copy=words(N_("Copy")),
        made_heading=words(N_("Your new password")),
        hint=words(
            N_(
                "Save it in your password manager first, then set it at the provider. The copy is cleared after "
                "{s:duration}."
            ),
            s=clear_after_s,
        ),
    )


def bits_view(bits: float, words: Words) -> BitsView:
    """How much chance is in it, and what that means."""
    return BitsView(bits=words(N_("{n} bits of chance"), n=round(bits)), scale=scale_of_bits(bits, words))


def copied_words(words: Words, *, clear_after_s: float) -> str:
    """What is said after copying."""
    return words(N_("Copied. The clipboard is cleared in {s:duration}."), s=clear_after_s)


def cleared_words(words: Words) -> str:
    """What is said after the clipboard was cleared, or taken by something else."""
    return words(N_("The copy is gone from the clipboard."))
