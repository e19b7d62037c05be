"""Check which programs and versions a website tells everybody, and whether they still get updates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.phrase import N_, Params, phrase
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.web_versions import support_ended
from sentwatch.core.website import Page, VersionHint, WebsiteFacts

UNSUPPORTED = FindingKind(
    code="website.version-unsupported",
    severity=Severity.WARNING,
    title=N_("{host} says that it runs {product} {version}, which gets no more updates since {ended_at:date}."),
    why=N_("Holes in it stay open. A broken-into site sends spam in your name and hosts false sign-in pages."),
    harmless=(
        N_("Distributions and hosts mend old versions by themselves, and the number shown stays the same."),
        N_("The number may be wrong on purpose."),
    ),
    how_to_check=N_("Look at the version in the panel of your host or of the site."),
    do_first=(
        N_("Make a backup, then update, or ask whoever looks after the site to."),
        N_("Delete plug-ins, themes and old copies you do not use."),
    ),
)
SHOWN = FindingKind(
    code="website.version-shown",
    severity=Severity.INFO,
    title=N_("{host} tells every visitor which programs and versions it runs."),
    why=N_("When a hole becomes known, sites with exactly that version are found and attacked within hours."),
    harmless=(N_("Hiding the number protects little by itself; updating does."),),
    how_to_check=N_("Compare with the newest versions on the makers' pages."),
    do_first=(N_("Keep them updated, best automatically; hide the numbers if the panel offers it."),),
)


def judge(seen: WebsiteFacts, snapshot: Snapshot) -> Checked | NotChecked | Failed:
    """Find versions without updates; that numbers are shown at all is told once."""
    page = seen.page
    if isinstance(page, DoesNotApply):
        return nothing_here(page)
    if not isinstance(page, Page):
        return page
    limits = () if page.was_read else (phrase(N_("The page itself is no HTML we could read; only its headers were.")),)
    if page.is_cut:
        limits = (*limits, phrase(N_("The page is long; only its beginning was read.")))
    return Checked(findings=tuple(_find(seen.site.host, page, snapshot.taken_at)), limits=limits)


def _find(host: str, page: Page, now: datetime) -> Iterator[Finding]:
    shown = tuple(dict.fromkeys(f"{hint.product} {hint.version} ({hint.place})" for hint in page.hints if hint.version))
    for product, version, ended_at in sorted(_ended(page.hints)):
        if ended_at < now:
            params: Params = {"host": host, "product": product, "version": version, "ended_at": ended_at}
            evidence = (Evidence(label=N_("What the page tells"), value=shown[:12]),)
            yield Finding(kind=UNSUPPORTED, subject=f"{host}:{product}", params=params, evidence=evidence)
    if shown:
        evidence = (Evidence(label=N_("What the page tells"), value=shown[:12]),)
        yield Finding(kind=SHOWN, subject=host, params={"host": host}, evidence=evidence)


def _ended(hints: tuple[VersionHint, ...]) -> set[tuple[str, str, datetime]]:
    found: set[tuple[str, str, datetime]] = set()
    for hint in hints:
        day = support_ended(hint.product, hint.version)
        if day is not None:
            found.add((hint.product, hint.version, datetime.combine(day, time.max, UTC)))
    return found


def part(snapshot: Snapshot) -> WebsiteFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.website


CHECK = Check(
    code="website.versions",
    title=N_("Programs and versions the website tells"),
    kinds=(UNSUPPORTED, SHOWN),
    part=part,
    judge=judge,
)
