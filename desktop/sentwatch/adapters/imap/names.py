"""Folder names as IMAP writes them (RFC 3501 5.1.3), as people read them."""

from __future__ import annotations

from imapclient.imap_utf7 import decode


def decoded_name(raw: str) -> str:
    """Read a name; a mangled one is shown as it is."""
    try:
        return str(decode(raw.encode("latin-1")))
    except Exception:  # noqa: BLE001 - the library raises whatever its codecs do
        return raw
