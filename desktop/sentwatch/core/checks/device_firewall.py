"""Check whether this computer filters connections that come from outside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.connection import Answer
from sentwatch.core.device import DeviceFacts, FirewallFacts, System
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.phrase import N_, Params, phrase
from sentwatch.core.snapshot import Snapshot

_WHERE: Final = {
    System.WINDOWS: N_("Start > Windows Security > Firewall & network protection"),
    System.MACOS: N_("System Settings > Network > Firewall"),
    System.LINUX: N_("the firewall settings of your system (ufw or firewalld)"),
}

OFF = FindingKind(
    code="device.firewall-off",
    severity=Severity.NOTICE,
    title=N_("The firewall of this computer is switched off."),
    why=N_(
        "In a network you share with strangers, others can then reach every program here that waits for connections."
    ),
    harmless=(
        N_("Behind a home or office router you are not reachable from the internet anyway."),
        N_("A security product may bring a firewall of its own that does not report to the system."),
    ),
    how_to_check=N_("Open {where}."),
    do_first=(N_("Switch it on at {where}."),),
)
OFF_IN_PUBLIC = FindingKind(
    code="device.firewall-off-in-public",
    severity=Severity.WARNING,
    title=N_("The firewall is switched off for public networks."),
    why=N_("In a café or a hotel, others in the same network can reach every program here that waits for connections."),
    harmless=(N_("A security product may bring a firewall of its own that does not report to the system."),),
    how_to_check=N_("Open {where} and look at “Public network”."),
    do_first=(N_("Switch it on at {where}."),),
)
NONE_SEEN = FindingKind(
    code="device.firewall-none-seen",
    severity=Severity.INFO,
    title=N_("We saw no firewall at work on this computer."),
    why=N_("In a network you share with strangers, others can reach every program here that waits for connections."),
    harmless=(
        N_("Rules that were set by hand are shown to administrators only, so we cannot see them."),
        N_("Many Linux desktops have no program that waits for connections from outside."),
    ),
    how_to_check=N_("As an administrator, “nft list ruleset” shows the rules that are in force."),
    do_first=(N_("On a computer that travels, switch on {where}."),),
)


def judge(seen: FirewallFacts | DoesNotApply, _snapshot: Snapshot) -> Checked | NotChecked:
    """Find a firewall that is off. Where nothing could be told, that is said and not taken for off."""
    if isinstance(seen, DoesNotApply):
        return nothing_here(seen)
    if seen.is_on is Answer.UNKNOWN:
        reason = seen.limits[0] if seen.limits else phrase(N_("The system did not say whether a firewall is on."))
        return NotChecked(reason, expected=True)
    return Checked(findings=tuple(_find(seen)), limits=seen.limits)


def _find(seen: FirewallFacts) -> Iterator[Finding]:
    params: Params = {"where": phrase(_WHERE[seen.system])}
    evidence: tuple[Evidence, ...] = (Evidence(label=N_("Firewall"), value=seen.product),) if seen.product else ()
    if seen.off_for:
        evidence += (Evidence(label=N_("Switched off for"), value=seen.off_for),)
    if seen.is_on is Answer.NO:
        kind = NONE_SEEN if seen.system is System.LINUX and not seen.product else OFF
        yield Finding(kind=kind, subject="firewall", params=params, evidence=evidence)
    elif "Public" in seen.off_for:
        yield Finding(kind=OFF_IN_PUBLIC, subject="firewall", params=params, evidence=evidence)


def part(snapshot: Snapshot) -> FirewallFacts | DoesNotApply | NotChecked | Failed | None:
    """Pick what this check looks at."""
    device = snapshot.device
    return device.firewall if isinstance(device, DeviceFacts) else device


CHECK: Check[FirewallFacts | DoesNotApply] = Check(
    code="device.firewall",
    title=N_("Firewall of this computer"),
    kinds=(OFF, OFF_IN_PUBLIC, NONE_SEEN),
    part=part,
    judge=judge,
)
