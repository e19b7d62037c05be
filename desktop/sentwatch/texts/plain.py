"""Text from outside made harmless to show: no control characters, no direction tricks, capped."""

from __future__ import annotations

import re

SHOWN_CHARACTERS = 300

_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff]+")


def plain(text: str, *, limit: int = SHOWN_CHARACTERS) -> str:
    """`text` on one line, without control or direction characters, at most `limit` characters."""
    cleaned = _UNSHOWN.sub(" ", text[: limit * 4]).strip()
    return cleaned if len(cleaned) <= limit else cleaned[: limit - 1] + "…"
