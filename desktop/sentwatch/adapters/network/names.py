"""The system's own answer about a name, and a page that tells whether the network lets its answer through."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from sentwatch.adapters.fetch import FETCH_ERRORS, Fetch
from sentwatch.adapters.targets import Targets
from sentwatch.core.network import Portal, PortalFacts
from sentwatch.core.network_list import PORTAL_HOST
from sentwatch.core.trouble import NETWORK_CUT, Trouble
from sentwatch.ports.cancel import CancelToken

MAX_ADDRESSES: Final = 32
PORTAL_URL: Final = f"http://{PORTAL_HOST}/success.txt"
"""Mozilla's page for exactly this question; unencrypted on purpose, for a portal can answer only then."""
PORTAL_ANSWER: Final = b"success"
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
    fetch: Fetch = field(default_factory=lambda: Fetch(all_s=6.0))

    def ask(self, *, cancel: CancelToken) -> PortalFacts:
        """Ask once: anything else than the known text is somebody else's page."""
        parts = urlsplit(self.url)
        host = parts.hostname or ""
        try:
            reply = self.fetch.get(host, parts.path or "/", encrypted=False, headers={}, cap=MAX_BYTES, cancel=cancel)
        except FETCH_ERRORS:
            raise Trouble(NETWORK_CUT, host=host) from None
        is_known = reply.status == 200 and reply.body.strip() == self.answer
        return PortalFacts(state=Portal.NONE if is_known else Portal.PORTAL, asked=host)
