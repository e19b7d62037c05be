"""Check whether a password manager is installed; which one, and whether it is used, is the user's business."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.device import DeviceFacts, PasswordProgramFacts
from sentwatch.core.findings import Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

NONE_SEEN = FindingKind(
    code="device.password-manager-none-seen",
    severity=Severity.INFO,
    title=N_("We saw no password manager on this computer."),
    why=N_("Many long passwords cannot be remembered. A manager also refuses to fill one in on a false site."),
    harmless=(
        N_(
            "Browsers and phones have one built in, and a list on paper under lock and key is a fair way too; we see "
            "neither."
        ),
    ),
    how_to_check=N_("Ask yourself where the password of your mailbox is written down."),
    do_first=(N_("Choose one with a strong main password and MFA, or use the one of your browser in the same way."),),
)


def judge(seen: PasswordProgramFacts | DoesNotApply, _snapshot: Snapshot) -> Checked | Iterator[Finding]:
    """Find that there is none; those that were seen are named beside the result."""
    if isinstance(seen, DoesNotApply):
        return nothing_here(seen)
    if seen.names:
        return Checked(limits=(phrase(N_("Seen: {names}. Whether it is used cannot be seen."), names=seen.names),))
    return iter((Finding(kind=NONE_SEEN, subject="password-manager"),))


def part(snapshot: Snapshot) -> PasswordProgramFacts | DoesNotApply | NotChecked | Failed | None:
    """Pick what this check looks at."""
    device = snapshot.device
    return device.password_programs if isinstance(device, DeviceFacts) else device


CHECK: Check[PasswordProgramFacts | DoesNotApply] = Check(
    code="device.password-program",
    title=N_("Password manager"),
    kinds=(NONE_SEEN,),
    part=part,
    judge=judge,
)
