"""Makes an entry from the texts a URI or an export gives, noting what cannot be used instead of refusing."""

from __future__ import annotations

from typing import Final

from sentwatch.core.otp.entries import (
    DEFAULT_ALGORITHM,
    DEFAULT_DIGITS,
    DEFAULT_PERIOD_S,
    MAX_DIGITS,
    MAX_PERIOD_S,
    Odd,
    OtpEntry,
    OtpKind,
    read_algorithm,
    read_number,
    read_secret,
)

MAX_COUNTER: Final = 2**63 - 1
MAX_TEXT: Final = 256
STEAM_DIGITS: Final = 5


def build_entry(
    *,
    kind: OtpKind,
    secret: str | bytes,
    account: str,
    issuer: str = "",
    label_issuer: str | None = None,
    algorithm: str = "",
    digits: str = "",
    period: str = "",
    counter: str = "",
    odd: tuple[Odd, ...] = (),
) -> OtpEntry:
    """Return the entry; numbers are texts as written, empty where nothing is said."""
    oddities = list(odd)
    if isinstance(secret, bytes):
        key, fault = (secret, None) if secret else (None, Odd.SECRET_MISSING)
    else:
        key, fault = read_secret(secret)
    if fault is not None:
        oddities.append(fault)
    if kind is OtpKind.OTHER:
        oddities.append(Odd.KIND_UNKNOWN)

    def number(text: str, fault: Odd, *, least: int, most: int, usual: int) -> int:
        if not text.strip():
            return usual
        found = read_number(text, least=least, most=most)
        if found is None:
            oddities.append(fault)
        return usual if found is None else found

    usual_digits = STEAM_DIGITS if kind is OtpKind.STEAM else DEFAULT_DIGITS
    count = number(digits, Odd.DIGITS_UNREADABLE, least=1, most=MAX_DIGITS, usual=usual_digits)
    period_s = number(period, Odd.PERIOD_UNREADABLE, least=1, most=MAX_PERIOD_S, usual=DEFAULT_PERIOD_S)
    at = None
    if kind is OtpKind.HOTP:
        at = number(counter, Odd.COUNTER_UNREADABLE, least=0, most=MAX_COUNTER, usual=0)
        if not counter.strip():
            oddities.append(Odd.COUNTER_MISSING)
    if not account.strip() and not issuer.strip():
        oddities.append(Odd.LABEL_MISSING)
    return OtpEntry(
        account=account.strip()[:MAX_TEXT],
        issuer=issuer.strip()[:MAX_TEXT],
        label_issuer=None if label_issuer is None else label_issuer.strip()[:MAX_TEXT],
        kind=kind,
        secret=key,
        algorithm=read_algorithm(algorithm) if algorithm.strip() else DEFAULT_ALGORITHM,
        digits=count,
        period_s=period_s,
        counter=at,
        odd=tuple(dict.fromkeys(oddities)),
    )


def split_label(label: str) -> tuple[str | None, str]:
    """Return issuer and account of a label "Issuer:account"; the issuer is None without a colon."""
    before, colon, after = label.partition(":")
    return (before.strip(), after.strip()) if colon else (None, label.strip())
