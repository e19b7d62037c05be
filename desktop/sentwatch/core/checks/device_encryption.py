"""Check whether what lies on the disk can be read by whoever finds the computer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.connection import Answer
from sentwatch.core.device import DeviceFacts, EncryptionFacts, System
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

_WHY = N_("Whoever finds or steals the computer can read saved mail and saved passwords without your log-in password.")
_WHERE: Final = {
    System.WINDOWS: N_("Settings > Privacy & security > Device encryption, or BitLocker in the Control Panel"),
    System.MACOS: N_("System Settings > Privacy & Security > FileVault"),
    System.LINUX: N_("the installer of your system: encryption (LUKS) is chosen when the system is set up"),
}

NOT_ENCRYPTED = FindingKind(
    code="device.disk-not-encrypted",
    severity=Severity.NOTICE,
    title=N_("We saw no encryption of the disk at {places}."),
    why=_WHY,
    harmless=(
        N_("A desktop computer in a locked room is rarely stolen."),
        N_("Some disks encrypt by themselves, and a virtual machine may lie on an encrypted disk; we cannot see that."),
    ),
    how_to_check=N_("See {where}."),
    do_first=(
        N_("Switch encryption on: {where}."),
        N_("Keep the recovery key somewhere else than on this computer, and make a backup first."),
    ),
)
UNDER_WAY = FindingKind(
    code="device.disk-encryption-unfinished",
    severity=Severity.INFO,
    title=N_("Encrypting the disk has been begun and is not finished, or is paused."),
    why=_WHY,
    harmless=(N_("It goes on by itself while the computer is on and plugged in."),),
    how_to_check=N_("See {where}."),
    do_first=(N_("Leave the computer on and plugged in until it is finished; resume it if it was paused."),),
)


def judge(seen: EncryptionFacts | DoesNotApply, _snapshot: Snapshot) -> Checked | NotChecked:
    """Find volumes without encryption. Volumes of which nothing can be told are limits."""
    if isinstance(seen, DoesNotApply):
        return nothing_here(seen)
    unclear = tuple(v.place for v in seen.volumes if v.is_encrypted is Answer.UNKNOWN)
    reason = phrase(N_("Whether the disk is encrypted could not be seen at {places}."), places=unclear)
    if unclear and len(unclear) == len(seen.volumes):
        return NotChecked(reason, expected=True)
    return Checked(findings=tuple(_find(seen)), limits=(reason,) if unclear else ())


def _find(seen: EncryptionFacts) -> Iterator[Finding]:
    where = phrase(_WHERE[seen.system])
    bare = tuple(v.place for v in seen.volumes if v.is_encrypted is Answer.NO)
    if seen.is_under_way:
        yield Finding(kind=UNDER_WAY, subject="disk", params={"where": where})
    elif bare:
        how = tuple(Evidence(label=N_("Encrypted"), value=f"{v.place} {v.how}") for v in seen.volumes if v.how)
        yield Finding(kind=NOT_ENCRYPTED, subject="disk", params={"places": bare, "where": where}, evidence=how)


def part(snapshot: Snapshot) -> EncryptionFacts | DoesNotApply | NotChecked | Failed | None:
    """Pick what this check looks at."""
    device = snapshot.device
    return device.encryption if isinstance(device, DeviceFacts) else device


CHECK: Check[EncryptionFacts | DoesNotApply] = Check(
    code="device.encryption",
    title=N_("Encryption of the disk"),
    kinds=(NOT_ENCRYPTED, UNDER_WAY),
    part=part,
    judge=judge,
)
