"""Computes one-time codes: HOTP (RFC 4226), TOTP (RFC 6238), and Steam's letters, also for secrets too weak to use."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Final

from sentwatch.core.otp.entries import OtpEntry, OtpKind

HASHES: Final = {"SHA1": "sha1", "SHA256": "sha256", "SHA512": "sha512"}
"""RFC 6238 section 1.2. MD5, which Google's export can name, is in no RFC and computed by no app."""

_STEAM_LETTERS: Final = "23456789BCDFGHJKMNPQRTVWXY"


def hotp(secret: bytes, counter: int, *, digits: int, algorithm: str) -> str | None:
    """Return the code for a counter (RFC 4226 section 5.3); None for an algorithm we do not know."""
    number = _truncated(secret, counter, algorithm)
    return None if number is None else str(number % 10**digits).zfill(digits)


def code_for(entry: OtpEntry, counter: int) -> str | None:
    """Return the entry's code for a counter or time step; None where the entry does not say how to compute it."""
    if entry.secret is None or entry.kind is OtpKind.OTHER or not 0 <= counter < 2**64:
        return None
    if entry.kind is OtpKind.STEAM:
        number = _truncated(entry.secret, counter, "SHA1")
        return None if number is None else _letters(number, entry.digits)
    return hotp(entry.secret, counter, digits=entry.digits, algorithm=entry.algorithm)


def step_at(entry: OtpEntry, at: datetime) -> int:
    """Return the time step at `at` (RFC 6238 section 4.2); the counter itself for a counter-based entry."""
    if entry.kind is OtpKind.HOTP:
        return entry.counter or 0
    return int(at.timestamp()) // entry.period_s


def code_at(entry: OtpEntry, at: datetime) -> str | None:
    """Return the code an app with this entry shows at `at`."""
    return code_for(entry, step_at(entry, at))


def seconds_left(entry: OtpEntry, at: datetime) -> int:
    """Return how long the code shown at `at` still counts."""
    return entry.period_s - int(at.timestamp()) % entry.period_s


def _truncated(secret: bytes, counter: int, algorithm: str) -> int | None:
    name = HASHES.get(algorithm)
    if name is None:
        return None
    digest = hmac.digest(secret, counter.to_bytes(8, "big"), name)
    offset = digest[-1] & 0x0F
    return int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF


def _letters(number: int, digits: int) -> str:
    written = ""
    for _ in range(digits):
        number, place = divmod(number, len(_STEAM_LETTERS))
        written += _STEAM_LETTERS[place]
    return written
