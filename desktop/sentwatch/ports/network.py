"""Looking at the network around this computer, read-only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sentwatch.core.network import PortalFacts, Surroundings
from sentwatch.ports.cancel import CancelToken


class NetworkPort(Protocol):
    """Asks the operating system only; not one packet is sent. Never raises Trouble: what was not seen is kept so."""

    def look(self, host: str, addresses: Sequence[str], *, cancel: CancelToken) -> Surroundings:
        """Look, with the paths to the mail server `host` at `addresses`."""


class SystemNamesPort(Protocol):
    """The system's own resolver, the hosts file included."""

    def addresses(self, host: str, *, cancel: CancelToken) -> tuple[str, ...]:
        """Return the addresses of a name; empty where it has none or nobody answers."""


class PortalPort(Protocol):
    """Asks a known page whether the network lets through what it answers. Only where the user has switched it on."""

    def ask(self, *, cancel: CancelToken) -> PortalFacts:
        """Ask once. Raises Trouble(NETWORK_CUT) where nothing answers at all."""
