"""Compares the code a phone shows with what its entry says: right, right at another time, or another secret."""

from __future__ import annotations

import enum
import hmac
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.otp.codes import code_for, step_at
from sentwatch.core.otp.entries import OtpEntry, OtpKind

NEAR_STEPS: Final = 1
"""RFC 6238 section 5.2 advises servers to allow one step of delay: within it the user notices nothing."""
FAR_STEPS: Final = 20
"""Ten minutes at 30 seconds: clocks set by hand. One code of six digits fits there by chance in 1 of 25,000."""
WIDEST_S: Final = 26 * 3600
"""Time zones reach from -12 to +14 hours: a clock set to the wrong zone is off by no more than this."""
MOST_STEPS: Final = WIDEST_S // 30
"""Where codes change faster than usual, the search stays as long and becomes narrower."""
AHEAD: Final = 50
"""How far a counter is looked for ahead (RFC 4226 section 7.4: a small look-ahead; buttons get pressed)."""


class Match(enum.Enum):
    """How the code fits."""

    RIGHT = "right"
    SHIFTED = "shifted"
    PERHAPS_SHIFTED = "perhaps-shifted"
    WRONG = "wrong"
    UNREADABLE = "unreadable"
    NOT_COMPUTABLE = "not-computable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What comparing came to. `steps` is how many steps the other device is ahead (below 0: behind).

    `shift_s` is the same in seconds, None for counters. `PERHAPS_SHIFTED` wants the next code too.
    """

    name: str
    match: Match
    steps: int = 0
    shift_s: int | None = None


def verify(entry: OtpEntry, shown: tuple[str, ...], *, at: datetime) -> Verification:
    """Compare one code, or two that followed each other, with the entry at time `at`.

    A single code far from now is not believed: among the codes of two days one fits by chance every 160 times.
    """
    codes = tuple(_typed(code) for code in shown if code.strip())
    if code_for(entry, 0) is None:
        return Verification(name=entry.name, match=Match.NOT_COMPUTABLE)
    if not codes or any(len(code) != entry.digits for code in codes):
        return Verification(name=entry.name, match=Match.UNREADABLE)
    now = step_at(entry, at)
    found = next((steps for steps in _steps(entry) if _fits(entry, codes, now + steps)), None)
    if found is None:
        return Verification(name=entry.name, match=Match.WRONG)
    return Verification(
        name=entry.name,
        match=_judged(entry, found, len(codes)),
        steps=found,
        shift_s=None if entry.kind is OtpKind.HOTP else found * entry.period_s,
    )


def _judged(entry: OtpEntry, steps: int, codes: int) -> Match:
    if entry.kind is OtpKind.HOTP:
        return Match.RIGHT if steps == 0 else Match.SHIFTED
    if abs(steps) <= NEAR_STEPS:
        return Match.RIGHT
    return Match.SHIFTED if abs(steps) <= FAR_STEPS or codes > 1 else Match.PERHAPS_SHIFTED


def _steps(entry: OtpEntry) -> Iterator[int]:
    """Yield the steps to try, the nearest first."""
    if entry.kind is OtpKind.HOTP:
        yield from range(AHEAD + 1)
        return
    yield 0
    for steps in range(1, max(FAR_STEPS, min(WIDEST_S // entry.period_s, MOST_STEPS)) + 1):
        yield -steps
        yield steps


def _fits(entry: OtpEntry, codes: tuple[str, ...], counter: int) -> bool:
    expected = [code_for(entry, counter + place) for place in range(len(codes))]
    return all(
        want is not None and hmac.compare_digest(want.encode(), code.encode())
        for want, code in zip(expected, codes, strict=True)
    )


def _typed(code: str) -> str:
    """Return the code without the spaces apps show in it; full-width digits are digits too."""
    return "".join(unicodedata.normalize("NFKC", code[:64]).split()).upper()
