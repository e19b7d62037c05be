"""The service record that names a domain's ManageSieve server (RFC 5804 section 1.8), by dnspython."""

from __future__ import annotations

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
MAX_RECORDS: Final = 8


@dataclass(slots=True)
class SieveDns:
    """A SieveDnsPort. `nameserver` and `port` are for tests; the system's resolvers otherwise."""

    nameserver: str | None = None
    port: int = 53
    answer_s: float = ANSWER_S
    _resolver: dns.resolver.Resolver | None = field(default=None, init=False, repr=False)

    def servers(self, domain: str, *, cancel: CancelToken) -> tuple[OfferedServer, ...]:
        """Return the named servers by priority and weight; none where the domain names none."""
        cancel.check()
        name = f"_sieve._tcp.{domain}"
        try:
            answer = self._get_resolver().resolve(name, "SRV", lifetime=self.answer_s, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except (dns.exception.DNSException, OSError, ValueError):
            raise Trouble(NETWORK_CUT, host=name) from None
        records = sorted(list(answer)[:MAX_RECORDS], key=lambda record: (record.priority, -record.weight))
        return tuple(
            OfferedServer(
                protocol="sieve",
                host=record.target.to_text(omit_final_dot=True),
                port=record.port,
                security=Security.STARTTLS,
                login_name=None,
            )
            for record in records
            # A target of "." says that the service is not offered (RFC 2782).
            if record.target != dns.name.root
        )

    def _get_resolver(self) -> dns.resolver.Resolver:
        if self._resolver is None:
            resolver = dns.resolver.Resolver(configure=self.nameserver is None)
            if self.nameserver is not None:
                resolver.nameservers = [self.nameserver]
                resolver.port = self.port
            self._resolver = resolver
        return self._resolver
