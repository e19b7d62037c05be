"""Header texts as people read them: RFC 2047 words decoded, what cannot be decoded shown as it stands."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

MAX_CHARS: Final = 400
"""More of a header is not read for showing."""

_WORD: Final = re.compile(r"=\?([A-Za-z0-9_:.+-]{1,40})(?:\*[A-Za-z-]{1,20})?\?([BbQq])\?([!->@-~]{0,400})\?=")
_BETWEEN: Final = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_QUOTED: Final = re.compile(rb"=([0-9A-Fa-f]{2})")
# Names that only mail knows; iso-2022-jp is often cut inside a character set, cp932 reads what calls itself Shift_JIS.
_CHARSETS: Final = {
    "shift_jis": "cp932",
    "sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "x-unknown": "latin-1",
}


def decoded(text: str) -> str:
    """The text with its encoded words decoded, at most MAX_CHARS of it."""
    joined = _BETWEEN.sub(r"\1", text[:MAX_CHARS])
    return _WORD.sub(_decode, joined)


def _decode(match: re.Match[str]) -> str:
    charset, how, data = match[1].lower(), match[2].upper(), match[3]
    try:
        if how == "B":
            raw = base64.b64decode(data + "=" * (-len(data) % 4))
        else:
            raw = _QUOTED.sub(lambda m: bytes([int(m[1], 16)]), data.replace("_", " ").encode("ascii"))
        return raw.decode(_CHARSETS.get(charset, charset), "replace")
    except (binascii.Error, ValueError, LookupError):
        return match[0]
