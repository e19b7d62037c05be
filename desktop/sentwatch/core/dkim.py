"""DKIM key records: what kind of key, how long, revoked or only for testing."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sentwatch.core.names import is_dns_name
from sentwatch.core.tags import read_tags

MAX_SELECTORS: Final = 12
MIN_RSA_BITS: Final = 1024
"""RFC 8301 section 3.2: signers use at least 1024 bits and should use 2048."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DkimKey:
    """One key record (RFC 6376 section 3.6.1). `rsa_bits` is None for other kinds of key."""

    kind: str
    rsa_bits: int | None = None
    is_revoked: bool = False
    is_testing: bool = False


def read_dkim(text: str) -> DkimKey | None:
    """Read a key record; None where it is none or is broken."""
    tags = read_tags(text)
    if tags is None or "p" not in tags or tags.get("v", "DKIM1") != "DKIM1":
        return None
    kind = tags.get("k", "rsa").lower()
    is_testing = "y" in [flag.strip() for flag in tags.get("t", "").split(":")]
    key = "".join(tags["p"].split())
    if not key:
        return DkimKey(kind=kind, is_revoked=True, is_testing=is_testing)
    try:
        raw = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        return None
    if kind != "rsa":
        return DkimKey(kind=kind, is_testing=is_testing)
    bits = _modulus_bits(raw)
    return None if bits is None else DkimKey(kind=kind, rsa_bits=bits, is_testing=is_testing)


def selectors_of(domain: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the selectors of a domain among names like `s1._domainkey.example.jp`, as mail carries them.

    The most frequent come first; MAX_SELECTORS are enough, for some services make a new one for each message.
    """
    counted: dict[str, int] = {}
    for name in names:
        selector, found, signer = name.lower().rstrip(".").partition("._domainkey.")
        if found and signer == domain and is_dns_name(name):
            counted[selector] = counted.get(selector, 0) + 1
    return tuple(sorted(counted, key=lambda selector: (-counted[selector], selector)))[:MAX_SELECTORS]


def _modulus_bits(der: bytes) -> int | None:
    """Walk SubjectPublicKeyInfo, or a bare RSAPublicKey, down to the first integer."""
    at, end = 0, len(der)
    while at < end:
        tag = der[at]
        opened = _length(der, at + 1)
        if opened is None:
            return None
        start, size = opened
        if start + size > end:
            return None
        if tag == 0x02:
            return int.from_bytes(der[start : start + size], "big").bit_length() or None
        if tag == 0x03:
            at = start + 1
        elif tag == 0x30 and der[start : start + 1] == b"\x06":
            at = start + size
        elif tag == 0x30:
            at = start
        else:
            return None
    return None


def _length(der: bytes, at: int) -> tuple[int, int] | None:
    if at >= len(der):
        return None
    first = der[at]
    if first < 0x80:
        return at + 1, first
    count = first & 0x7F
    if not 1 <= count <= 4 or at + 1 + count > len(der):
        return None
    return at + 1 + count, int.from_bytes(der[at + 1 : at + 1 + count], "big")
