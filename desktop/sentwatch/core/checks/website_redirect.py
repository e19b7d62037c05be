"""Check whether one's own website leads visitors to the encrypted address."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.phrase import N_
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.website import Way, WebsiteFacts

NO_REDIRECT = FindingKind(
    code="website.no-redirect-to-https",
    severity=Severity.WARNING,
    title=N_("Whoever opens {host} without “https” stays unencrypted."),
    why=N_("Links and typed addresses often lead there. What is typed into forms then goes over the network readable."),
    harmless=(N_("Current browsers try the encrypted address first."),),
    how_to_check=N_("Type http://{host}/ into a browser and look whether the address changes to https."),
    do_first=(N_("Switch on the redirect to HTTPS in the panel of your host."),),
)
LEADS_AWAY = FindingKind(
    code="website.leads-to-another-site",
    severity=Severity.NOTICE,
    title=N_("{host} leads to another site: {url}"),
    why=N_("If you did not set this up, somebody else may have: broken-into sites are used to lead visitors on."),
    harmless=(N_("A site that has moved, or that lives at a shop or page service, does this."),),
    how_to_check=N_("Ask whoever looks after the site whether this address is yours."),
    do_first=(N_("If nobody knows it: look through the redirects in the panel, and change the panel's password."),),
)
BACK_TO_PLAIN = FindingKind(
    code="website.leads-back-to-http",
    severity=Severity.WARNING,
    title=N_("{host} leads visitors from the encrypted address to an unencrypted one."),
    why=N_("From there on everybody on the way can read and change what visitors see and type."),
    harmless=(N_("A setting that was forgotten when HTTPS was switched on."),),
    how_to_check=N_("Open https://{host}/ and look whether the address changes to http."),
    do_first=(N_("Set the address of the site to https in its settings (in WordPress: Settings > General)."),),
)


def judge(seen: WebsiteFacts, _snapshot: Snapshot) -> Checked | NotChecked | Failed:
    """Follow both ways to their ends."""
    plain, encrypted = seen.unencrypted_way, seen.way
    # A site that answers encrypted only is as good as one that redirects.
    if not isinstance(plain, Way) and not isinstance(encrypted, Way):
        return nothing_here(plain) if isinstance(plain, DoesNotApply) else plain
    return Checked(findings=tuple(_find(seen)))


def _find(seen: WebsiteFacts) -> Iterator[Finding]:
    host = seen.site.host
    if isinstance(seen.unencrypted_way, Way):
        plain = seen.unencrypted_way
        if not plain.stopped_at and plain.ends_at.startswith("http:") and plain.hops[-1].status < 400:
            yield Finding(kind=NO_REDIRECT, subject=host, params={"host": host}, evidence=_shown(plain))
    ways = [way for way in (seen.way, seen.unencrypted_way) if isinstance(way, Way)]
    away = next((way for way in ways if way.stopped_at), None)
    if away is not None:
        params = {"host": host, "url": away.stopped_at}
        yield Finding(kind=LEADS_AWAY, subject=host, params=params, evidence=_shown(away))
    if isinstance(seen.way, Way) and any(hop.leads_to.startswith("http:") for hop in seen.way.hops):
        yield Finding(kind=BACK_TO_PLAIN, subject=host, params={"host": host}, evidence=_shown(seen.way))


def _shown(way: Way) -> tuple[Evidence, ...]:
    hops = tuple(f"{hop.status} {hop.url}" + (f" → {hop.leads_to}" if hop.leads_to else "") for hop in way.hops)
    return tuple(Evidence(label=N_("Request"), value=hop) for hop in hops)


def part(snapshot: Snapshot) -> WebsiteFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.website


CHECK = Check(
    code="website.redirect",
    title=N_("Way to the encrypted address"),
    kinds=(NO_REDIRECT, LEADS_AWAY, BACK_TO_PLAIN),
    part=part,
    judge=judge,
)
