"""Reads the address of a release page, as a packager or an office wrote it."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlsplit

from sentwatch.core.updates import ReleasePlace

MAX_ADDRESS: Final = 300


def read_place(text: str, *, is_built_in: bool = False) -> ReleasePlace | None:
    """The page an address names; None where it is none that may be asked."""
    squeezed = text.strip()
    if not squeezed or len(squeezed) > MAX_ADDRESS or not squeezed.isprintable() or " " in squeezed:
        return None
    try:
        parts = urlsplit(squeezed)
        port = 443 if parts.port is None else parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii").rstrip(".")
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    except ValueError:
        return None
    if parts.scheme != "https" or not host or not port or "@" in parts.netloc or parts.query or parts.fragment:
        return None
    return ReleasePlace(host=host, port=port, path=path, is_built_in=is_built_in)
