"""The names of Sieve rules, which the language has not: mail programs keep them in comments before the rule."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Sequence
from typing import Final

from sentwatch.core.rule_languages.limits import MAX_NAME
from sentwatch.core.rule_languages.sieve_grammar import Comment

# Roundcube's managesieve ("rule:[…]"), Open-Xchange ("Flag: …|Rulename: …"), sievelib and Modoboa ("Filter: …") and
# the like.
_MARKS: Final = (
    re.compile(r"\s*rule:\[(.*)\]\s*"),
    re.compile(r".{0,200}?\|\s*Rulename:\s?(.*)"),
    re.compile(r"\s*(?:filter|rule|filter name|rule name|name)\s*:\s*(\S.*)", re.IGNORECASE),
)
# SnappyMail and RainLoop: the rule as JSON, in base64, in a comment.
_BEGIN: Final = "BEGIN:FILTER"
_HEADER: Final = re.compile(r"BEGIN:HEADER\s+([A-Za-z0-9+/=\s]{1,20000}?)\s*END:HEADER")
_CODE_ENDS: Final = (";", "{", "}", ",")
_MAX_PLAIN: Final = 80
"""A longer comment explains and names nothing."""


def marked_name(comments: Sequence[Comment]) -> str | None:
    """Return the name a mail program wrote into one of these comments, the last one counts; None without any."""
    for comment in reversed(comments):
        name = _marked(comment.text)
        if name is not None:
            return name[:MAX_NAME]
    return None


def plain_name(comments: Sequence[Comment], *, line: int) -> str | None:
    """Return what a person wrote directly above the rule that begins at `line`."""
    if not comments:
        return None
    last = comments[-1]
    if "\n" in last.text or last.line < line - 1 or last.line == line:
        return None
    text = last.text.strip().strip("#*=-_ \t").strip()
    if not text or len(text) > _MAX_PLAIN or text.endswith(_CODE_ENDS):
        return None
    return text


def _marked(text: str) -> str | None:
    if _BEGIN in text:
        return _from_json(text)
    if "\n" in text or len(text) > 2_000:
        return None
    for mark in _MARKS:
        match = mark.fullmatch(text)
        if match is not None:
            return match[1]
    return None


def _from_json(text: str) -> str | None:
    match = _HEADER.search(text[:30_000])
    if match is None:
        return None
    try:
        said = json.loads(base64.b64decode("".join(match[1].split())))
    except (ValueError, binascii.Error, RecursionError):
        return None
    name = said.get("Name") if isinstance(said, dict) else None
    return name if isinstance(name, str) else None
