"""Reads `otpauth-migration://` URIs, in which Google Authenticator exports its entries: a small protobuf reader."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from sentwatch.core.otp.build import build_entry, split_label
from sentwatch.core.otp.entries import OtpEntry, OtpKind
from sentwatch.core.otp.uri import unescaped

SCHEME: Final = "otpauth-migration://"
MAX_URI: Final = 65_536
"""A QR code holds at most 2,953 bytes (ISO/IEC 18004, version 40-L)."""
MAX_ENTRIES: Final = 500
_MAX_VARINT: Final = 10

_Field: TypeAlias = "tuple[int, int | bytes]"

# Field and enum numbers of the payload, as open-source readers of it agree on (Aegis, google_auth.proto, 2026-11).
_ENTRY, _BATCH_SIZE, _BATCH_INDEX, _BATCH_ID = 1, 3, 4, 5
_SECRET, _NAME, _ISSUER, _ALGORITHM, _DIGITS, _TYPE, _COUNTER = 1, 2, 3, 4, 5, 6, 7
_ALGORITHMS: Final = {0: "SHA1", 1: "SHA1", 2: "SHA256", 3: "SHA512", 4: "MD5"}
_DIGIT_COUNTS: Final = {0: "6", 1: "6", 2: "8", 3: "7"}
_KINDS: Final = {0: OtpKind.TOTP, 1: OtpKind.HOTP, 2: OtpKind.TOTP}


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One page of an export. An export of many entries is shown as several QR codes: page `index` of `size`."""

    entries: tuple[OtpEntry, ...] = field(repr=False)
    size: int = 1
    index: int = 0
    batch: int = 0
    damaged: int = 0


def is_migration_uri(text: str) -> bool:
    """Whether `text` looks like a page of an export."""
    return text[:32].lower().startswith(SCHEME)


def read_migration(text: str) -> Migration | None:
    """Return the page; None where it is none or cannot be decoded at all. A damaged entry costs itself only."""
    payload = _payload(text.strip())
    if payload is None:
        return None
    entries: list[OtpEntry] = []
    numbers: dict[int, int] = {}
    damaged = 0
    try:
        for number, value in _read(payload):
            if number == _ENTRY and isinstance(value, bytes):
                entry = _entry(value) if len(entries) < MAX_ENTRIES else None
                damaged += entry is None
                entries += [entry] if entry is not None else []
            elif isinstance(value, int):
                numbers[number] = value
    except ValueError:
        damaged += 1
    if not entries and not damaged:
        return None
    size = min(max(numbers.get(_BATCH_SIZE, 1), 1), 100)
    return Migration(
        entries=tuple(entries),
        size=size,
        index=min(numbers.get(_BATCH_INDEX, 0), size - 1),
        batch=numbers.get(_BATCH_ID, 0),
        damaged=damaged,
    )


def missing_pages(pages: Iterator[Migration] | tuple[Migration, ...]) -> int:
    """Return how many pages of the exports seen were not handed in."""
    seen: dict[tuple[int, int], set[int]] = {}
    for page in pages:
        seen.setdefault((page.batch, page.size), set()).add(page.index)
    return sum(size - len(indexes) for (_, size), indexes in seen.items())


def _payload(uri: str) -> bytes | None:
    if not is_migration_uri(uri) or len(uri) > MAX_URI:
        return None
    _, _, query = uri.partition("?")
    values = [value for name, _, value in (piece.partition("=") for piece in query.split("&")) if name == "data"]
    if not values:
        return None
    # Some pages hand the base64 on unescaped; a plus then is a plus.
    written = "".join(unescaped(values[0]).split()).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(written + "=" * (-len(written) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _entry(payload: bytes) -> OtpEntry | None:
    try:
        fields = dict(_read(payload))
    except ValueError:
        return None
    secret = fields.get(_SECRET, b"")
    label_issuer, account = split_label(_text(fields.get(_NAME)))
    kind = _KINDS.get(_whole(fields.get(_TYPE)), OtpKind.OTHER)
    algorithm = _whole(fields.get(_ALGORITHM))
    digits = _whole(fields.get(_DIGITS))
    return build_entry(
        kind=kind,
        secret=secret if isinstance(secret, bytes) else b"",
        account=account,
        issuer=_text(fields.get(_ISSUER)),
        label_issuer=label_issuer,
        algorithm=_ALGORITHMS.get(algorithm, f"NUMBER{algorithm}"),
        digits=_DIGIT_COUNTS.get(digits, "0"),
        counter=str(_whole(fields.get(_COUNTER))) if kind is OtpKind.HOTP else "",
    )


def _text(value: int | bytes | None) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


def _whole(value: int | bytes | None) -> int:
    return value if isinstance(value, int) else 0


def _read(data: bytes) -> Iterator[_Field]:
    """Yield the fields of one message; ValueError where the bytes are no protobuf (its encoding guide, wire types)."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, wire = tag >> 3, tag & 7
        if number == 0:
            raise ValueError
        if wire == 0:
            value, at = _varint(data, at)
            yield number, value
        elif wire == 2:
            length, at = _varint(data, at)
            if length > len(data) - at:
                raise ValueError
            yield number, data[at : at + length]
            at += length
        elif wire in {1, 5}:
            at += 8 if wire == 1 else 4
            if at > len(data):
                raise ValueError
        else:
            raise ValueError


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(_MAX_VARINT):
        if at + place >= len(data):
            raise ValueError
        byte = data[at + place]
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return value, at + place + 1
    raise ValueError
