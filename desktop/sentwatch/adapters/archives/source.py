"""One file as a stream of bytes: plain or gzip, never a device or a pipe, with its place told for progress."""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from types import TracebackType
from typing import IO, Self

from sentwatch.adapters.archives.entries import CHUNK_BYTES
from sentwatch.adapters.os_reason import os_reason
from sentwatch.core.phrase import N_, Phrase, phrase

_GZIP = b"\x1f\x8b"
# Far above any mailbox; a gzip file that unfolds to more was made to fill somebody's day.
_UNFOLDED_BYTES = 256 << 30


class SourceBroken(Exception):  # noqa: N818 - caught in this package, told as damage or trouble
    """A file that cannot be opened or read on, and why."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason.text)
        self.reason = reason


class Source:
    """An open file. Raises SourceBroken, nothing else."""

    def __init__(self, path: str, *, follow_link: bool = False) -> None:
        # O_NONBLOCK: opening a pipe that nobody writes to would wait for ever.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        if not follow_link:
            flags |= getattr(os, "O_NOFOLLOW", 0)
        try:
            handle = os.open(path, flags)
        except OSError as error:
            raise SourceBroken(os_reason(error)) from None
        except ValueError:
            raise SourceBroken(phrase(N_("there is no such file or folder"))) from None
        self._file: IO[bytes] = os.fdopen(handle, "rb", buffering=0)
        self._unfolded: gzip.GzipFile | None = None
        self._given = 0
        self._waiting = b""
        self.broken: Phrase | None = None
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise SourceBroken(phrase(N_("it is neither a file nor a folder")))  # noqa: TRY301 - closes below
            self.total = status.st_size
            if self._file.read(2) == _GZIP:
                self._unfolded = gzip.GzipFile(fileobj=self._file)
            self._file.seek(0)
        except OSError as error:
            self.close()
            raise SourceBroken(os_reason(error)) from None
        except SourceBroken:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def is_packed(self) -> bool:
        """Whether the file is gzip."""
        return self._unfolded is not None

    @property
    def done(self) -> int:
        """Bytes of the file (packed ones, where packed) that were read."""
        if self._unfolded is None:
            return self._given
        try:
            return min(self._file.tell(), self.total)
        except (OSError, ValueError):
            return self.total

    def read(self, size: int) -> bytes:
        """Give `size` bytes, fewer only at the end of the file."""
        parts: list[bytes] = []
        missing = size
        if self._waiting:
            parts.append(self._waiting[:missing])
            self._waiting = self._waiting[missing:]
            missing -= len(parts[0])
        try:
            while missing and self.broken is None:
                # read1: a longer read of a cut file would lose what came before the cut.
                wanted = min(missing, CHUNK_BYTES)
                part = self._unfolded.read1(wanted) if self._unfolded else self._file.read(wanted)
                if not part:
                    break
                parts.append(part)
                missing -= len(part)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            # What came before the break is mail too; who reads asks for `broken` at the end.
            self.broken = phrase(N_("the gzip file is damaged or cut off"))
        except OSError as error:
            raise SourceBroken(os_reason(error)) from None
        data = parts[0] if len(parts) == 1 else b"".join(parts)
        self._given += len(data)
        if self._given > _UNFOLDED_BYTES:
            raise SourceBroken(phrase(N_("the file unfolds to more than a mailbox can hold")))
        return data

    def peek(self, size: int) -> bytes:
        """Look at the next bytes without taking them."""
        data = self.read(size)
        self._given -= len(data)
        self._waiting = data + self._waiting
        return data

    def close(self) -> None:
        """Close the file."""
        self._file.close()
