"""Reads and writes `otpauth://` URIs (the key URI format), whatever the program that wrote them made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from sentwatch.core.otp.build import build_entry, split_label
from sentwatch.core.otp.entries import Odd, OtpEntry, OtpKind, read_kind, written_secret

MAX_URI: Final = 8192
SCHEME: Final = "otpauth://"

_ESCAPED: Final = re.compile(rb"%([0-9A-Fa-f]{2})")
# RFC 3986 section 2.3: these never need an escape.
_UNRESERVED: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~@")


def is_otp_uri(text: str) -> bool:
    """Whether `text` looks like an entry's URI."""
    return text[:16].lower().startswith(SCHEME)


def read_uri(text: str) -> OtpEntry | None:
    """Return the entry, with what is odd about it noted; None where it is no such URI at all (or absurdly long)."""
    uri = text.strip()
    if not is_otp_uri(uri) or len(uri) > MAX_URI:
        return None
    rest, _, _ = uri[len(SCHEME) :].partition("#")
    place, _, query = rest.partition("?")
    kind_name, _, label = place.partition("/")
    fields, twice = _fields(query)
    label_issuer, account = split_label(unescaped(label))
    return build_entry(
        kind=read_kind(kind_name),
        secret=fields.get("secret", ""),
        account=account,
        issuer=fields.get("issuer", ""),
        label_issuer=label_issuer,
        algorithm=fields.get("algorithm", ""),
        digits=fields.get("digits", ""),
        period=fields.get("period", ""),
        counter=fields.get("counter", ""),
        odd=(Odd.PARAMETER_TWICE,) if twice else (),
    )


def write_uri(entry: OtpEntry) -> str | None:
    """Return the URI another app reads; None for an entry without a usable secret or of a maker's own kind."""
    if entry.secret is None or entry.kind is OtpKind.OTHER:
        return None
    issuer = entry.issuer or entry.label_issuer or ""
    label = f"{escaped(issuer)}:{escaped(entry.account)}" if issuer else escaped(entry.account)
    fields = [("secret", written_secret(entry.secret))]
    if issuer:
        fields.append(("issuer", escaped(issuer)))
    fields += [("algorithm", entry.algorithm), ("digits", str(entry.digits))]
    if entry.kind is OtpKind.HOTP:
        fields.append(("counter", str(entry.counter or 0)))
    else:
        fields.append(("period", str(entry.period_s)))
    return f"{SCHEME}{entry.kind.value}/{label}?" + "&".join(f"{name}={value}" for name, value in fields)


def unescaped(text: str, *, plus: str = "+") -> str:
    """Return the text behind %XX escapes; `plus` is what a plus sign stands for."""
    raw = text.replace("+", plus).encode("utf-8", "surrogatepass")
    return _ESCAPED.sub(lambda found: bytes([int(found.group(1), 16)]), raw).decode("utf-8", "replace")


def escaped(text: str) -> str:
    """Return `text` with everything escaped that means something in a URI."""
    return "".join(chr(c) if c in _UNRESERVED else f"%{c:02X}" for c in text.encode("utf-8", "replace"))


def _fields(query: str) -> tuple[dict[str, str], bool]:
    """Return the first value of each field; whether one came again with another value."""
    fields: dict[str, str] = {}
    twice = False
    for name, value in _pairs(query):
        if name in fields:
            twice = twice or fields[name] != value
        else:
            fields[name] = value
    return fields, twice


def _pairs(query: str) -> Iterable[tuple[str, str]]:
    # Some programs escape the ampersands for HTML, and some write "Issuer+Name" for a space.
    for piece in query.replace("&amp;", "&").split("&"):
        name, _, value = piece.partition("=")
        yield unescaped(name).strip().lower(), unescaped(value, plus=" ")
