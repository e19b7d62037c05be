"""Check how one-time codes are made: kind, hash, digits and period, as the standards and common apps know them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sentwatch.core.check import Check
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.otp.codes import HASHES
from sentwatch.core.otp.entries import Odd, OtpKind
from sentwatch.core.otp.facts import MfaFacts, OtpFacts
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

_TYPE_THE_CODE = N_("Type the code your phone shows here once: if it fits, the entry is right as it is.")
_SERVICE_CHOOSES = N_("The service chooses this, not you.")
_SAY_SO = N_("If you run the service yourself, use SHA-1, 6 digits and 30 seconds: every app knows these.")

ALGORITHM_UNKNOWN = FindingKind(
    code="mfa.algorithm-unknown",
    severity=Severity.WARNING,
    title=N_("“{name}” names a hash no app computes with: {algorithm}."),
    why=N_("The standard knows SHA-1, SHA-256 and SHA-512 (RFC 6238). An app that guesses shows wrong codes."),
    harmless=(N_("Some apps ignore the name and use SHA-1, and that may be what the service expects."),),
    how_to_check=_TYPE_THE_CODE,
    do_first=(N_("Set the authenticator up again with another app, while you are still signed in."), _SAY_SO),
)
ALGORITHM_UNUSUAL = FindingKind(
    code="mfa.algorithm-unusual",
    severity=Severity.INFO,
    title=N_("“{name}” uses {algorithm}, which some apps ignore."),
    why=N_(
        "SHA-256 and SHA-512 are fine. But some apps read the entry and compute with SHA-1 all the same: the codes "
        "are wrong then, and you notice it when you are locked out. SHA-1 is no weakness here."
    ),
    harmless=(_SERVICE_CHOOSES,),
    how_to_check=_TYPE_THE_CODE,
    do_first=(N_("Before you move to another app, check one code there."),),
)
DIGITS_FEW = FindingKind(
    code="mfa.digits-few",
    severity=Severity.WARNING,
    title=N_("The codes of “{name}” have only {digits:plain} digits."),
    why=N_(
        "The standard asks for 6 at least (RFC 4226, section 5.3). Each digit less makes guessing ten times easier."
    ),
    harmless=(N_("A number that was damaged on the way can look like this; most apps then show 6."),),
    how_to_check=_TYPE_THE_CODE,
    do_first=(N_("Set the authenticator up again on the service's security page."), _SAY_SO),
)
DIGITS_UNUSUAL = FindingKind(
    code="mfa.digits-unusual",
    severity=Severity.INFO,
    title=N_("The codes of “{name}” have {digits:plain} digits, which not every app shows."),
    why=N_("Apps agree on 6 and mostly on 8. Others cut the code or refuse the entry."),
    harmless=(_SERVICE_CHOOSES,),
    how_to_check=_TYPE_THE_CODE,
    do_first=(N_("Before you move to another app, check one code there."),),
)
PERIOD_LONG = FindingKind(
    code="mfa.period-long",
    severity=Severity.NOTICE,
    title=N_("A code of “{name}” counts for {period_s:duration}."),
    why=N_("A code that was read by somebody else can be used all that time. 30 seconds are advised (RFC 6238)."),
    harmless=(_SERVICE_CHOOSES,),
    how_to_check=_TYPE_THE_CODE,
    do_first=(_SAY_SO,),
)
PERIOD_UNUSUAL = FindingKind(
    code="mfa.period-unusual",
    severity=Severity.INFO,
    title=N_("The codes of “{name}” change every {period_s:duration}; most apps know 30 seconds only."),
    why=N_("An app that ignores the period shows codes that are right only now and then."),
    harmless=(_SERVICE_CHOOSES,),
    how_to_check=_TYPE_THE_CODE,
    do_first=(N_("Before you move to another app, check one code there."),),
)
COUNTER_BASED = FindingKind(
    code="mfa.counter-based",
    severity=Severity.INFO,
    title=N_("“{name}” counts its codes instead of using the time."),
    why=N_(
        "A code stays good until the next one is used, so one read over your shoulder keeps. And two devices with the "
        "same entry run apart."
    ),
    harmless=(N_("Hardware tokens with a button work like this."),),
    how_to_check=N_("Use it on one device only."),
    do_first=(N_("If the service offers time-based codes or a passkey, switch to that."),),
)
KIND_UNKNOWN = FindingKind(
    code="mfa.kind-unknown",
    severity=Severity.NOTICE,
    title=N_("“{name}” is of a kind only its maker's app knows."),
    why=N_("Other apps cannot make its codes, so it cannot be moved like the others."),
    harmless=(N_("Some companies have an app of their own for this."),),
    how_to_check=N_("Which app shows its code today?"),
    do_first=(N_("Keep that app, and its own backup, when you change phones."),),
)
SETTING_UNREADABLE = FindingKind(
    code="mfa.setting-unreadable",
    severity=Severity.NOTICE,
    title=N_("A setting of “{name}” cannot be read: {what}."),
    why=N_("Apps then assume the usual value, each its own. The codes may be right in one and wrong in another."),
    harmless=(N_("The usual value is often what was meant."),),
    how_to_check=_TYPE_THE_CODE,
    do_first=(N_("If the code does not fit, set the authenticator up again while you are still signed in."),),
)

_ODDITIES: Final = {
    Odd.DIGITS_UNREADABLE: N_("the number of digits"),
    Odd.PERIOD_UNREADABLE: N_("the period"),
    Odd.COUNTER_UNREADABLE: N_("the counter"),
    Odd.COUNTER_MISSING: N_("the counter, which is missing"),
    Odd.PARAMETER_TWICE: N_("one that is given twice, with different values"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """RFC 4226 section 5.3: 6 digits at least, 7 and 8 possible. RFC 6238 section 5.2: 30 seconds are advised.

    A minute is common with hardware tokens; beyond it a code read by others is useful to them.
    """

    least_digits: int = 6
    usual_digits: tuple[int, ...] = (6, 8)
    usual_s: int = 30
    long_s: int = 60


POLICY: Final = Policy()


def judge(seen: MfaFacts, _snapshot: Snapshot) -> Iterator[Finding]:
    """Find what is unusual about the making of codes; Steam's own kind has fixed settings."""
    for entry in seen.entries:
        if entry.kind is OtpKind.OTHER:
            yield _finding(KIND_UNKNOWN, entry)
            continue
        yield from _unreadable(entry)
        if entry.kind is OtpKind.HOTP:
            yield _finding(COUNTER_BASED, entry)
        if entry.kind is not OtpKind.STEAM:
            yield from _algorithm(entry)
            yield from _digits(entry)
        if entry.kind is OtpKind.TOTP:
            yield from _period(entry)


