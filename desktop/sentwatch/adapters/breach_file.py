"""Looks a password up in a downloaded list of leaked ones: a sorted file of any size, a small one, or a folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from sentwatch.core.breach import (
    BREACH_FILE_UNUSABLE,
    FILE_EMPTY,
    FILE_FOREIGN,
    FILE_MISSING,
    FILE_NTLM,
    FILE_UNSORTED,
    PREFIX,
    read_range,
)
from sentwatch.core.passwords import Password
from sentwatch.core.phrase import phrase
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken

READ_WHOLE: Final = 64 * 1024 * 1024
"""Files up to this size are read from end to end (well under a second) and need not be sorted."""
MAX_LINE: Final = 256
PROBES: Final = 64
"""Lines looked at, evenly spaced, before a large file is believed to be sorted."""
MAX_RANGE: Final = 4 * 1024 * 1024

_ROW: Final = re.compile(rb"([0-9A-Fa-f]{40})(?::(\d{1,12}))?")
_NTLM: Final = re.compile(rb"[0-9A-Fa-f]{32}(:\d{1,12})?")


@dataclass(frozen=True, slots=True)
class HashFile:
    """A BreachPort over a text file of "SHA-1:COUNT" (a count may be missing), or a folder of range files.

    The full list of Have I Been Pwned is some 40 GB: it is searched by halves, 30 seeks in all.
    """

    path: Path
    read_whole: int = READ_WHOLE

    @property
    def source(self) -> str:
        """The name of the file or folder."""
        return self.path.name

    def times_seen(self, password: Password, *, cancel: CancelToken) -> int:
        """Return how often the list counts the password."""
        digest = password.sha1
        try:
            if self.path.is_dir():
                return self._in_folder(digest)
            with self.path.open("rb") as file:
                size = file.seek(0, 2)
                self._expect_rows(file)
                if size <= self.read_whole:
                    return self._in_whole(file, digest.encode("ascii"), cancel)
                return self._by_halves(file, size, digest.encode("ascii"), cancel)
        except OSError:
            raise self._unusable(FILE_MISSING) from None

    def _unusable(self, reason: str) -> Trouble:
        return Trouble(BREACH_FILE_UNUSABLE, path=self.path.name, reason=phrase(reason))

    def _in_folder(self, digest: str) -> int:
        """Look into PREFIX.txt, as the range downloaders write them: the rest of each hash, as the service answers."""
        for name in (f"{digest[:PREFIX]}.txt", digest[:PREFIX]):
            file = self.path / name
            if file.is_file():
                with file.open("rb") as range_file:
                    text = range_file.read(MAX_RANGE).decode("ascii", "replace")
                seen = read_range(text.removeprefix("\ufeff"), digest[PREFIX:])
                if seen is None:
                    raise self._unusable(FILE_FOREIGN)
                return seen
        # Every range of the service has rows: a missing file is a missing answer.
        raise self._unusable(FILE_MISSING)

    def _expect_rows(self, file: BinaryIO) -> None:
        file.seek(0)
        first = file.readline(MAX_LINE).removeprefix(b"\xef\xbb\xbf").strip()
        if not first:
            raise self._unusable(FILE_EMPTY)
        if _NTLM.fullmatch(first):
            raise self._unusable(FILE_NTLM)
        if not _ROW.fullmatch(first):
            raise self._unusable(FILE_FOREIGN)

    def _in_whole(self, file: BinaryIO, digest: bytes, cancel: CancelToken) -> int:
        file.seek(0)
        seen = 0
        for number, line in enumerate(iter(lambda: file.readline(MAX_LINE), b"")):
            if number % 65_536 == 0:
                cancel.check()
            if line[:40].upper() == digest:
                seen = max(seen, _count(line))
        return seen

    def _by_halves(self, file: BinaryIO, size: int, digest: bytes, cancel: CancelToken) -> int:
        self._expect_order(file, size)
        low, high = 0, size
        while low < high:
            cancel.check()
            middle = (low + high) // 2
            line, end = _line_at(file, middle)
            if not line:
                high = middle
                continue
            found = self._hash_of(line)
            if found == digest:
                return _count(line)
            if found < digest:
                low = end
            else:
                high = middle
        return 0

    def _expect_order(self, file: BinaryIO, size: int) -> None:
        last = b""
        for probe in range(PROBES):
            line, _ = _line_at(file, size * probe // PROBES)
            if line:
                found = self._hash_of(line)
                if found < last:
                    raise self._unusable(FILE_UNSORTED)
                last = found

    def _hash_of(self, line: bytes) -> bytes:
        row = _ROW.fullmatch(line.strip())
        if row is None:
            raise self._unusable(FILE_FOREIGN)
        return row.group(1).upper()


def _line_at(file: BinaryIO, offset: int) -> tuple[bytes, int]:
    """Return the first line that begins at `offset` or after it, and where it ends; empty where none begins there."""
    file.seek(max(offset - 1, 0))
    if offset > 0:
        file.readline(MAX_LINE)
    is_first = file.tell() == 0
    line = file.readline(MAX_LINE)
    return line.removeprefix(b"\xef\xbb\xbf") if is_first else line, file.tell()


def _count(line: bytes) -> int:
    row = _ROW.fullmatch(line.strip())
    return int(row.group(2)) if row is not None and row.group(2) else 1
