"""Writes files that hold personal data: for this user alone, whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.trouble import FILE_IN_THE_WAY, FILE_UNWRITABLE, Trouble


def write_private(path: Path, data: bytes, *, over: bool) -> None:
    """Write `data`; what stood there before is replaced only where `over` says so.

    Trouble FILE_IN_THE_WAY where something is there and may not be replaced, FILE_UNWRITABLE where writing fails.
    """
    if not over and path.exists():
        raise Trouble(FILE_IN_THE_WAY, path=str(path))
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink()
        raise unwritable(path, error) from None


def unwritable(path: Path, error: OSError) -> Trouble:
    """The trouble that tells why a file could not be written."""
    return Trouble(FILE_UNWRITABLE, path=str(path), reason=_reason(error))


def _reason(error: OSError) -> Phrase:
    if isinstance(error, PermissionError):
        return phrase(N_("you may not use it"))
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return phrase(N_("the folder does not exist"))
    if isinstance(error, IsADirectoryError):
        return phrase(N_("it is a folder"))
    if error.errno == 28:
        return phrase(N_("the disk is full"))
    return phrase(N_("the system could not use it ({detail})"), detail=error.strerror or type(error).__name__)
