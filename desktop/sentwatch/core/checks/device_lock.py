"""Check whether the screen locks by itself when nobody is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.connection import Answer
from sentwatch.core.device import DeviceFacts, LockFacts, System
from sentwatch.core.findings import Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

_WHY = N_("Anyone at the desk can send mail in your name, or add a rule that nobody notices.")
_WHERE: Final = {
    System.WINDOWS: N_("Settings > Accounts > Sign-in options, and the screen saver settings"),
    System.MACOS: N_("System Settings > Lock Screen"),
    System.LINUX: N_("the privacy or power settings of your desktop"),
}
_HOW = N_("Leave the computer alone for a while and look whether it asks for the password.")

OFF = FindingKind(
    code="device.screen-lock-off",
    severity=Severity.NOTICE,
    title=N_("The screen of this computer does not lock by itself."),
    why=_WHY,
    harmless=(N_("Nobody else may ever be near this computer."),),
    how_to_check=_HOW,
    do_first=(N_("Switch on the lock at {where}, and choose 15 minutes or less."),),
)
LATE = FindingKind(
    code="device.screen-lock-late",
    severity=Severity.INFO,
    title=N_("The screen locks only after {after_s:duration}."),
    why=_WHY,
    harmless=(N_("Nobody else may ever be near this computer."),),
    how_to_check=_HOW,
    do_first=(N_("Choose 15 minutes or less at {where}, and lock by hand when you leave the desk."),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When a lock counts as late.

    The CIS benchmarks for Windows and Ubuntu ask for 900 seconds or fewer (restated widely; general knowledge).
    """

    late_s: int = 900


POLICY: Final = Policy()


def judge(seen: LockFacts | DoesNotApply, _snapshot: Snapshot) -> Checked | Iterator[Finding] | NotChecked:
    """Find a lock that is off or late."""
    if isinstance(seen, DoesNotApply):
        return nothing_here(seen)
    if seen.locks is Answer.UNKNOWN:
        return NotChecked(phrase(N_("The system did not say whether the screen locks.")), expected=True)
    if seen.locks is Answer.YES and seen.after_s is None:
        return Checked(limits=(phrase(N_("The screen locks; after how long could not be seen.")),))
    return _find(seen)


def _find(seen: LockFacts) -> Iterator[Finding]:
    where = phrase(_WHERE[seen.system])
    if seen.locks is Answer.NO:
        yield Finding(kind=OFF, subject="screen", params={"where": where})
    elif seen.after_s is not None and seen.after_s > POLICY.late_s:
        yield Finding(kind=LATE, subject="screen", params={"after_s": seen.after_s, "where": where})


def part(snapshot: Snapshot) -> LockFacts | DoesNotApply | NotChecked | Failed | None:
    """Pick what this check looks at."""
    device = snapshot.device
    return device.lock if isinstance(device, DeviceFacts) else device


CHECK: Check[LockFacts | DoesNotApply] = Check(
    code="device.lock", title=N_("Lock of the screen"), kinds=(OFF, LATE), part=part, judge=judge
)
