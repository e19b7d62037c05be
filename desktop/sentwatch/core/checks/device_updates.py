"""Check whether updates wait on this computer, and whether it still asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sentwatch.core.check import Check, Checked, nothing_here
from sentwatch.core.device import DeviceFacts, System, UpdateFacts
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.phrase import N_, Params, Phrase, phrase
from sentwatch.core.snapshot import Snapshot

_WHY = N_("Password stealers often come in through holes that an update has already closed.")
_WHERE: Final = {
    System.WINDOWS: N_("Settings > Windows Update"),
    System.MACOS: N_("System Settings > General > Software Update"),
    System.LINUX: N_("the software updater of your system"),
}

SECURITY_WAITING = FindingKind(
    code="device.security-updates-waiting",
    severity=Severity.WARNING,
    title=N_("Security updates wait to be installed: {count}."),
    why=_WHY,
    harmless=(N_("They may have come in today and be installed by themselves tonight."),),
    how_to_check=N_("Open {where}."),
    do_first=(N_("Install them at {where}, then restart the mail program."),),
)
WAITING = FindingKind(
    code="device.updates-waiting",
    severity=Severity.NOTICE,
    title=N_("Updates wait to be installed: {count}."),
    why=_WHY,
    harmless=(N_("Many of them only mend small things, and they may be installed by themselves tonight."),),
    how_to_check=N_("Open {where}."),
    do_first=(N_("Install them at {where}."),),
)
STALE = FindingKind(
    code="device.updates-not-asked",
    severity=Severity.WARNING,
    title=N_("This computer last asked for updates on {known_at:date}."),
    why=N_("It cannot know what it lacks, and nobody is told that something is missing."),
    harmless=(
        N_("It may have been switched off or without a network for that long."),
        N_("In an office, updates may come from a server by another way."),
    ),
    how_to_check=N_("Open {where} and let it look for updates."),
    do_first=(N_("Look for updates now, and switch on that it does so by itself."),),
)
RESTART = FindingKind(
    code="device.restart-waiting",
    severity=Severity.NOTICE,
    title=N_("Updates are installed but work only after a restart."),
    why=N_("Until then the old, vulnerable parts are still running."),
    harmless=(N_("You may be about to switch off anyway."),),
    how_to_check=N_("Open {where}."),
    do_first=(N_("Save your work and restart the computer."),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When a computer counts as no longer asking.

    Windows, macOS and the Debian and Fedora desktops ask daily by their own settings; 14 days is two weeks of a
    computer that is in use without an answer. Our own choice.
    """

    silent: timedelta = timedelta(days=14)


POLICY: Final = Policy()


def judge(seen: UpdateFacts | DoesNotApply, snapshot: Snapshot) -> Checked:
    """Find what waits. The knowledge is the computer's own; where its age is not known, that is a limit."""
    if isinstance(seen, DoesNotApply):
        return nothing_here(seen)
    limits: tuple[Phrase, ...] = ()
    if seen.known_at is None:
        limits = (phrase(N_("When this computer last asked for updates could not be seen.")),)
    return Checked(findings=tuple(_find(seen, snapshot.taken_at)), limits=limits)


def _find(seen: UpdateFacts, now: datetime) -> Iterator[Finding]:
    where = phrase(_WHERE[seen.system])
    named: tuple[Evidence, ...] = (Evidence(label=N_("Updates"), value=seen.waiting[:12]),) if seen.waiting else ()
    if seen.known_at is not None:
        named += (Evidence(label=N_("As known on"), value=seen.known_at),)
    if seen.known_at is not None and now - seen.known_at > POLICY.silent:
        yield Finding(kind=STALE, subject="updates", params={"known_at": seen.known_at, "where": where})
    if seen.security:
        params: Params = {"count": seen.security, "where": where}
        yield Finding(kind=SECURITY_WAITING, subject="updates", params=params, evidence=named)
    elif seen.waiting:
        params = {"count": len(seen.waiting), "where": where}
        yield Finding(kind=WAITING, subject="updates", params=params, evidence=named)
    if seen.needs_restart:
        yield Finding(kind=RESTART, subject="restart", params={"where": where})


def part(snapshot: Snapshot) -> UpdateFacts | DoesNotApply | NotChecked | Failed | None:
    """Pick what this check looks at."""
    device = snapshot.device
    return device.updates if isinstance(device, DeviceFacts) else device


CHECK: Check[UpdateFacts | DoesNotApply] = Check(
    code="device.updates",
    title=N_("Updates of the system"),
    kinds=(SECURITY_WAITING, WAITING, STALE, RESTART),
    part=part,
    judge=judge,
)
