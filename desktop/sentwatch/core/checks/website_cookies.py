"""Check the flags of the cookies a website sets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.phrase import N_
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.website import Cookie, Page, WebsiteFacts

_HOW = N_("The developer tools of a browser list the cookies of a page under “Storage” or “Application”.")

NOT_SECURE = FindingKind(
    code="website.cookie-not-secure",
    severity=Severity.NOTICE,
    title=N_("The cookie “{name}” of {host} may also travel unencrypted."),
    why=N_("Whoever reads a log-in cookie on the way is logged in without a password."),
    harmless=(N_("A cookie that only remembers a language or a choice is nothing worth stealing."),),
    how_to_check=_HOW,
    do_first=(N_("Have the mark “Secure” set for it, in the program of the site or in the panel."),),
)
OPEN_TO_SCRIPTS = FindingKind(
    code="website.cookie-open-to-scripts",
    severity=Severity.INFO,
    title=N_("Scripts can read the log-in cookie “{name}” of {host}."),
    why=N_("A script that somebody smuggles into the page can then take over log-ins."),
    harmless=(N_("We judge by the name; it may be no log-in cookie."),),
    how_to_check=_HOW,
    do_first=(N_("Have the marks “HttpOnly” and “SameSite=Lax” set for it."),),
)

# How common programs name the cookie of a log-in (PHP, Java, ASP.NET, Express, Rails, Laravel, Django, WordPress).
_SESSION: Final = re.compile(r"sess|^sid$|^connect\.sid$|auth|token|login|logged_in|remember", re.IGNORECASE)
# A token against forged requests is meant to be read by the page's own scripts.
_FOR_SCRIPTS: Final = re.compile(r"csrf|xsrf", re.IGNORECASE)


def judge(seen: WebsiteFacts, _snapshot: Snapshot) -> Checked | Iterator[Finding] | NotChecked | Failed:
    """Find cookies without the flags that matter."""
    page = seen.page
    if isinstance(page, DoesNotApply):
        return nothing_here(page)
    return _find(seen.site.host, page) if isinstance(page, Page) else page


def _find(host: str, page: Page) -> Iterator[Finding]:
    for cookie in page.cookies:
        params = {"host": host, "name": cookie.name}
        subject = f"{host}:{cookie.name}"
        if not cookie.is_secure:
            yield Finding(kind=NOT_SECURE, subject=subject, params=params, evidence=_flags(cookie))
        is_session = _SESSION.search(cookie.name) and not _FOR_SCRIPTS.search(cookie.name)
        if is_session and not cookie.is_http_only:
            yield Finding(kind=OPEN_TO_SCRIPTS, subject=subject, params=params, evidence=_flags(cookie))


def _flags(cookie: Cookie) -> tuple[Evidence, ...]:
    flags = [name for name, is_set in (("Secure", cookie.is_secure), ("HttpOnly", cookie.is_http_only)) if is_set]
    if cookie.same_site:
        flags.append(f"SameSite={cookie.same_site}")
    return (Evidence(label=N_("Marks that are set"), value=tuple(flags) or ("–",)),)


def part(snapshot: Snapshot) -> WebsiteFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.website


CHECK = Check(
    code="website.cookies",
    title=N_("Cookies of the website"),
    kinds=(NOT_SECURE, OPEN_TO_SCRIPTS),
    part=part,
    judge=judge,
)
