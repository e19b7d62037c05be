"""Check whether this computer's clock is right enough for one-time codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sentwatch.core.check import Check, Checked
from sentwatch.core.clock_offset import WAY_WORDS, ClockOffset
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.otp.facts import MfaFacts
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

CLOCK_WRONG = FindingKind(
    code="mfa.clock-wrong",
    severity=Severity.NOTICE,
    title=N_("The clock of this computer is off by {off_s:duration}."),
    why=N_(
        "One-time codes are made from the time. A device whose clock is off by more than half a minute shows codes "
        "that are refused, and certificates may seem to have ended."
    ),
    harmless=(N_("The other clock may be the wrong one; compare with a second source."),),
    how_to_check=N_("Compare with the clock of a phone that takes its time from the network."),
    do_first=(N_("Switch on “set time automatically” on this computer, and on the phone with the authenticator."),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Servers take one step of delay (RFC 6238 section 5.2): from 30 seconds codes begin to fail, from 90 all do."""

    speak_s: float = 30.0
    loud_s: float = 90.0


POLICY: Final = Policy()


def judge(seen: MfaFacts, _snapshot: Snapshot) -> Checked | NotChecked | Failed:
    """Find a clock that is surely off; what may be the way's delay is not counted."""
    if isinstance(seen.clock, NotChecked | Failed):
        return seen.clock
    if seen.clock is None:
        return Checked()
    measured = phrase(
        N_("Compared with {host}: {offset} seconds, give or take {uncertainty}."),
        host=seen.clock.host,
        offset=round(seen.clock.offset_s, 1),
        uncertainty=round(seen.clock.uncertainty_s, 1),
    )
    return Checked(findings=tuple(_find(seen.clock)), limits=(measured, phrase(WAY_WORDS[seen.clock.way])))


def _find(clock: ClockOffset) -> Iterator[Finding]:
    off_s = abs(clock.surely_s)
    if off_s < POLICY.speak_s:
        return
    side = N_("ahead of the other clock") if clock.surely_s > 0 else N_("behind the other clock")
    yield Finding(
        kind=CLOCK_WRONG,
        subject="clock",
        params={"off_s": round(off_s)},
        evidence=(
            Evidence(label=N_("Compared with the clock of"), value=clock.host),
            Evidence(label=N_("How it was told"), value=phrase(WAY_WORDS[clock.way])),
            Evidence(label=N_("This computer's clock is"), value=phrase(side)),
        ),
        own_severity=Severity.WARNING if off_s >= POLICY.loud_s else None,
    )


def part(snapshot: Snapshot) -> MfaFacts | NotChecked | Failed | None:
    """Pick what this check looks at; a look that asked for no clock has no such check."""
    seen = snapshot.mfa
    return None if isinstance(seen, MfaFacts) and seen.clock is None else seen


CHECK = Check(
    code="mfa.clock",
    title=N_("Clock of this computer"),
    kinds=(CLOCK_WRONG,),
    part=part,
    judge=judge,
)