def _unreadable(entry: OtpFacts) -> Iterator[Finding]:
    for odd in entry.odd:
        if odd in _ODDITIES:
            yield Finding(
                kind=SETTING_UNREADABLE,
                subject=f"{entry.subject} {odd.value}",
                params={"name": entry.subject, "what": phrase(_ODDITIES[odd])},
                evidence=(Evidence(label=N_("Authenticator entry"), value=entry.subject),),
            )


def _algorithm(entry: OtpFacts) -> Iterator[Finding]:
    if entry.algorithm not in HASHES:
        yield _finding(ALGORITHM_UNKNOWN, entry, algorithm=entry.algorithm)
    elif entry.algorithm != "SHA1":
        yield _finding(ALGORITHM_UNUSUAL, entry, algorithm=entry.algorithm)


def _digits(entry: OtpFacts) -> Iterator[Finding]:
    if entry.digits < POLICY.least_digits:
        yield _finding(DIGITS_FEW, entry, digits=entry.digits)
    elif entry.digits not in POLICY.usual_digits:
        yield _finding(DIGITS_UNUSUAL, entry, digits=entry.digits)


def _period(entry: OtpFacts) -> Iterator[Finding]:
    if entry.period_s > POLICY.long_s:
        yield _finding(PERIOD_LONG, entry, period_s=entry.period_s)
    elif entry.period_s != POLICY.usual_s:
        yield _finding(PERIOD_UNUSUAL, entry, period_s=entry.period_s)


def _finding(kind: FindingKind, entry: OtpFacts, **params: int | str) -> Finding:
    return Finding(
        kind=kind,
        subject=entry.subject,
        params={"name": entry.subject, **params},
        evidence=(Evidence(label=N_("Authenticator entry"), value=entry.subject),),
    )


def part(snapshot: Snapshot) -> MfaFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.mfa


CHECK = Check(
    code="mfa.settings",
    title=N_("How the codes are made"),
    kinds=(
        ALGORITHM_UNKNOWN,
        ALGORITHM_UNUSUAL,
        DIGITS_FEW,
        DIGITS_UNUSUAL,
        PERIOD_LONG,
        PERIOD_UNUSUAL,
        COUNTER_BASED,
        KIND_UNKNOWN,
        SETTING_UNREADABLE,
    ),
    part=part,
    judge=judge,
)
