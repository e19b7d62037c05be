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

    `source` is None where the account's owner named it. `asks_first`: the name came from unsigned DNS, lies outside
    the address's domain and is not the mail server's own, so it must be shown and confirmed before a secret goes there.
    `is_promised`: somebody says that there is one, so that a door which stays shut is a trouble; elsewhere it is the
    usual case.
    """

    host: str
    port: int
    login_name: str
    source: Source | None
    security: Security = Security.STARTTLS
    ca_file: str | None = None
    asks_first: bool = False
    is_promised: bool = False


def sieve_servers(
    *,
    address: str,
    login_name: str,
    imap_host: str,
    provider: Provider | None,
    offered: Iterable[OfferedServer] = (),
    ca_file: str | None = None,
    named_host: str | None = None,
    named_port: int | None = None,
) -> tuple[SieveServer, ...]:
    """Return the servers worth a try, the best first: the provider's, DNS's, and port 4190 of the mail server.

    Where the account's owner has named one (`named_host`, `named_port`), that one alone; none where the provider is
    known not to offer it.
    """
    if named_host is not None or named_port is not None:
        host, port = named_host or imap_host, named_port or PORT
        return (
            SieveServer(host=host, port=port, login_name=login_name, source=None, ca_file=ca_file, is_promised=True),
        )
    if provider is not None and provider.sieve.offered == "no" and not provider.sieve.probe:
        return ()
    domain = domain_of(address) or ""
    found: list[SieveServer] = []

    def add(host: str, port: int, source: Source, *, asks_first: bool = False, is_promised: bool = False) -> None:
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
                    is_promised=is_promised,
                )
            )

    if provider is not None and provider.sieve.host is not None:
        add(provider.sieve.host, provider.sieve.port or PORT, Source.TABLE, is_promised=provider.sieve.offered == "yes")
    for offer in offered:
        if offer.protocol == "sieve" and is_host_name(offer.host) and 0 < offer.port < 65536:
            host = offer.host.rstrip(".").lower()
            asks_first = not (is_within(host, domain) or host == imap_host.lower())
            add(host, offer.port, Source.SRV, asks_first=asks_first, is_promised=True)
    # Without service records the same server is tried (RFC 5804 section 1.8).
    add(imap_host, PORT, Source.COMMON_NAMES)
    return tuple(found)
