"""A password under review: what goes in, what is known afterwards, and the dated verdict that may be kept."""

from __future__ import annotations

import enum
import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sentwatch.core.looks import Failed, NotChecked

MIN_ALONE: Final = 15
MIN_WITH_MFA: Final = 8
"""NIST SP 800-63B-4 (July 2025), section 3.1.1.2: at least 15 characters where the password is the only factor, at
least 8 as one of several; each Unicode code point counts as one; no rules of composition, no change by the calendar."""

MAX_PASSWORD: Final = 1024
"""Longer texts are no password somebody signs in with (providers stop far below)."""


class SecondFactor(enum.Enum):
    """Whether something else is asked for beside the password."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class LengthBand(enum.Enum):
    """The length as it may be told and kept: never the number itself."""

    UNDER_8 = "under-8"
    FROM_8_TO_14 = "from-8-to-14"
    FROM_15 = "from-15"


class OwnWord(enum.Enum):
    """Whose word stands in the password. The word itself is never told."""

    ADDRESS = "address"
    NAME = "name"
    COMPANY = "company"
    PROVIDER = "provider"


class Weakness(enum.Enum):
    """What makes a password easy to guess."""

    TOP_LIST = "top-list"
    COMMON = "common"
    LIKE_A_COMMON_ONE = "like-a-common-one"
    ONE_WORD = "one-word"
    NAMES = "names"
    KEYBOARD_ROW = "keyboard-row"
    KEYBOARD_PATTERN = "keyboard-pattern"
    REPEATS = "repeats"
    SEQUENCE = "sequence"
    YEAR = "year"
    DATE = "date"
    CAPITALS = "capitals"
    REVERSED = "reversed"
    SUBSTITUTIONS = "substitutions"


class LeakBand(enum.Enum):
    """How often a password was seen in leaked data, roughly: the exact number names common passwords."""

    NEVER = "never"
    A_FEW_TIMES = "a-few-times"
    OFTEN = "often"
    VERY_OFTEN = "very-often"


@dataclass(frozen=True, slots=True)
class Password:
    """One password, for the time of its review. Not in its repr; never part of a value that lives longer."""

    text: str = field(repr=False)

    @property
    def normalised(self) -> str:
        """NFKC, as SP 800-63B-4 advises verifiers to compare (UAX #15)."""
        return unicodedata.normalize("NFKC", self.text)

    @property
    def length(self) -> int:
        """Code points; where the normal form is longer (ligatures, squared words), what was typed counts."""
        return min(len(self.text), len(self.normalised))

    @property
    def sha1(self) -> str:
        """Upper-case hex of the SHA-1 over what is typed, as breach lists name passwords. As secret as itself."""
        return hashlib.sha1(self.text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest().upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordOwner:
    """What others could know of the person behind the password. Names and companies may be in kana, kanji or Latin."""

    addresses: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    second_factor: SecondFactor = SecondFactor.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """How hard it is to guess: `score` 0 (at once) to 4, the logarithm of the guesses (one decimal), and why."""

    score: int
    guesses_log10: float
    weaknesses: tuple[Weakness, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachLook:
    """How often the password stands in a list of leaked ones, and which list was asked."""

    seen: LeakBand
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReuseCounts:
    """How many logins share or resemble the password, and how many this mailbox can reset: all that a report tells."""

    looked_at: int
    same: int
    similar: int
    resets_here: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordFacts:
    """What one review found: nothing from which the password could be told. A part of the snapshot.

    `breach` and `reuse` are None where the review was not asked to look there.
    """

    length: LengthBand
    second_factor: SecondFactor
    strength: Strength | NotChecked
    own_words: tuple[OwnWord, ...] = ()
    is_common: bool = False
    is_ascii: bool = True
    has_outer_space: bool = False
    breach: BreachLook | NotChecked | Failed | None = None
    reuse: ReuseCounts | NotChecked | Failed | None = None

    @property
    def is_too_short(self) -> bool:
        """Whether it is shorter than NIST asks for; without word of a second factor it counts as the only one."""
        if self.second_factor is SecondFactor.YES:
            return self.length is LengthBand.UNDER_8
        return self.length is not LengthBand.FROM_15


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordVerdict:
    """All that may be kept of a review: when it was, and which findings it came to (codes, sorted)."""

    reviewed_at: datetime
    codes: tuple[str, ...]
    asked_breach_list: bool = False
    compared_with_store: bool = False


def length_band(length: int) -> LengthBand:
    """Return the band that may be told."""
    if length < MIN_WITH_MFA:
        return LengthBand.UNDER_8
    return LengthBand.FROM_8_TO_14 if length < MIN_ALONE else LengthBand.FROM_15


def leak_band(times: int) -> LeakBand:
    """Return the band that may be told."""
    if times < 1:
        return LeakBand.NEVER
    if times < 10:
        return LeakBand.A_FEW_TIMES
    return LeakBand.OFTEN if times < 1000 else LeakBand.VERY_OFTEN
