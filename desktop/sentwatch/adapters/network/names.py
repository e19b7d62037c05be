"""The system's own answer about a name, and a page that tells whether the network lets its answer through."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import httpx2

from sentwatch.adapters.targets import Targets
from sentwatch.core.network import Portal, PortalFacts
from sentwatch.core.trouble import NETWORK_CUT, Trouble
from sentwatch.ports.cancel import CancelToken

MAX_ADDRESSES: Final = 32
PORTAL_URL: Final = "http://detectportal.firefox.com/success.txt"
"""Mozilla's page for exactly this question; unencrypted on purpose, for a portal can answer only then."""
PORTAL_ANSWER: Final = b"success"
ASK_S: Final = 6.0
MAX_BYTES: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemNames:
    """A SystemNamesPort."""

    targets: Targets = field(default_factory=Targets)

    def addresses(self, host: str, *, cancel: CancelToken) -> tuple[str, ...]:
        """Ask the system's resolver, which cannot be interrupted but is waited for only so long."""
        cancel.check()
        found = dict.fromkeys(address for address, _ in self.targets.addresses(host, 443))
        return tuple(found)[:MAX_ADDRESSES]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalPage:
    """A PortalPort over one page whose text is known. No cookie, no redirect, nothing of the user goes along."""

    url: str = PORTAL_URL
    answer: bytes = PORTAL_ANSWER

    def ask(self, *, cancel: CancelToken) -> PortalFacts:
        """Ask once: anything else than the known text is somebody else's page."""
        cancel.check()
        host = httpx2.URL(self.url).host
        try:
            with httpx2.Client(trust_env=False, timeout=ASK_S, follow_redirects=False) as client:
                with client.stream("GET", self.url, headers={"Accept-Encoding": "identity"}) as response:
                    seen = b""
                    for piece in response.iter_raw():
                        seen += piece
                        if len(seen) > MAX_BYTES:
                            break
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError):
            cancel.check()
            raise Trouble(NETWORK_CUT, host=host) from None
        is_known = response.status_code == 200 and seen[:MAX_BYTES].strip() == self.answer
        return PortalFacts(state=Portal.NONE if is_known else Portal.PORTAL, asked=host)
