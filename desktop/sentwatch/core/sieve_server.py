"""Where a mailbox's Sieve scripts may be read: what is known of the provider, what DNS names, the usual port."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sentwatch.core.accounts import Security
from sentwatch.core.discovery import OfferedServer, Source, is_host_name, is_within
from sentwatch.core.providers import Provider, domain_of

PORT: Final = 4190
"""RFC 5804 section 1.8. The older 2000 is Cisco's by now and is not tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SieveServer:
    """A server to try, with STARTTLS unless told otherwise.

    `asks_first`: the name came from unsigned DNS, lies outside the address's domain and is not the mail server's own,
    so it must be shown and confirmed before a secret goes there.
    """

    host: str
    port: int
    login_name: str
    source: Source
    security: Security = Security.STARTTLS
    ca_file: str | None = None
    asks_first: bool = False


def sieve_servers(
    *,
    address: str,
    login_name: str,
    imap_host: str,
    provider: Provider | None,
    offered: Iterable[OfferedServer] = (),
    ca_file: str | None = None,
) -> tuple[SieveServer, ...]:
    """Return the servers worth a try, the best first: the provider's, DNS's, and port 4190 of the mail server.

    None where the provider is known not to offer it.
    """
    if provider is not None and provider.sieve.offered == "no" and not provider.sieve.probe:
        return ()
    domain = domain_of(address) or ""
    found: list[SieveServer] = []

    def add(host: str, port: int, source: Source, *, asks_first: bool) -> None:
        name = host.rstrip(".").lower()
        if name and all((server.host, server.port) != (name, port) for server in found):
            found.append(
                SieveServer(
                    host=name,
                    port=port,
                    login_name=login_name,
                    source=source,
                    ca_file=ca_file,
                    asks_first=asks_first,
                )
            )

    if provider is not None and provider.sieve.host is not None:
        add(provider.sieve.host, provider.sieve.port or PORT, Source.TABLE, asks_first=False)
    for offer in offered:
        if offer.protocol == "sieve" and is_host_name(offer.host) and 0 < offer.port < 65536:
            host = offer.host.rstrip(".").lower()
            asks_first = not (is_within(host, domain) or host == imap_host.lower())
            add(host, offer.port, Source.SRV, asks_first=asks_first)
    # Without service records the same server is tried (RFC 5804 section 1.8).
    add(imap_host, PORT, Source.COMMON_NAMES, asks_first=False)
    return tuple(found)
