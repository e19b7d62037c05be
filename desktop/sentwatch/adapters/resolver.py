"""Asking DNS by dnspython, which every look at records shares: nothing there and could not look are told apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import dns.exception
import dns.resolver

from sentwatch.core.trouble import NETWORK_CUT, Trouble

ANSWER_S: Final = 5.0


@dataclass(slots=True)
class Resolver:
    """The system's resolvers, unless `nameserver` (an address) and `port` are given."""

    nameserver: str | None = None
    port: int = 53
    answer_s: float = ANSWER_S
    _resolver: dns.resolver.Resolver | None = field(default=None, init=False, repr=False)

    def records(self, name: str, kind: str, *, most: int) -> tuple[Any, ...]:
        """Ask once, over TCP where the answer was cut short; none where there is none. Raises Trouble NETWORK_CUT.

        The records are dnspython's, which it makes at run time. CNAME chains are followed up to its limit.
        """
        try:
            answer = self._get_resolver().resolve(name, kind, lifetime=self.answer_s, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except (dns.exception.DNSException, OSError, ValueError):
            raise Trouble(NETWORK_CUT, host=name.removesuffix(".")) from None
        return tuple(answer)[:most]

    def _get_resolver(self) -> dns.resolver.Resolver:
        if self._resolver is None:
            resolver = dns.resolver.Resolver(configure=self.nameserver is None)
            if self.nameserver is not None:
                resolver.nameservers = [self.nameserver]
                resolver.port = self.port
            self._resolver = resolver
        return self._resolver
