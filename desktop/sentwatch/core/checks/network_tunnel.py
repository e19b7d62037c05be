"""Check whether the path to the mail server leads through a tunnel (VPN); the answer is a fact, not a grade."""

from __future__ import annotations

from typing import Final

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.network import NetworkFacts, Path, Tunnel, TunnelFacts, tunnel_state
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

PARTIAL = FindingKind(
    code="network.tunnel-partial",
    severity=Severity.INFO,
    title=N_("A tunnel is up, but not all paths lead through it, or it is unclear what it carries."),
    why=N_("If you rely on the tunnel in a network you do not trust, part of your traffic may go beside it."),
    harmless=(
        N_("A work VPN usually carries only what goes to the office; that is meant so."),
        N_("A DSL line (PPP), a mesh network or a virtual machine looks like a tunnel too."),
    ),
    how_to_check=N_("Look in the VPN program for “split tunnel” and for IPv6."),
    do_first=(N_("If the tunnel shall carry everything, let it carry IPv6 too and switch on its kill switch."),),
)

_SAID: Final = {
    Tunnel.FULL: N_("Path to {host}: through a tunnel, like all other traffic we could see."),
    Tunnel.PARTIAL_OR_UNCLEAR: N_("Path to {host}: partly through a tunnel, or unclear."),
    Tunnel.NONE_SEEN: N_("Path to {host}: we saw no tunnel. One on the router cannot be seen from here."),
}


def judge(seen: TunnelFacts | DoesNotApply, _snapshot: Snapshot) -> Checked:
    """Say which of the three answers holds; only the mixed one is worth a look."""
    if isinstance(seen, DoesNotApply):
        return nothing_here(seen)
    state = tunnel_state(seen)
    limits = (phrase(_SAID[state], host=seen.host), *seen.limits)
    if state is not Tunnel.PARTIAL_OR_UNCLEAR:
        return Checked(limits=limits)
    evidence = tuple(Evidence(label=N_("Path"), value=_shown(path)) for path in (*seen.paths, *seen.others)[:8])
    if seen.named:
        evidence += (Evidence(label=N_("Tunnels that are up"), value=seen.named[:8]),)
    return Checked(findings=(Finding(kind=PARTIAL, subject="tunnel", evidence=evidence),), limits=limits)


def _shown(path: Path) -> str:
    return f"{path.address} → {path.interface}"


def part(snapshot: Snapshot) -> TunnelFacts | DoesNotApply | NotChecked | Failed | None:
    """Pick what this check looks at."""
    network = snapshot.network
    return network.tunnel if isinstance(network, NetworkFacts) else network


CHECK: Check[TunnelFacts | DoesNotApply] = Check(
    code="network.tunnel",
    title=N_("Tunnel (VPN) on the way to the mail server"),
    kinds=(PARTIAL,),
    part=part,
    judge=judge,
)
