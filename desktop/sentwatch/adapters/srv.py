"""Service records and mail exchangers of a domain; only the domain is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import dns.name

from sentwatch.adapters.resolver import Resolver
from sentwatch.core.accounts import Security
from sentwatch.core.discovery import OfferedServer
from sentwatch.ports.cancel import CancelToken

MAX_RECORDS: Final = 16
"""More records of one name are not read: the largest sets seen have six."""

# RFC 6186 section 3.2 and RFC 8314 section 5.1: TLS from the first byte before STARTTLS.
_SERVICES: Final[tuple[tuple[str, str, Security], ...]] = (
    ("_imaps._tcp", "imap", Security.TLS),
    ("_imap._tcp", "imap", Security.STARTTLS),
    ("_pop3s._tcp", "pop3", Security.TLS),
    ("_pop3._tcp", "pop3", Security.STARTTLS),
)


@dataclass(slots=True)
class MailDns(Resolver):
    """A MailDnsPort."""

    def services(self, domain: str, *, cancel: CancelToken) -> tuple[OfferedServer, ...]:
        """Return the servers named by SRV records, by priority and weight."""
        offers: list[OfferedServer] = []
        for service, protocol, security in _SERVICES:
            cancel.check()
            if protocol == "pop3" and offers:
                break
            records = self.records(f"{service}.{domain}", "SRV", most=MAX_RECORDS)
            offers += offered(records, protocol=protocol, security=security)
        return tuple(offers)

    def exchangers(self, domain: str, *, cancel: CancelToken) -> tuple[str, ...]:
        """Return the MX hosts by preference; a null MX (RFC 7505) is none."""
        cancel.check()
        records = sorted(self.records(domain, "MX", most=MAX_RECORDS), key=lambda record: record.preference)
        return tuple(
            record.exchange.to_text(omit_final_dot=True) for record in records if record.exchange != dns.name.root
        )


@dataclass(slots=True)
class SieveDns(Resolver):
    """A SieveDnsPort: the record that names a domain's ManageSieve server (RFC 5804 section 1.8)."""

    def servers(self, domain: str, *, cancel: CancelToken) -> tuple[OfferedServer, ...]:
        """Return the named servers by priority and weight; none where the domain names none."""
        cancel.check()
        records = self.records(f"_sieve._tcp.{domain}", "SRV", most=MAX_RECORDS)
        return tuple(offered(records, protocol="sieve", security=Security.STARTTLS))


def offered(records: Iterable[Any], *, protocol: str, security: Security) -> Iterator[OfferedServer]:
    """What SRV records offer, by priority and weight."""
    for record in sorted(records, key=lambda record: (record.priority, -record.weight)):
        # A target of "." says that the service is not offered (RFC 2782).
        if record.target != dns.name.root:
            yield OfferedServer(
                protocol=protocol,
                host=record.target.to_text(omit_final_dot=True),
                port=record.port,
                security=security,
                login_name=None,
            )
