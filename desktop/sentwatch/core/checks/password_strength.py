"""Check how long guessing a password takes, and say why it would be quick."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sentwatch.core.attack_time import GUESSER_TITLES, time_to_guess
from sentwatch.core.check import Check
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.passwords import PasswordFacts, Strength, Weakness
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

GUESSABLE = FindingKind(
    code="password.guessable",
    severity=Severity.WARNING,
    title=N_("The password can be guessed with little effort."),
    why=N_(
        "Guessing programs try words, names, dates, keyboard rows and their usual variations first, millions of them, "
        "and then whatever is short. The times below say how soon they would come to this one."
    ),
    harmless=(N_("It is an estimate. A word the estimate does not know makes a password look better, never worse."),),
    how_to_check=N_("Look at the times below: the first line matters today, the last one after a theft of data."),
    do_first=(
        N_("Have a passphrase of six words made here, or let your password manager make one."),
        N_("Change the password on the provider's own page, then in your mail programs."),
    ),
)

WEAKNESS_WORDS: Final = {
    Weakness.TOP_LIST: N_("one of the most used passwords of all"),
    Weakness.COMMON: N_("a very common password"),
    Weakness.LIKE_A_COMMON_ONE: N_("close to a common password"),
    Weakness.ONE_WORD: N_("a single word"),
    Weakness.NAMES: N_("a name"),
    Weakness.KEYBOARD_ROW: N_("a row of keys"),
    Weakness.KEYBOARD_PATTERN: N_("a short pattern on the keyboard"),
    Weakness.REPEATS: N_("something repeated"),
    Weakness.SEQUENCE: N_("a sequence like abc or 6543"),
    Weakness.YEAR: N_("a recent year"),
    Weakness.DATE: N_("a date"),
    Weakness.CAPITALS: N_("capital letters where everybody puts them"),
    Weakness.REVERSED: N_("a word spelled backwards"),
    Weakness.SUBSTITUTIONS: N_("signs in place of letters, as in p@ssw0rd"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When to speak up.

    zxcvbn's score (its README, read 2026-11): 2 withstands guessing at a sign-in page without limits (under 10^8
    guesses), 3 a stolen, slowly hashed list in part (under 10^10). A mailbox opens everything else: 3 is the least.
    """

    least_score: int = 3


POLICY: Final = Policy()


LOOKS_LIKE: Final = N_("It looks like")


def judge(seen: PasswordFacts, _snapshot: Snapshot) -> Iterator[Finding] | NotChecked:
    """Find a password below the least score."""
    if isinstance(seen.strength, NotChecked):
        return seen.strength
    return _find(seen.strength)


def _find(strength: Strength) -> Iterator[Finding]:
    if strength.score >= POLICY.least_score:
        return
    reasons = tuple(
        Evidence(label=LOOKS_LIKE, value=phrase(WEAKNESS_WORDS[weakness])) for weakness in strength.weaknesses
    )
    times = tuple(
        Evidence(label=title, value=time_to_guess(strength.guesses_log10, guesser))
        for guesser, title in GUESSER_TITLES.items()
    )
    yield Finding(kind=GUESSABLE, subject="password", evidence=reasons + times)


def part(snapshot: Snapshot) -> PasswordFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.password


CHECK = Check(
    code="password.strength",
    title=N_("How hard the password is to guess"),
    kinds=(GUESSABLE,),
    part=part,
    judge=judge,
)
