"""Check the headers by which a website limits what a forged script or frame could do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.phrase import N_, Params
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.website import Page, WebsiteFacts

_OPTIONAL = N_("Many sites do without it. It is a second line, not a hole by itself.")
_HOW = N_("The developer tools of a browser show the headers of a page under “Network”.")


def _kind(code: str, title: str, why: str, do_first: str, *, severity: Severity = Severity.INFO) -> FindingKind:
    return FindingKind(
        code=code,
        severity=severity,
        title=title,
        why=why,
        harmless=(_OPTIONAL,),
        how_to_check=_HOW,
        do_first=(do_first,),
    )


HSTS_MISSING = _kind(
    "website.hsts-missing",
    N_("{host} does not tell browsers to stay with encryption (Strict-Transport-Security)."),
    N_("The first step of a visit can go unencrypted, and a false access point can keep it so."),
    N_("When all pages work over HTTPS, add “Strict-Transport-Security: max-age=31536000”; begin with a short time."),
)
HSTS_SHORT = _kind(
    "website.hsts-short",
    N_("{host} tells browsers to stay with encryption for {seconds:duration} only."),
    N_("Whoever comes back later begins unencrypted again. Half a year or more is usual."),
    N_("Raise max-age step by step to 31536000 (a year)."),
)
CSP_MISSING = _kind(
    "website.csp-missing",
    N_("{host} does not say where scripts may come from (Content-Security-Policy)."),
    N_("A script that somebody smuggles in, for example through a plug-in, can then do anything in the page."),
    N_("Try “Content-Security-Policy-Report-Only” first; a wrong policy breaks the page."),
)
FRAMES = _kind(
    "website.framing-allowed",
    N_("{host} lets other sites show it in a frame."),
    N_("A forged page can lay your site under its own buttons and so lead clicks (clickjacking)."),
    N_("Add “Content-Security-Policy: frame-ancestors 'self'”, or “X-Frame-Options: SAMEORIGIN”."),
)
NOSNIFF_MISSING = _kind(
    "website.nosniff-missing",
    N_("{host} lets browsers guess the kind of a file (X-Content-Type-Options)."),
    N_("An uploaded picture can then be taken for a script."),
    N_("Add “X-Content-Type-Options: nosniff”."),
)
REFERRER_MISSING = _kind(
    "website.referrer-policy-missing",
    N_("{host} does not say how much of its addresses other sites learn (Referrer-Policy)."),
    N_("Addresses can carry names or reset codes. Current browsers send only the host by themselves."),
    N_("Add “Referrer-Policy: strict-origin-when-cross-origin”."),
)

# OWASP secure headers project and hstspreload.org ask for a year; half of it is where scanners stop complaining.
HALF_A_YEAR_S: Final = 15_768_000


def judge(seen: WebsiteFacts, _snapshot: Snapshot) -> Checked | Iterator[Finding] | NotChecked | Failed:
    """Find headers that are missing; a page we could not read is none without headers."""
    page = seen.page
    if isinstance(page, DoesNotApply):
        return nothing_here(page)
    return _find(seen.site.host, page) if isinstance(page, Page) else page


def _find(host: str, page: Page) -> Iterator[Finding]:
    def finding(kind: FindingKind, header: str = "", **more: int) -> Finding:
        value = page.header(header) if header else None
        evidence = (Evidence(label=N_("Header"), value=f"{header}: {value}"[:300]),) if value is not None else ()
        params: Params = {"host": host, **more}
        return Finding(kind=kind, subject=host, params=params, evidence=evidence)

    hsts = page.header("strict-transport-security")
    age = re.search(r"max-age\s{0,5}=\s{0,5}\"?(\d{1,12})", hsts or "", re.IGNORECASE)
    if age is None:
        yield finding(HSTS_MISSING, "strict-transport-security")
    elif int(age.group(1)) < HALF_A_YEAR_S:
        yield finding(HSTS_SHORT, "strict-transport-security", seconds=int(age.group(1)))
    policy = (page.header("content-security-policy") or "").lower()
    if not re.search(r"\b(default-src|script-src)\b", policy):
        yield finding(CSP_MISSING, "content-security-policy")
    frame = (page.header("x-frame-options") or "").strip().lower()
    if "frame-ancestors" not in policy and frame not in {"deny", "sameorigin"}:
        yield finding(FRAMES, "x-frame-options")
    if (page.header("x-content-type-options") or "").strip().lower() != "nosniff":
        yield finding(NOSNIFF_MISSING, "x-content-type-options")
    if not (page.header("referrer-policy") or "").strip():
        yield finding(REFERRER_MISSING)


def part(snapshot: Snapshot) -> WebsiteFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.website


CHECK = Check(
    code="website.headers",
    title=N_("Security headers of the website"),
    kinds=(HSTS_MISSING, HSTS_SHORT, CSP_MISSING, FRAMES, NOSNIFF_MISSING, REFERRER_MISSING),
    part=part,
    judge=judge,
)
