"""IMAP's old spelling of folder names (RFC 3501 section 5.1.3): `&MOEw4g-` is メモ."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

_SHIFTED: Final = re.compile(r"&([A-Za-z0-9+,]*)-")


def decode_utf7(name: str) -> str:
    """Return the name as people read it; what is no modified UTF-7 stays as it is."""
    if "&" not in name:
        return name
    return _SHIFTED.sub(_unshifted, name)


def _unshifted(match: re.Match[str]) -> str:
    packed = match[1]
    if not packed:
        return "&"
    try:
        raw = base64.b64decode(packed.replace(",", "/") + "=" * (-len(packed) % 4), validate=True)
        return raw.decode("utf-16-be")
    except (binascii.Error, ValueError):
        return match[0]
