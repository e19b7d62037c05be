"""How hard a password is to guess, as zxcvbn estimates it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import zxcvbn_rs_py as zxcvbn

from sentwatch.core.passwords import MAX_PASSWORD, Password, Strength, Weakness

MAX_KNOWN: Final = 5000
"""Words handed to the estimate; each costs time, and the owner's own come first."""

# Not a mapping: these enums are not hashable (zxcvbn-rs-py 0.3).
_WARNINGS: Final = (
    (zxcvbn.Warning.ThisIsATop10Password, Weakness.TOP_LIST),
    (zxcvbn.Warning.ThisIsATop100Password, Weakness.TOP_LIST),
    (zxcvbn.Warning.ThisIsACommonPassword, Weakness.COMMON),
    (zxcvbn.Warning.ThisIsSimilarToACommonlyUsedPassword, Weakness.LIKE_A_COMMON_ONE),
    (zxcvbn.Warning.AWordByItselfIsEasyToGuess, Weakness.ONE_WORD),
    (zxcvbn.Warning.NamesAndSurnamesByThemselvesAreEasyToGuess, Weakness.NAMES),
    (zxcvbn.Warning.CommonNamesAndSurnamesAreEasyToGuess, Weakness.NAMES),
    (zxcvbn.Warning.StraightRowsOfKeysAreEasyToGuess, Weakness.KEYBOARD_ROW),
    (zxcvbn.Warning.ShortKeyboardPatternsAreEasyToGuess, Weakness.KEYBOARD_PATTERN),
    (zxcvbn.Warning.RepeatsLikeAaaAreEasyToGuess, Weakness.REPEATS),
    (zxcvbn.Warning.RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess, Weakness.REPEATS),
    (zxcvbn.Warning.SequencesLikeAbcAreEasyToGuess, Weakness.SEQUENCE),
    (zxcvbn.Warning.RecentYearsAreEasyToGuess, Weakness.YEAR),
    (zxcvbn.Warning.DatesAreOftenEasyToGuess, Weakness.DATE),
)
_SUGGESTIONS: Final = (
    (zxcvbn.Suggestion.CapitalizationDoesntHelpVeryMuch, Weakness.CAPITALS),
    (zxcvbn.Suggestion.AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase, Weakness.CAPITALS),
    (zxcvbn.Suggestion.ReversedWordsArentMuchHarderToGuess, Weakness.REVERSED),
    (zxcvbn.Suggestion.PredictableSubstitutionsDontHelpVeryMuch, Weakness.SUBSTITUTIONS),
    (zxcvbn.Suggestion.AvoidRepeatedWordsAndCharacters, Weakness.REPEATS),
    (zxcvbn.Suggestion.AvoidSequences, Weakness.SEQUENCE),
    (zxcvbn.Suggestion.AvoidRecentYears, Weakness.YEAR),
    (zxcvbn.Suggestion.AvoidYearsThatAreAssociatedWithYou, Weakness.YEAR),
    (zxcvbn.Suggestion.AvoidDatesAndYearsThatAreAssociatedWithYou, Weakness.DATE),
)


@dataclass(frozen=True, slots=True)
class Zxcvbn:
    """A StrengthPort."""

    def judge(self, password: Password, *, known: Sequence[str]) -> Strength:
        """Estimate the guesses; the words in `known` count as tried first."""
        # A text of lone surrogates is no password the library could take; it reads them as question marks.
        text = password.normalised[:MAX_PASSWORD].encode("utf-8", "replace").decode("utf-8")
        found = zxcvbn.zxcvbn(text, list(known[:MAX_KNOWN]))
        feedback = found.feedback
        weaknesses: list[Weakness] = []
        if feedback is not None:
            weaknesses += [ours for theirs, ours in _WARNINGS if theirs == feedback.warning]
            weaknesses += [ours for theirs, ours in _SUGGESTIONS if theirs in feedback.suggestions]
        return Strength(
            score=int(found.score),
            guesses_log10=max(round(found.guesses_log10, 1), 0.0),
            weaknesses=tuple(dict.fromkeys(weaknesses)),
        )
