"""Just enough of MIME (RFC 2045, 2046) to look into a returned message: bounded, never raising, never recursing far."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

MAX_BYTES: Final = 512 << 10
"""More of a message is not looked at: bounces that quote the whole original put its headers first."""
MAX_PARTS: Final = 20
MAX_DEPTH: Final = 4
MAX_HEADER: Final = 64 << 10
MAX_FIELDS: Final = 500

_END_OF_HEADER: Final = re.compile(rb"\r?\n\r?\n")
_PARAMETER: Final = re.compile(r';\s*([A-Za-z0-9*_-]{1,40})\s*=\s*(?:"((?:[^"\\]|\\.){0,500})"|([^\s;"]{1,500}))')


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of a header block by lower-case name, unfolded, in order."""

    fields: Mapping[str, tuple[str, ...]]

    def first(self, name: str) -> str:
        """Return the first field of this name, an empty text where there is none."""
        found = self.fields.get(name)
        return found[0] if found else ""

    def every(self, name: str) -> tuple[str, ...]:
        """Return all fields of this name."""
        return self.fields.get(name, ())


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of a message: its kind ("text/plain"), parameters, header and raw body."""

    kind: str
    parameters: Mapping[str, str]
    header: Header
    body: bytes

    @property
    def text(self) -> str:
        """The body as text, its transfer encoding and charset undone as far as they can be."""
        return _decoded(self.body, self.header.first("content-transfer-encoding"), self.parameters.get("charset", ""))


def split_message(raw: bytes) -> tuple[Header, bytes]:
    """Split a message or part at the first empty line."""
    raw = raw[:MAX_BYTES]
    match = _END_OF_HEADER.search(raw)
    head, body = (raw, b"") if match is None else (raw[: match.start()], raw[match.end() :])
    return read_header(head), body


def read_header(raw: bytes) -> Header:
    """Read header fields; lines that are none are left out."""
    text = _as_text(raw[:MAX_HEADER]).replace("\r\n", "\n").replace("\n\t", " ").replace("\n ", " ")
    fields: dict[str, list[str]] = {}
    count = 0
    for line in text.split("\n"):
        name, colon, value = line.partition(":")
        folded = name.strip().lower()
        if not colon or not folded or " " in folded:
            continue
        count += 1
        if count > MAX_FIELDS:
            break
        fields.setdefault(folded, []).append(value.strip())
    return Header({name: tuple(values) for name, values in fields.items()})


def _as_text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def content_type(header: Header) -> tuple[str, dict[str, str]]:
    """Return kind and parameters of a part; text/plain where nothing is said (RFC 2045 5.2)."""
    value = header.first("content-type")[:2_000]
    kind = value.partition(";")[0].strip().lower()
    parameters = {
        name.lower().rstrip("*"): quoted.replace("\\", "") or plain for name, quoted, plain in _PARAMETER.findall(value)
    }
    return kind if "/" in kind else "text/plain", parameters


def leaves(raw: bytes) -> Iterator[Part]:
    """Yield the parts of a message that hold no others; a message inside a message is one such part."""
    waiting: list[tuple[bytes, int]] = [(raw[:MAX_BYTES], 0)]
    count = 0
    while waiting:
        piece, depth = waiting.pop(0)
        header, body = split_message(piece)
        kind, parameters = content_type(header)
        count += 1
        if count > MAX_PARTS:
            return
        if not kind.startswith("multipart/") or depth >= MAX_DEPTH:
            yield Part(kind, parameters, header, body)
            continue
        inner = _pieces(body, parameters.get("boundary", ""))
        waiting[:0] = [(part, depth + 1) for part in inner[:MAX_PARTS]]


def _pieces(body: bytes, boundary: str) -> list[bytes]:
    if not boundary:
        return []
    mark = b"--" + boundary.encode("latin-1", "replace")
    pieces = body.split(mark)
    found: list[bytes] = []
    for piece in pieces[1 : MAX_PARTS + 1]:
        if piece.startswith(b"--"):
            break
        # The rest of the boundary's own line is not part of what follows.
        _rest, _newline, inner = piece.partition(b"\n")
        found.append(inner.removesuffix(b"\n").removesuffix(b"\r"))
    return found


def _decoded(body: bytes, encoding: str, charset: str) -> str:
    folded = encoding.strip().lower()
    try:
        if folded == "base64":
            squeezed = b"".join(body.split())
            body = base64.b64decode(squeezed[: len(squeezed) // 4 * 4])
        elif folded == "quoted-printable":
            body = binascii.a2b_qp(body)
    except (binascii.Error, ValueError):
        pass
    for name in (charset, "utf-8", "latin-1"):
        try:
            return body.decode(name or "utf-8")
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return body.decode("utf-8", "replace")
