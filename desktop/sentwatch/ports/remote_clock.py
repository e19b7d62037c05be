"""Asking another computer for its time."""

from __future__ import annotations

from typing import Protocol

from sentwatch.core.clock_offset import ClockOffset
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.outgoing import OutgoingServer


class RemoteClockPort(Protocol):
    """Compares our clock with that of a host. Raises Trouble where the host does not answer or tells no time."""

    def offset(self, host: str, *, cancel: CancelToken) -> ClockOffset: ...


class GreetingClockPort(Protocol):
    """Compares our clock with that of an outgoing mail server. Raises Trouble where it does not greet or tells no time.

    `ca_file` is the account's own list of authorities, where it has one.
    """

    def offset(self, server: OutgoingServer, *, ca_file: str | None, cancel: CancelToken) -> ClockOffset: ...
