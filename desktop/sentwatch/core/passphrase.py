"""Makes passphrases and random passwords, and says how many bits of chance are in them."""

from __future__ import annotations

import enum
import math
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

Pick: TypeAlias = Callable[[int], int]
"""Gives a number from 0 to below the given one, each with the same chance; handed in (`secrets.randbelow`)."""

MIN_WORDS: Final = 4
MAX_WORDS: Final = 12
DEFAULT_WORDS: Final = 6
"""Six words out of 2048 are 66 bits: out of reach even for somebody who stole a badly protected list."""
MIN_CHARACTERS: Final = 12
MAX_CHARACTERS: Final = 128
DEFAULT_CHARACTERS: Final = 20
MIN_LIST: Final = 2048

LOOKALIKES: Final = frozenset("Il1O0|`'\"")
"""Characters that are taken for others when a password is read from paper."""
SIGNS: Final = "!#$%&*+-./:=?@_"
"""Signs that every keyboard has and few sign-in pages refuse."""


class Alphabet(enum.Enum):
    """What a random password is made of. `PLAIN` leaves out what looks alike; `EVERYTHING` adds signs."""

    DIGITS = "digits"
    PLAIN = "plain"
    LETTERS_AND_DIGITS = "letters-and-digits"
    EVERYTHING = "everything"


ALPHABETS: Final = {
    Alphabet.DIGITS: string.digits,
    Alphabet.PLAIN: "".join(c for c in string.ascii_letters + string.digits if c not in LOOKALIKES),
    Alphabet.LETTERS_AND_DIGITS: string.ascii_letters + string.digits,
    Alphabet.EVERYTHING: string.ascii_letters + string.digits + SIGNS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What was made, and its entropy. The bits hold also for somebody who knows how and from what it was made."""

    text: str = field(repr=False)
    bits: float


def make_passphrase(words: Sequence[str], *, pick: Pick, count: int = DEFAULT_WORDS, separator: str = "-") -> Generated:
    """Return `count` words drawn from `words` (each may come again). ValueError for counts and lists out of range."""
    if not MIN_WORDS <= count <= MAX_WORDS or len(words) < MIN_LIST or len(set(words)) != len(words):
        raise ValueError
    drawn = [words[pick(len(words))] for _ in range(count)]
    return Generated(text=separator.join(drawn), bits=count * math.log2(len(words)))


def make_password(
    *, pick: Pick, length: int = DEFAULT_CHARACTERS, alphabet: Alphabet | str = Alphabet.EVERYTHING
) -> Generated:
    """Return `length` characters of an alphabet; one's own alphabet needs ten different characters at least."""
    characters = ALPHABETS[alphabet] if isinstance(alphabet, Alphabet) else "".join(dict.fromkeys(alphabet))
    if not MIN_CHARACTERS <= length <= MAX_CHARACTERS or len(characters) < 10:
        raise ValueError
    text = "".join(characters[pick(len(characters))] for _ in range(length))
    return Generated(text=text, bits=length * math.log2(len(characters)))


def words_needed(bits: float, list_size: int) -> int:
    """Return how many words reach `bits`, within the allowed range."""
    return min(max(math.ceil(bits / math.log2(list_size)), MIN_WORDS), MAX_WORDS)
