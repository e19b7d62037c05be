"""What discovery asks of the outside: DNS, the domain's own settings page, and whether a door is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sentwatch.core.accounts import Security
from sentwatch.core.discovery import OfferedServer
from sentwatch.ports.cancel import CancelToken


class MailDnsPort(Protocol):
    """Asks DNS by domain, never by address. Raises Trouble(NETWORK_CUT); no answer is an empty one."""

    def services(self, domain: str, *, cancel: CancelToken) -> Sequence[OfferedServer]:
        """Return what _imaps._tcp, _imap._tcp and the POP ones name (RFC 6186, RFC 8314), the preferred first."""

    def exchangers(self, domain: str, *, cancel: CancelToken) -> Sequence[str]:
        """Return the mail exchangers, the preferred first."""


class AutoconfigPort(Protocol):
    """Reads the domain's own settings page over HTTPS. The local part stays here."""

    def offers(self, address: str, *, domain: str, cancel: CancelToken) -> Sequence[OfferedServer]:
        """Return what the page names; empty where there is none. Raises Trouble(NETWORK_CUT or SERVER_BROKE_RULES)."""


class DoorKnocker(Protocol):
    """Looks whether an IMAP server with a valid certificate answers, without signing in."""

    def answers(self, host: str, port: int, *, security: Security, cancel: CancelToken) -> bool: ...

    def is_private(self, host: str, port: int) -> bool:
        """Whether the name leads into a private network, to this computer or nowhere public at all."""
