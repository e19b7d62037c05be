"""Check whether the router hands out the same name servers as at the last visit."""

from __future__ import annotations

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.network import NetworkFacts, RouterFacts
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

CHANGED = FindingKind(
    code="network.router-dns-changed",
    severity=Severity.NOTICE,
    title=N_("The name servers in this network are others than at the last visit."),
    why=N_("Whoever takes over a router often changes its name servers, to lead you to false sign-in pages."),
    harmless=(
        N_("The internet provider may have changed them, or you have, or a VPN is up now."),
        N_("Another network with the same gateway address looks like this one."),
    ),
    how_to_check=N_("Open the router's page and compare its DNS settings with your provider's."),
    do_first=(
        N_("If nobody has changed them: reset the router, update it, and set a new administrator password."),
        N_("Look there for a VPN, DDNS or remote management that you did not switch on."),
    ),
)


def judge(seen: RouterFacts | DoesNotApply, _snapshot: Snapshot) -> Checked:
    """Find a change since the last visit; the servers in use stand beside the result."""
    if isinstance(seen, DoesNotApply):
        return nothing_here(seen)
    in_use = phrase(
        N_("Gateway {gateways}, name servers {servers}."), gateways=seen.gateways[:4], servers=seen.name_servers[:6]
    )
    if seen.before is None or set(seen.before) == set(seen.name_servers):
        return Checked(limits=(in_use,))
    evidence = (
        Evidence(label=N_("Before"), value=seen.before[:8]),
        Evidence(label=N_("Now"), value=seen.name_servers[:8]),
    )
    finding = Finding(kind=CHANGED, subject="gateway:" + ",".join(seen.gateways[:2]), evidence=evidence)
    return Checked(findings=(finding,), limits=(in_use,))


def part(snapshot: Snapshot) -> RouterFacts | DoesNotApply | NotChecked | Failed | None:
    """Pick what this check looks at."""
    network = snapshot.network
    return network.router if isinstance(network, NetworkFacts) else network


CHECK: Check[RouterFacts | DoesNotApply] = Check(
    code="network.router", title=N_("Router and its name servers"), kinds=(CHANGED,), part=part, judge=judge
)
