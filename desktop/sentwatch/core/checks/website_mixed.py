"""Check whether an encrypted page loads or sends anything without encryption."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.website import Page, WebsiteFacts

FORM = FindingKind(
    code="website.form-unencrypted",
    severity=Severity.WARNING,
    title=N_("A form on {host} sends what is typed without encryption."),
    why=N_("Names, messages or passwords of your visitors go over the network readable."),
    harmless=(N_("A search box with an old address sends nothing private."),),
    how_to_check=N_("Look which form on the page leads to the address shown here."),
    do_first=(N_("Change the address of the form to https."),),
)
PARTS = FindingKind(
    code="website.mixed-content",
    severity=Severity.NOTICE,
    title=N_("The encrypted page of {host} loads {count} parts without encryption."),
    why=N_(
        "Browsers block scripts of that kind, so that the page may be broken; pictures can be exchanged on the way."
    ),
    harmless=(N_("Old pictures in old articles are the usual cause."),),
    how_to_check=N_("Open the page and look whether the browser shows a crossed-out or missing lock."),
    do_first=(N_("Change “http://” to “https://” in these addresses, or in the settings of the site."),),
)

_SENDS: Final = "form"


def judge(seen: WebsiteFacts, _snapshot: Snapshot) -> Checked | NotChecked | Failed:
    """Find forms and parts; a page whose markup was not read is said to be so."""
    page = seen.page
    if isinstance(page, DoesNotApply):
        return nothing_here(page)
    if not isinstance(page, Page):
        return page
    if not page.was_read:
        return NotChecked(phrase(N_("The page is no HTML we could read.")), expected=True)
    limits = (phrase(N_("The page is long; only its beginning was read.")),) if page.is_cut else ()
    return Checked(findings=tuple(_find(seen.site.host, page)), limits=limits)


def _find(host: str, page: Page) -> Iterator[Finding]:
    forms = [part.url for part in page.unencrypted if part.tag == _SENDS]
    parts = [f"{part.tag}: {part.url}" for part in page.unencrypted if part.tag != _SENDS]
    if forms:
        evidence = (Evidence(label=N_("Sends to"), value=tuple(forms[:8])),)
        yield Finding(kind=FORM, subject=host, params={"host": host}, evidence=evidence)
    if parts:
        evidence = (Evidence(label=N_("Loads"), value=tuple(parts[:8])),)
        yield Finding(kind=PARTS, subject=host, params={"host": host, "count": len(parts)}, evidence=evidence)


def part(snapshot: Snapshot) -> WebsiteFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.website


CHECK = Check(
    code="website.mixed",
    title=N_("Unencrypted parts of the website"),
    kinds=(FORM, PARTS),
    part=part,
    judge=judge,
)
