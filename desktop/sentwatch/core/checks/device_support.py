"""Check whether the operating system still gets security updates from its maker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Final

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.device import DeviceFacts, SystemVersion
from sentwatch.core.findings import Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.os_support import support_end
from sentwatch.core.phrase import N_, Params, phrase
from sentwatch.core.snapshot import Snapshot

_EXTENDED = N_("Paid or registered extended support may still bring updates; we cannot see that.")

ENDED = FindingKind(
    code="device.system-support-ended",
    severity=Severity.WARNING,
    title=N_("The regular support of {name} ended on {ends_at:date}."),
    why=N_("Holes that are found now stay open, and malware for them stays useful for years."),
    harmless=(_EXTENDED,),
    how_to_check=N_("Look at the maker's page about the end of support for this version."),
    do_first=(
        N_("Move to a newer version, or to a computer that can run one."),
        N_("Until then, do not read mail or sign in to important services on this computer."),
    ),
)
ENDS_SOON = FindingKind(
    code="device.system-support-ends-soon",
    severity=Severity.INFO,
    title=N_("The regular support of {name} ends on {ends_at:date}."),
    why=N_("After that day holes stay open."),
    harmless=(_EXTENDED,),
    how_to_check=N_("Look at the maker's page about the end of support for this version."),
    do_first=(N_("Plan the move to a newer version before that day."),),
)

# Our own choice: a quarter of a year is enough to plan a move.
SOON: Final = timedelta(days=90)


def judge(seen: SystemVersion | DoesNotApply, snapshot: Snapshot) -> Checked | Iterator[Finding] | NotChecked:
    """Find a version whose support is over or nearly so; a version that is not in the table is said to be unknown."""
    if isinstance(seen, DoesNotApply):
        return nothing_here(seen)
    end = seen.support_ends or support_end(seen.family, seen.release)
    if end is None:
        return NotChecked(phrase(N_("How long {name} is supported is not known to us."), name=seen.name), expected=True)
    return _find(seen, datetime.combine(end, time.max, UTC), snapshot.taken_at)


def _find(seen: SystemVersion, ends_at: datetime, now: datetime) -> Iterator[Finding]:
    params: Params = {"name": seen.name, "ends_at": ends_at}
    if ends_at < now:
        yield Finding(kind=ENDED, subject="system", params=params)
    elif ends_at - now < SOON:
        yield Finding(kind=ENDS_SOON, subject="system", params=params)


def part(snapshot: Snapshot) -> SystemVersion | DoesNotApply | NotChecked | Failed | None:
    """Pick what this check looks at."""
    device = snapshot.device
    return device.version if isinstance(device, DeviceFacts) else device


CHECK: Check[SystemVersion | DoesNotApply] = Check(
    code="device.support",
    title=N_("Support of the operating system"),
    kinds=(ENDED, ENDS_SOON),
    part=part,
    judge=judge,
)
