"""One FETCH reply of a server, in whatever order its attributes come; the slow way beside the quick one for windows."""

from __future__ import annotations

import re
from dataclasses import dataclass

FETCH_LINE = re.compile(rb"\* [0-9]+ FETCH \(", re.IGNORECASE)
_TOKEN = re.compile(rb'"((?:[^"\\\r\n]|\\.)*)"|\(|\)|[^\s()"\[\]]+(?:\[[^\]\r\n]*\](?:<[0-9]*>)?)?')


@dataclass(slots=True)
class FetchFacts:
    """One FETCH reply, in whatever order its attributes came."""

    uid: int | None = None
    size: int = 0
    flags: bytes = b""
    internal_date: bytes = b""
    header: bytes | None = None


def read_fetch_reply(reply: bytes) -> FetchFacts | None:
    """Read a whole FETCH reply; None for an unsolicited one that carries no header (a changed flag)."""
    start = FETCH_LINE.match(reply)
    if start is None:
        return None
    facts = FetchFacts()
    has_body = False
    at = start.end()
    name = b""
    while at < len(reply):
        match = _TOKEN.search(reply, at)
        if match is None:
            break
        token = match[0]
        at = match.end()
        if token == b"(":
            close = reply.find(b")", at)
            if close < 0:
                break
            if name == b"FLAGS":
                facts.flags = reply[at:close]
            at = close + 1
            name = b""
            continue
        if token == b")":
            break
        if not name:
            name = token.upper()
            has_body = has_body or name.startswith(b"BODY[")
            continue
        value: bytes | None = token
        if token.startswith(b'"'):
            value = re.sub(rb"\\(.)", rb"\1", match[1])
        elif token.upper() == b"NIL":
            value = None
        elif token.startswith(b"{") and token.endswith(b"}") and token[1:-1].isdigit():
            length = int(token[1:-1])
            value = reply[at + 2 : at + 2 + length]
            at += 2 + length
        if name == b"UID" and value is not None and value.isdigit() and len(value) <= 10:
            facts.uid = int(value)
        elif name == b"RFC822.SIZE" and value is not None and value.isdigit() and len(value) <= 19:
            facts.size = int(value)
        elif name == b"INTERNALDATE" and value is not None:
            facts.internal_date = value
        elif name.startswith(b"BODY["):
            facts.header = value
        name = b""
    return facts if has_body else None
