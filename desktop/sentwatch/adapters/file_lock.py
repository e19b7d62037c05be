"""One of all our processes at a time: a lock on a small file, released by the system if its owner dies."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sentwatch.ports.cancel import CancelToken

WINDOW_LOCK: Final = "window.lock"
"""Held by the one window of a data folder."""
_STEP_S = 0.05


@dataclass(frozen=True, slots=True)
class FileLocks:
    """Locks by name in one folder. Who cannot get one within `wait_s` goes on without: a lock must not stop a watch."""

    folder: Path
    wait_s: float = 30.0

    @contextmanager
    def hold(self, name: str) -> Iterator[bool]:
        """Hold the lock `name` within the block; False where that was not possible."""
        until = time.monotonic() + self.wait_s
        with self._file(name) as handle:
            while handle is not None and not (held := _try_lock(handle)) and time.monotonic() < until:
                time.sleep(_STEP_S)
            yield handle is not None and held

    @contextmanager
    def turn(self, name: str, cancel: CancelToken) -> Iterator[None]:
        """Wait for the lock `name` as long as it takes, and hold it within the block. Raises Cancelled."""
        with self._file(name) as handle:
            while handle is not None and not _try_lock(handle):
                cancel.wait(_STEP_S)
            yield

    @contextmanager
    def _file(self, name: str) -> Iterator[int | None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Account ids are ours, but a name is never trusted to be a file name.
            path = self.folder / (hashlib.sha256(name.encode()).hexdigest()[:16] + ".lock")
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            yield None
            return
        try:
            yield handle
        finally:
            os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
