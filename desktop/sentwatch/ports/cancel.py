"""Cancelling: a token that loops ask and that blocked calls hook into."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Cancelled(Exception):  # noqa: N818 - not an error: the user changed their mind. Never shown.
    """The user cancelled."""


class CancelToken:
    """Thread-safe, one-way. `check()` in loops; `on_cancel(hook)` around calls that block."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._hooks: list[Callable[[], None]] = []

    @property
    def is_cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Cancel once; runs the hooks registered at this moment, on the calling thread."""
        with self._lock:
            if self._cancelled.is_set():
                return
            self._cancelled.set()
            hooks = tuple(self._hooks)
        for hook in hooks:
            hook()

    def check(self) -> None:
        """Raise Cancelled if cancelled."""
        if self._cancelled.is_set():
            raise Cancelled

    def wait(self, wait_s: float) -> None:
        """Sleep for `wait_s` seconds, raising Cancelled as soon as cancelled."""
        if self._cancelled.wait(wait_s):
            raise Cancelled

    @contextmanager
    def on_cancel(self, hook: Callable[[], None]) -> Iterator[None]:
        """Within the block, `cancel` calls `hook` (for example a socket shutdown)."""
        with self._lock:
            self._hooks.append(hook)
        try:
            self.check()
            yield
        finally:
            with self._lock:
                self._hooks.remove(hook)
