"""What an audit knows of entries: everything but the secrets. A part of the snapshot."""

from __future__ import annotations

import enum
import hashlib
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from sentwatch.core.otp.entries import Odd, OtpEntry, OtpKind

if TYPE_CHECKING:
    from sentwatch.core.clock_offset import ClockOffset
    from sentwatch.core.looks import Failed, NotChecked
    from sentwatch.core.otp.verify import Verification

# Secrets printed in RFCs, manuals and tutorials. RFC 4226 appendix D and RFC 6238 appendix B; the "Hello!" + DEADBEEF
# example of the key URI format; the defaults of widely copied samples. As SHA-256, so that the list itself is none.
_PRINTED: Final = frozenset(
    hashlib.sha256(secret).digest()
    for secret in (
        b"12345678901234567890",
        b"12345678901234567890123456789012",
        b"1234567890123456789012345678901234567890123456789012345678901234",
        bytes.fromhex("48656c6c6f21deadbeef"),
        b"Hello!",
        b"foobar",
        b"test",
        b"secret",
        b"base32secret3232",
        bytes.fromhex("0102030405060708090a0b0c0d0e0f1011121314"),
    )
)


class OtpSourceForm(enum.Enum):
    """Where entries were read from."""

    URIS = "uris"
    PICTURE = "picture"
    AEGIS = "aegis"
    TWO_FAS = "2fas"
    ENTE = "ente"
    BITWARDEN = "bitwarden"
    ANDOTP = "andotp"
    PASSWORD_STORE = "password-store"  # noqa: S105 - a kind of source


SOURCE_NAMES: Final = {
    OtpSourceForm.AEGIS: "Aegis",
    OtpSourceForm.TWO_FAS: "2FAS",
    OtpSourceForm.ENTE: "Ente Auth",
    OtpSourceForm.BITWARDEN: "Bitwarden",
    OtpSourceForm.ANDOTP: "andOTP",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OtpFacts:
    """One entry without its secret. `subject` tells it apart from the others of the same source.

    `secret_bits` is None where the secret cannot be used. `same_as` names the entries with the same secret, `copies`
    how often this very entry stands there.
    """

    subject: str
    name: str
    issuer: str
    label_issuer: str | None
    kind: OtpKind
    algorithm: str
    digits: int
    period_s: int
    secret_bits: int | None
    is_printed: bool = False
    is_monotonous: bool = False
    same_as: tuple[str, ...] = ()
    copies: int = 1
    odd: tuple[Odd, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MfaFacts:
    """What one look at an authenticator's entries found. `clock` and `verification` are None where not asked for."""

    form: OtpSourceForm
    entries: tuple[OtpFacts, ...] = ()
    is_encrypted: bool = False
    is_file: bool = False
    damaged: int = 0
    missing_pages: int = 0
    clock: ClockOffset | NotChecked | Failed | None = None
    verification: Verification | None = None


def facts_of(entries: Iterable[OtpEntry]) -> tuple[OtpFacts, ...]:
    """Return the facts of all entries; an entry that stands there twice is told once, with its number of copies."""
    unique: dict[tuple[str, bytes | None, OtpKind], OtpEntry] = {}
    copies: Counter[tuple[str, bytes | None, OtpKind]] = Counter()
    for entry in entries:
        key = (entry.name.casefold(), entry.secret, entry.kind)
        unique.setdefault(key, entry)
        copies[key] += 1
    names: Counter[str] = Counter()
    subjects: list[str] = []
    for entry in unique.values():
        name = entry.name or "?"
        names[name] += 1
        subjects.append(name if names[name] == 1 else f"{name} #{names[name]}")
    with_secret: dict[bytes, list[str]] = {}
    for subject, entry in zip(subjects, unique.values(), strict=True):
        if entry.secret is not None:
            with_secret.setdefault(entry.secret, []).append(subject)
    return tuple(
        _facts(subject, entry, copies[key], with_secret)
        for subject, (key, entry) in zip(subjects, unique.items(), strict=True)
    )


def _facts(subject: str, entry: OtpEntry, copies: int, with_secret: dict[bytes, list[str]]) -> OtpFacts:
    secret = entry.secret
    same = with_secret.get(secret, []) if secret is not None else []
    return OtpFacts(
        subject=subject,
        name=entry.name,
        issuer=entry.issuer,
        label_issuer=entry.label_issuer,
        kind=entry.kind,
        algorithm=entry.algorithm,
        digits=entry.digits,
        period_s=entry.period_s,
        secret_bits=None if secret is None else len(secret) * 8,
        is_printed=secret is not None and hashlib.sha256(secret).digest() in _PRINTED,
        is_monotonous=secret is not None and _is_monotonous(secret),
        same_as=tuple(other for other in same if other != subject),
        copies=copies,
        odd=entry.odd,
    )


def _is_monotonous(secret: bytes) -> bool:
    """Whether the bytes cannot come from chance: one value over and over, counting up, or a short piece repeated.

    Chance gives 10 bytes fewer than 5 different values once in some 10^10 secrets.
    """
    if len(set(secret)) < min(5, math.ceil(len(secret) / 2)):
        return True
    pieces = (length for length in range(1, len(secret) // 2 + 1) if len(secret) % length == 0)
    if len(secret) >= 8 and any(secret[:length] * (len(secret) // length) == secret for length in pieces):
        return True
    steps = {(b - a) % 256 for a, b in pairwise(secret)}
    return len(secret) >= 5 and len(steps) == 1
