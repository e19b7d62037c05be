"""Fetches MTA-STS policy files as senders do: HTTPS with a valid certificate, no redirect, small."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from typing import Final

from sentwatch.adapters.fetch import FETCH_ERRORS, Fetch
from sentwatch.adapters.targets import Targets
from sentwatch.core.discovery import is_public_address
from sentwatch.core.trouble import NETWORK_CUT, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.dns import DnsPort

MAX_BYTES: Final = 64 * 1024
"""RFC 8461 section 3.3 suggests this limit."""

PATH: Final = "/.well-known/mta-sts.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class MtaStsPages:
    """An MtaStsPort that asks `dns` for the host's addresses. `context` and the port are for tests on loopback."""

    dns: DnsPort
    context: ssl.SSLContext | None = field(default=None, repr=False)
    port: int = 443
    only_public: bool = True

    def policy(self, domain: str, *, cancel: CancelToken) -> str | None:
        """Fetch once. A missing file, a redirect and a certificate that does not fit are the same to a sender: none."""
        host = f"mta-sts.{domain}"
        addresses = tuple(
            address for kind in ("A", "AAAA") for address in self.dns.ask(host, kind, cancel=cancel) if _is_ip(address)
        )
        if not addresses:
            return None
        targets = Targets(
            resolve=lambda _host, port: [(address, port) for address in addresses],
            may_connect=is_public_address if self.only_public else lambda _address: True,
        )
        fetch = Fetch(targets=targets, context=self.context, ports=(80, self.port))
        try:
            reply = fetch.get(host, PATH, headers={"User-Agent": "Sentwatch"}, cap=MAX_BYTES, cancel=cancel)
        except ssl.SSLCertVerificationError:
            return None
        except FETCH_ERRORS:
            raise Trouble(NETWORK_CUT, host=host) from None
        if reply.status != 200 or reply.is_cut:
            return None
        kind = reply.header("content-type").partition(";")[0].strip().lower()
        return reply.body.decode("utf-8", "replace") if kind == "text/plain" else None


def _is_ip(text: str) -> bool:
    # Answers may begin with the names of a CNAME chain.
    return text.replace(".", "").isdigit() or ":" in text
