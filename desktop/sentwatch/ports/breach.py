"""Asking whether a password stands in a list of leaked ones."""

from __future__ import annotations

from typing import Protocol

from sentwatch.core.passwords import Password
from sentwatch.ports.cancel import CancelToken


class BreachPort(Protocol):
    """One list. Raises Trouble where it could not be asked; 0 means that it was asked and does not hold it."""

    @property
    def source(self) -> str:
        """What to call the list: a host name or a file name."""

    def times_seen(self, password: Password, *, cancel: CancelToken) -> int: ...
