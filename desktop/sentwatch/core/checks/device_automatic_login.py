"""Check whether this computer signs somebody in at start without asking for a password."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.device import AutomaticLoginFacts, DeviceFacts, System
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.phrase import N_, Params, phrase
from sentwatch.core.snapshot import Snapshot

_WHERE: Final = {
    System.WINDOWS: N_("the program “netplwiz”: users must enter a user name and password"),
    System.MACOS: N_("System Settings > Users & Groups > Automatic login"),
    System.LINUX: N_("the users page of your desktop's settings"),
}

AUTOMATIC_LOGIN = FindingKind(
    code="device.automatic-login",
    severity=Severity.NOTICE,
    title=N_("This computer signs in “{user}” at start without asking for a password."),
    why=N_("Whoever switches it on is in your mailbox. On Windows the password may also lie readable on the disk."),
    harmless=(N_("A display or a computer for one task in a locked room is often set up so."),),
    how_to_check=N_("Restart the computer and look whether it asks for a password."),
    do_first=(N_("Switch it off: {where}."),),
)


def judge(seen: AutomaticLoginFacts | DoesNotApply, _snapshot: Snapshot) -> Checked | Iterator[Finding]:
    """Find automatic login."""
    return nothing_here(seen) if isinstance(seen, DoesNotApply) else _find(seen)


def _find(seen: AutomaticLoginFacts) -> Iterator[Finding]:
    if seen.is_on:
        evidence = (Evidence(label=N_("Where it stands"), value=seen.source),) if seen.source else ()
        params: Params = {"user": seen.user, "where": phrase(_WHERE[seen.system])}
        yield Finding(kind=AUTOMATIC_LOGIN, subject="login", params=params, evidence=evidence)


def part(snapshot: Snapshot) -> AutomaticLoginFacts | DoesNotApply | NotChecked | Failed | None:
    """Pick what this check looks at."""
    device = snapshot.device
    return device.automatic_login if isinstance(device, DeviceFacts) else device


CHECK: Check[AutomaticLoginFacts | DoesNotApply] = Check(
    code="device.automatic-login",
    title=N_("Signing in at start"),
    kinds=(AUTOMATIC_LOGIN,),
    part=part,
    judge=judge,
)
