"""Looking at a website its owner named, as any visitor would."""

from __future__ import annotations

from typing import Protocol

from sentwatch.core.website import Site, WebsiteFacts
from sentwatch.ports.cancel import CancelToken


class WebsitePort(Protocol):
    """Sends a handful of ordinary requests to the site and its www sibling. Never raises Trouble."""

    def look(self, site: Site, *, cancel: CancelToken) -> WebsiteFacts: ...
