"""Use case: look at a website its owner named, and judge it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sentwatch.core.checks import (
    website_cookies,
    website_headers,
    website_mixed,
    website_redirect,
    website_security_txt,
    website_tls,
    website_versions,
)
from sentwatch.core.report import Report
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.website import Site
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.website import WebsitePort
from sentwatch.service.reports import report_of_no_account

CHECKS = (
    website_tls.CHECK,
    website_redirect.CHECK,
    website_versions.CHECK,
    website_mixed.CHECK,
    website_cookies.CHECK,
    website_headers.CHECK,
    website_security_txt.CHECK,
)


@dataclass(frozen=True, slots=True)
class WebsiteLook:
    """Looks at websites. Only for a site whose owner has said that it is theirs: whoever calls has asked."""

    port: WebsitePort

    def report(self, site: Site, *, now: datetime, cancel: CancelToken) -> Report:
        """Look and judge; the report belongs to no account."""
        facts = self.port.look(site, cancel=cancel)
        return report_of_no_account(CHECKS, Snapshot(taken_at=now, website=facts), key=f"website:{site.host}")
