"""Check whether the network first wants to show a page of its own (captive portal)."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.findings import Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.network import NetworkFacts, Portal, PortalFacts
from sentwatch.core.phrase import N_
from sentwatch.core.snapshot import Snapshot

PORTAL = FindingKind(
    code="network.captive-portal",
    severity=Severity.INFO,
    title=N_("This network shows a page of its own before it lets anything through."),
    why=N_(
        "Until then mail cannot be fetched, and certificate warnings appear. Such pages are also a usual place to ask "
        "for passwords that are none of their business."
    ),
    harmless=(N_("Hotels, trains and cafés work like this."),),
    how_to_check=N_("Open any page in the browser and read whose page appears."),
    do_first=(
        N_("Never enter your mail password on such a page, whatever it says."),
        N_("Do not accept certificate warnings; they go away once the network lets you through."),
    ),
)


def judge(seen: PortalFacts | DoesNotApply, _snapshot: Snapshot) -> Checked | Iterator[Finding]:
    """Find a portal. A network without internet is no portal."""
    if isinstance(seen, DoesNotApply):
        return nothing_here(seen)
    return iter((Finding(kind=PORTAL, subject="portal"),) if seen.state is Portal.PORTAL else ())


def part(snapshot: Snapshot) -> PortalFacts | DoesNotApply | NotChecked | Failed | None:
    """Pick what this check looks at."""
    network = snapshot.network
    return network.portal if isinstance(network, NetworkFacts) else network


CHECK: Check[PortalFacts | DoesNotApply] = Check(
    code="network.portal",
    title=N_("Page of the network before it lets through"),
    kinds=(PORTAL,),
    part=part,
    judge=judge,
)
