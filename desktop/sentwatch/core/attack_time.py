"""How long guessing takes, in words: from the number of guesses and the pace of whoever guesses."""

from __future__ import annotations

import enum
from typing import Final

from sentwatch.core.phrase import N_, Phrase, phrase


class Guesser(enum.Enum):
    """Who guesses; the value is guesses a second.

    The paces are those of zxcvbn (Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016):
    100 an hour at a guarded sign-in page, 10 thousand a second against a slow hash, 10 thousand million against a
    fast one.
    """

    AT_THE_DOOR = 100 / 3600
    STOLEN_AND_WELL_KEPT = 1e4
    STOLEN_AND_BADLY_KEPT = 1e10


GUESSER_TITLES: Final = {
    Guesser.AT_THE_DOOR: N_("Guessing at the provider's sign-in page"),
    Guesser.STOLEN_AND_WELL_KEPT: N_("Guessing with the provider's stolen, well guarded list"),
    Guesser.STOLEN_AND_BADLY_KEPT: N_("Guessing with a stolen, badly guarded list"),
}

_DAY_S: Final = 86_400.0
_YEAR_S: Final = 365.25 * _DAY_S

_SCALE: Final = (
    (1.0, N_("at once")),
    (3600.0, N_("within an hour")),
    (_DAY_S, N_("within a day")),
    (30 * _DAY_S, N_("within a month")),
    (_YEAR_S, N_("within a year")),
    (10 * _YEAR_S, N_("some years")),
    (100 * _YEAR_S, N_("some decades")),
)
_LONGEST: Final = N_("centuries")

STEPS: Final = len(_SCALE) + 1
"""How many steps the scale has, from "at once" to "centuries"."""


def time_to_guess(guesses_log10: float, guesser: Guesser) -> Phrase:
    """Return the time in words people have a feeling for; a scale, since the number would only look exact."""
    step = step_of(guesses_log10, guesser)
    return phrase(_SCALE[step][1] if step < len(_SCALE) else _LONGEST)


def step_of(guesses_log10: float, guesser: Guesser) -> int:
    """Return the step of the scale, 0 to STEPS - 1."""
    # Beyond 10^30 guesses every pace ends in centuries, and the power would overflow for absurd inputs.
    seconds = 10 ** min(guesses_log10, 30.0) / guesser.value
    return sum(seconds >= limit_s for limit_s, _ in _SCALE)
