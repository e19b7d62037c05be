"""Check whether something on this computer looks for malware, and knows what is new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.connection import Answer
from sentwatch.core.device import AntivirusFacts, DeviceFacts, Scanner, System
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.phrase import N_, Params, phrase
from sentwatch.core.snapshot import Snapshot

_WHY = N_("A password stealer on this computer hands over each new password, so changing it would not help.")
_WHERE: Final = {
    System.WINDOWS: N_("Start > Windows Security > Virus & threat protection"),
    System.MACOS: N_("System Settings > Privacy & Security"),
    System.LINUX: N_("the settings of that program"),
}

OFF = FindingKind(
    code="device.antivirus-off",
    severity=Severity.WARNING,
    title=N_("Protection against malware is switched off on this computer."),
    why=_WHY,
    harmless=(
        N_("A scanner that is not registered with the system may be at work."),
        N_("It may have been switched off for a moment to install something."),
    ),
    how_to_check=N_("Open {where} and look whether it says that protection is on."),
    do_first=(
        N_("Switch it on at {where}."),
        N_("If you did not switch it off yourself, run a full scan and change passwords on another device first."),
    ),
)
OUTDATED = FindingKind(
    code="device.antivirus-outdated",
    severity=Severity.WARNING,
    title=N_("{name} is on, but what it knows about malware is old."),
    why=N_("Stealers change by the day. A scanner with old definitions does not know the current ones."),
    harmless=(N_("A computer that was switched off for a while catches up within the hour."),),
    how_to_check=N_("Open {where} and look for the date of the last update."),
    do_first=(N_("Let it update now, then run a full scan."),),
)
NONE_SEEN = FindingKind(
    code="device.antivirus-none-seen",
    severity=Severity.INFO,
    title=N_("We saw no malware scanner at work on this computer."),
    why=N_(
        "On Linux, updates and programs from the distribution alone protect more than a scanner does. A scanner is "
        "worth having where files are passed on to Windows computers, and an office may ask for one."
    ),
    harmless=(
        N_("Most Linux desktops have none. We know the services of the common scanners only."),
        N_("A browser extension or a script from the web can steal a password without any scanner noticing."),
    ),
    how_to_check=N_("Ask whoever looks after this computer whether a scanner is expected on it."),
    do_first=(
        N_("Keep the system up to date and look through what starts by itself."),
        N_("If your office asks for a scanner, install ClamAV or the product your office uses."),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When definitions count as old.

    Defender and ClamAV bring new definitions at least daily; a week without any is our own choice of "old". Apple's
    come every few weeks and by themselves, so that they are not judged by age.
    """

    old: timedelta = timedelta(days=7)


POLICY: Final = Policy()


def judge(seen: AntivirusFacts | DoesNotApply, snapshot: Snapshot) -> Checked | Iterator[Finding]:
    """Find protection that is off or old. A scanner that does not tell its state is a limit and no finding."""
    if isinstance(seen, DoesNotApply):
        return nothing_here(seen)
    silent = tuple(s.name for s in seen.scanners if s.is_on is Answer.UNKNOWN)
    limits = (phrase(N_("Whether it is at work could not be seen: {names}"), names=silent),) if silent else ()
    return Checked(findings=tuple(_find(seen, snapshot.taken_at)), limits=limits)


def _find(seen: AntivirusFacts, now: datetime) -> Iterator[Finding]:
    where = phrase(_WHERE[seen.system])
    evidence = tuple(Evidence(label=N_("Scanner"), value=s.name) for s in seen.scanners)
    if seen.last_scan_at is not None:
        evidence += (Evidence(label=N_("Last scan"), value=seen.last_scan_at),)
    at_work = [s for s in seen.scanners if s.is_on is Answer.YES]
    if at_work:
        # Two scanners, one of them current, is how Windows looks after another product was installed.
        if all(_is_old(s, now, system=seen.system) for s in at_work):
            params: Params = {"name": at_work[0].name, "where": where}
            dated = tuple(
                Evidence(label=N_("Definitions of"), value=s.definitions_at) for s in at_work if s.definitions_at
            )
            yield Finding(kind=OUTDATED, subject="antivirus", params=params, evidence=evidence + dated)
    elif any(s.is_on is Answer.UNKNOWN for s in seen.scanners):
        return
    elif seen.system is System.LINUX and not seen.scanners:
        yield Finding(kind=NONE_SEEN, subject="antivirus")
    else:
        yield Finding(kind=OFF, subject="antivirus", params={"where": where}, evidence=evidence)


def _is_old(scanner: Scanner, now: datetime, *, system: System) -> bool:
    if scanner.is_current is not Answer.UNKNOWN:
        return scanner.is_current is Answer.NO
    if system is System.MACOS or scanner.definitions_at is None:
        return False
    return now - scanner.definitions_at > POLICY.old


def part(snapshot: Snapshot) -> AntivirusFacts | DoesNotApply | NotChecked | Failed | None:
    """Pick what this check looks at."""
    device = snapshot.device
    return device.antivirus if isinstance(device, DeviceFacts) else device


CHECK: Check[AntivirusFacts | DoesNotApply] = Check(
    code="device.antivirus",
    title=N_("Protection against malware"),
    kinds=(OFF, OUTDATED, NONE_SEEN),
    part=part,
    judge=judge,
)
