"""Service records and mail exchangers of a domain, by dnspython; only the domain is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import dns.exception
import dns.name
import dns.resolver

from sentwatch.core.accounts import Security
from sentwatch.core.discovery import OfferedServer
from sentwatch.core.trouble import NETWORK_CUT, Trouble
from sentwatch.ports.cancel import CancelToken

ANSWER_S: Final = 5.0
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
class MailDns:
    """A MailDnsPort. `nameserver` and `port` are for tests; the system's resolvers otherwise."""

    nameserver: str | None = None
    port: int = 53
    answer_s: float = ANSWER_S
    _resolver: dns.resolver.Resolver | None = field(default=None, init=False, repr=False)

    def services(self, domain: str, *, cancel: CancelToken) -> tuple[OfferedServer, ...]:
        """Return the servers named by SRV records, by priority and weight."""
        offers: list[OfferedServer] = []
        for service, protocol, security in _SERVICES:
            cancel.check()
            if protocol == "pop3" and offers:
                break
            records = sorted(
                self._ask(f"{service}.{domain}", "SRV"), key=lambda record: (record.priority, -record.weight)
            )
            offers += [
                OfferedServer(
                    protocol=protocol,
                    host=record.target.to_text(omit_final_dot=True),
                    port=record.port,
                    security=security,
                    login_name=None,
                )
                for record in records
                # A target of "." says that the service is not offered (RFC 2782).
                if record.target != dns.name.root
            ]
        return tuple(offers)

    def exchangers(self, domain: str, *, cancel: CancelToken) -> tuple[str, ...]:
        """Return the MX hosts by preference; a null MX (RFC 7505) is none."""
        cancel.check()
        records = sorted(self._ask(domain, "MX"), key=lambda record: record.preference)
        return tuple(
            record.exchange.to_text(omit_final_dot=True) for record in records if record.exchange != dns.name.root
        )

    def _ask(self, name: str, kind: str) -> Iterable[_Record]:
        try:
            answer = self._get_resolver().resolve(name, kind, lifetime=self.answer_s, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except (dns.exception.DNSException, OSError, ValueError):
            raise Trouble(NETWORK_CUT, host=name) from None
        return tuple(answer)[:MAX_RECORDS]

    def _get_resolver(self) -> dns.resolver.Resolver:
        if self._resolver is None:
            resolver = dns.resolver.Resolver(configure=self.nameserver is None)
            if self.nameserver is not None:
                resolver.nameservers = [self.nameserver]
                resolver.port = self.port
            self._resolver = resolver
        return self._resolver


class _Record:
    """What we read of dnspython's SRV and MX records, which it makes at run time."""

    priority: int
    weight: int
    port: int
    target: dns.name.Name
    preference: int
    exchange: dns.name.Name
