"""One entry of an authenticator, as it was written: read tolerantly, with what is odd about it noted."""

from __future__ import annotations

import base64
import binascii
import enum
import re
from dataclasses import dataclass, field
from typing import Final

DEFAULT_DIGITS: Final = 6
DEFAULT_PERIOD_S: Final = 30
DEFAULT_ALGORITHM: Final = "SHA1"
"""What apps assume where nothing is said (the key URI format of Google Authenticator's wiki; RFC 6238 section 4)."""

MAX_DIGITS: Final = 10
MAX_PERIOD_S: Final = 86_400
MAX_SECRET: Final = 1024

_NOT_BASE32: Final = re.compile(r"[^A-Z2-7]")


class OtpKind(enum.Enum):
    """What the codes are made from: the time, a counter, or something of one maker's own."""

    TOTP = "totp"
    HOTP = "hotp"
    STEAM = "steam"
    OTHER = "other"


class Odd(enum.Enum):
    """What is odd about an entry as it was written."""

    SECRET_MISSING = "secret-missing"  # noqa: S105 - names a fault
    SECRET_UNREADABLE = "secret-unreadable"  # noqa: S105 - names a fault
    DIGITS_UNREADABLE = "digits-unreadable"
    PERIOD_UNREADABLE = "period-unreadable"
    COUNTER_UNREADABLE = "counter-unreadable"
    COUNTER_MISSING = "counter-missing"
    PARAMETER_TWICE = "parameter-twice"
    KIND_UNKNOWN = "kind-unknown"
    LABEL_MISSING = "label-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class OtpEntry:
    """One entry with its secret: for computing codes and moving it, never in a repr.

    `label_issuer` is what stands before the colon in the label, None without a colon. `secret` is None where it is
    missing or unreadable. `algorithm` is as written, in upper case without signs (SHA1, SHA256, MD5).
    """

    account: str
    issuer: str = ""
    label_issuer: str | None = None
    kind: OtpKind = OtpKind.TOTP
    secret: bytes | None = field(default=None, repr=False)
    algorithm: str = DEFAULT_ALGORITHM
    digits: int = DEFAULT_DIGITS
    period_s: int = DEFAULT_PERIOD_S
    counter: int | None = None
    odd: tuple[Odd, ...] = ()

    @property
    def name(self) -> str:
        """How people call it: issuer and account."""
        issuer = self.issuer or self.label_issuer or ""
        return ": ".join(part for part in (issuer, self.account) if part)


def read_secret(text: str) -> tuple[bytes | None, Odd | None]:
    """Read a base32 secret (RFC 4648) as people write it: spaces, hyphens, small letters, missing padding are fine."""
    squeezed = re.sub(r"[\s\-=]", "", text[: MAX_SECRET * 2]).upper()
    if not squeezed:
        return None, Odd.SECRET_MISSING
    if _NOT_BASE32.search(squeezed) or len(squeezed) > MAX_SECRET:
        return None, Odd.SECRET_UNREADABLE
    # Some programs write whole letters only: what is over at the end carries no full byte and is left away.
    usable = squeezed[: len(squeezed) - 1] if len(squeezed) % 8 in {1, 3, 6} else squeezed
    try:
        secret = base64.b32decode(usable + "=" * (-len(usable) % 8))
    except binascii.Error:
        secret = b""
    return (secret, None) if secret else (None, Odd.SECRET_UNREADABLE)


def written_secret(secret: bytes) -> str:
    """Return the secret as authenticator apps show it."""
    return base64.b32encode(secret).decode("ascii").rstrip("=")


def read_algorithm(text: str) -> str:
    """Return a name such as "HmacSHA256" or "sha-256" as SHA256; an unknown one as it stands, capped."""
    name = re.sub(r"[^A-Z0-9]", "", text[:64].upper()).removeprefix("HMAC")
    return name or DEFAULT_ALGORITHM


def read_number(text: str, *, least: int, most: int) -> int | None:
    """Return a plain decimal number within its bounds."""
    squeezed = text.strip()
    if not (squeezed.isascii() and squeezed.isdigit() and len(squeezed) <= 20):
        return None
    number = int(squeezed)
    return number if least <= number <= most else None


def read_kind(text: str) -> OtpKind:
    """Return the kind a program names."""
    return {kind.value: kind for kind in OtpKind}.get(text.strip().lower(), OtpKind.OTHER)
