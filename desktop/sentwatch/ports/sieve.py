"""Sieve scripts on a server (ManageSieve, RFC 5804): a door that only reads, and a second one for a single change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sentwatch.core.discovery import OfferedServer
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential


@dataclass(frozen=True, slots=True, kw_only=True)
class SieveFacts:
    """What the door showed on the way in, under TLS. `capabilities` by upper-case name."""

    capabilities: Mapping[str, str] = field(default_factory=dict)
    mechanism: str = ""
    tls_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SieveScript:
    """One script as the server holds it."""

    name: str
    text: bytes
    is_active: bool


class SievePort(Protocol):
    """One signed-in connection that can only read. Raises Trouble and Cancelled."""

    @property
    def facts(self) -> SieveFacts:
        """What the door showed."""

    def names(self) -> Sequence[tuple[str, bool]]:
        """Return the names of all scripts, and whether each is the active one (LISTSCRIPTS)."""

    def read(self, name: str) -> bytes:
        """Return a script's text (GETSCRIPT)."""

    def scripts(self) -> Sequence[SieveScript]:
        """Read all scripts."""

    def close(self) -> None:
        """Leave; never blocks."""


class SieveDoor(Protocol):
    """Opens a mailbox's scripts for reading."""

    def open(self, *, credential: Credential, cancel: CancelToken) -> SievePort:
        """Sign in; exactly one attempt with the credential. Raises Trouble."""


class SieveChanger(Protocol):
    """Puts one changed script in place of what was read, or back: the only thing of ours that changes a mailbox.

    For the one use case in which the user has seen the text before and after and has pressed the button.
    """

    def replace(self, name: str, *, before: bytes, after: bytes, credential: Credential, cancel: CancelToken) -> None:
        """Put `after` where `before` stands now; it stays active or inactive as it was.

        Raises Trouble(SCRIPT_CHANGED) where the server holds another text, SCRIPT_REFUSED where it does not accept it.
        """

    def activate(
        self, name: str | None, *, instead_of: str | None, credential: Credential, cancel: CancelToken
    ) -> None:
        """Make another script the active one, or none; Trouble(SCRIPT_CHANGED) where another is active by now."""


class SieveDnsPort(Protocol):
    """Asks DNS which ManageSieve server a domain names."""

    def servers(self, domain: str, *, cancel: CancelToken) -> Sequence[OfferedServer]:
        """Return what _sieve._tcp names (RFC 5804 section 1.8), the preferred first. Raises Trouble(NETWORK_CUT)."""
