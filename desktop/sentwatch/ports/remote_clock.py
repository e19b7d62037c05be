"""Asking another computer for its time."""

from __future__ import annotations

from typing import Protocol

from sentwatch.core.clock_offset import ClockOffset
from sentwatch.ports.cancel import CancelToken


class RemoteClockPort(Protocol):
    """Compares our clock with that of a host. Raises Trouble where the host does not answer or tells no time."""

    def offset(self, host: str, *, cancel: CancelToken) -> ClockOffset: ...
