"""Records of a name by dnspython: nothing there and could not look are told apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import dns.exception
import dns.resolver

from sentwatch.core.trouble import NETWORK_CUT, Trouble
from sentwatch.ports.cancel import CancelToken

ANSWER_S: Final = 5.0
MAX_RECORDS: Final = 64
"""More records of one name are not read; domains with many verification texts have about forty."""


@dataclass(slots=True)
class Dns:
    """A DnsPort. The system's resolvers, unless `nameserver` (an address) and `port` are given."""

    nameserver: str | None = None
    port: int = 53
    answer_s: float = ANSWER_S
    _resolver: dns.resolver.Resolver | None = field(default=None, init=False, repr=False)

    def ask(self, name: str, kind: str, *, cancel: CancelToken) -> tuple[str, ...]:
        """Ask once, over TCP where the answer was cut short. CNAME chains are followed up to dnspython's limit."""
        cancel.check()
        try:
            answer = self._get_resolver().resolve(name + ".", kind, lifetime=self.answer_s, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except (dns.exception.DNSException, OSError, ValueError):
            raise Trouble(NETWORK_CUT, host=name) from None
        return tuple(_text(record, kind) for record in tuple(answer)[:MAX_RECORDS])

    def _get_resolver(self) -> dns.resolver.Resolver:
        if self._resolver is None:
            resolver = dns.resolver.Resolver(configure=self.nameserver is None)
            if self.nameserver is not None:
                resolver.nameservers = [self.nameserver]
                resolver.port = self.port
            self._resolver = resolver
        return self._resolver


def _text(record: Any, kind: str) -> str:
    if kind == "TXT":
        return b"".join(record.strings).decode("utf-8", "replace")
    return str(record.to_text())
