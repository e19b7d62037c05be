"""An mbox file as a stream of header blocks; bodies are passed over and never held.

All four dialects (mboxo, mboxrd, mboxcl, mboxcl2) and both line endings are read by one rule: a message begins at a
line "From " that carries a date and stands after an empty line or before a header field, or at a bare "From" or
"From -" that has both. Content-Length is not believed: the sender of a message could hide its neighbours with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sentwatch.adapters.archives.entries import CHUNK_BYTES, HEADER_BYTES
from sentwatch.adapters.archives.source import Source
from sentwatch.ports.cancel import CancelToken

_LINE_BYTES = 1000
_LOOK_BYTES = _LINE_BYTES + 300
_TAIL_BYTES = 60
_DATED = re.compile(rb"[A-Z][a-z]{2} {1,3}[A-Z][a-z]{2} {1,3}\d{1,2} {1,3}\d{1,2}:\d{2}")
_FIELD = re.compile(rb"(?:>?From |[!-9;-~]{1,76}[ \t]?:)")


class MboxMessage(NamedTuple):
    """One message: where its "From " line begins, that line, the header block, and the size of header and body."""

    offset: int
    from_line: bytes
    header: bytes
    size: int


class _Growing:
    """The message that is being read: its header so far, and how many bytes it has."""

    __slots__ = ("_block", "_is_whole", "_size", "offset")

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self._block = b""
        self._is_whole = False
        self._size = 0

    def add(self, data: bytes, start: int, end: int) -> None:
        self._size += end - start
        if self._is_whole or start >= end:
            return
        room = HEADER_BYTES + _LINE_BYTES - len(self._block)
        seen = len(self._block)
        self._block += data[start : min(end, start + room)]
        end = self._block.find(b"\n\n", max(0, seen - 4))
        other = self._block.find(b"\n\r\n", max(0, seen - 4), end if end >= 0 else len(self._block))
        end = other if other >= 0 else end
        if end >= 0:
            self._block = self._block[: end + 1]
        self._is_whole = end >= 0 or len(self._block) >= HEADER_BYTES + _LINE_BYTES

    def message(self) -> MboxMessage:
        line, _, header = self._block.partition(b"\n")
        return MboxMessage(self.offset, line.rstrip(b"\r"), header, max(0, self._size - len(line) - 1))


def read_mbox(source: Source, *, cancel: CancelToken) -> Iterator[MboxMessage]:
    """Read the messages in file order. What stands before the first "From " line is passed over."""
    growing: _Growing | None = None
    carried = b"\n"
    carried_at = -1
    before = b"\n\n"
    is_end = False
    while not is_end:
        cancel.check()
        chunk = source.read(CHUNK_BYTES)
        is_end = len(chunk) < CHUNK_BYTES
        data = carried + chunk
        start = 0
        at = 0
        while True:
            at = data.find(b"\nFrom", at)
            if at < 0:
                keep = len(data) if is_end else max(start, len(data) - 4)
                break
            if len(data) - at < _LOOK_BYTES and not is_end:
                keep = at
                break
            if not _is_separator(data, at, before):
                at += 5
                continue
            if growing is not None:
                growing.add(data, start, at + 1)
                yield growing.message()
            growing = _Growing(carried_at + at + 1)
            start = at + 1
            at = start
        if growing is not None:
            growing.add(data, start, keep)
        before = (before + data[max(0, keep - 3) : keep])[-3:]
        carried = data[keep:]
        carried_at += keep
    if growing is not None:
        yield growing.message()


def _is_separator(data: bytes, at: int, before: bytes) -> bool:
    if data[at + 5 : at + 6] not in (b" ", b"\r", b"\n"):
        return False
    line_end = data.find(b"\n", at + 1, at + _LINE_BYTES)
    if line_end < 0:
        return False
    ahead = data[at - 2 : at] if at >= 2 else (before + data[:at])[-2:]
    is_after_empty_line = ahead.endswith(b"\n") or ahead == b"\n\r"
    if _DATED.search(data, max(at, line_end - _TAIL_BYTES), line_end) is not None:
        return is_after_empty_line or _FIELD.match(data, line_end + 1, line_end + 101) is not None
    if not is_after_empty_line or data[at + 1 : line_end].strip() not in (b"From", b"From -"):
        return False
    return _FIELD.match(data, line_end + 1, line_end + 101) is not None
