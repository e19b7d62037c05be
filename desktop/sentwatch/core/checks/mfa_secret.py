"""Check the secrets behind one-time codes: long enough, made by chance, readable, each used for one account only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sentwatch.core.check import Check
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.otp.entries import Odd
from sentwatch.core.otp.facts import MfaFacts, OtpFacts
from sentwatch.core.phrase import N_
from sentwatch.core.snapshot import Snapshot

_ENROL_AGAIN = N_("Set the authenticator up again on the service's security page; that makes a new secret.")
_LOOK = N_("Compare with what the service's security page shows when you set the authenticator up again.")

SHORT = FindingKind(
    code="mfa.secret-short",
    severity=Severity.NOTICE,
    title=N_("The secret of “{name}” has {bits:plain} bits; the standard asks for {least:plain}."),
    why=N_("Whoever sees a few codes could compute a short secret, and then makes codes as you do (RFC 4226, R6)."),
    harmless=(
        N_("Many services hand out 80 bits. The service chooses the length, not you."),
        N_("It is still far better than no second step."),
    ),
    how_to_check=_LOOK,
    do_first=(
        N_("If the service offers a passkey or a security key, use that instead."),
        _ENROL_AGAIN,
    ),
)
BELOW_ADVISED = FindingKind(
    code="mfa.secret-below-advised",
    severity=Severity.INFO,
    title=N_("The secret of “{name}” has {bits:plain} bits; {advised:plain} are advised."),
    why=N_("The standard allows 128 bits and advises 160 (RFC 4226, R6). 128 are out of reach for guessing today."),
    harmless=(N_("There is nothing to do."),),
    how_to_check=_LOOK,
    do_first=(N_("Nothing now. A new enrolment may bring a longer one."),),
)
KNOWN = FindingKind(
    code="mfa.secret-known",
    severity=Severity.URGENT,
    title=N_("The secret of “{name}” is printed in manuals for everybody to read."),
    why=N_("It is an example from a standard or a tutorial. Anybody can make the same codes."),
    harmless=(N_("It may be a test entry that guards nothing."),),
    how_to_check=N_("Is this an account you really use?"),
    do_first=(_ENROL_AGAIN, N_("If you run the service yourself, make secrets by chance, 20 bytes each.")),
)
NOT_RANDOM = FindingKind(
    code="mfa.secret-not-random",
    severity=Severity.WARNING,
    title=N_("The secret of “{name}” was not made by chance."),
    why=N_("Its bytes repeat or count up. Secrets like that are among the first to be tried."),
    harmless=(N_("It may be a test entry that guards nothing."),),
    how_to_check=N_("Is this an account you really use?"),
    do_first=(_ENROL_AGAIN, N_("If you run the service yourself, make secrets by chance, 20 bytes each.")),
)
UNREADABLE = FindingKind(
    code="mfa.secret-unreadable",
    severity=Severity.WARNING,
    title=N_("“{name}” has no secret that could be used."),
    why=N_("No app can make codes from it. With this entry alone you are locked out."),
    harmless=(N_("The phone may still hold the right one; only this copy may be damaged."),),
    how_to_check=N_("Does your phone show a code for it, and does the service accept it?"),
    do_first=(
        N_("Do not delete the entry on the phone."),
        N_("Set the authenticator up again while you are still signed in."),
    ),
)
SHARED = FindingKind(
    code="mfa.secret-shared",
    severity=Severity.WARNING,
    title=N_("“{name}” has the same secret as {others}."),
    why=N_("Secrets made by chance never meet. Whoever learns one of them has the others too."),
    harmless=(
        N_("It may be one account under two names, after a rename for example."),
        N_("Somebody may have set up several devices or mailboxes with one QR code on purpose."),
    ),
    how_to_check=N_("Do the entries belong to one account? Then one of them can go."),
    do_first=(N_("If they are different accounts, set up each again with a secret of its own."),),
)
TWICE = FindingKind(
    code="mfa.entry-twice",
    severity=Severity.INFO,
    title=N_("“{name}” stands there {copies} times."),
    why=N_("Copies do no harm, but they make it easy to delete the wrong one later."),
    harmless=(N_("It happens when an export is read in twice."),),
    how_to_check=N_("Do the copies show the same code?"),
    do_first=(N_("Keep one and delete the others."),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """RFC 4226 section 4, R6: "The length of the shared secret MUST be at least 128 bits. This document RECOMMENDs a
    shared secret length of 160 bits." Below 80 bits is below what any big service hands out.
    """  # noqa: D205 - the quotation wants its line

    least: int = 128
    advised: int = 160
    alarming: int = 80


POLICY: Final = Policy()
MOST_NAMED: Final = 5
"""How many other entries are named in one sentence."""


def judge(seen: MfaFacts, _snapshot: Snapshot) -> Iterator[Finding]:
    """Find one fault of the secret at a time; each entry may have several."""
    told: set[str] = set()
    for entry in seen.entries:
        if entry.secret_bits is None:
            if {Odd.SECRET_MISSING, Odd.SECRET_UNREADABLE} & set(entry.odd):
                yield _finding(UNREADABLE, entry)
            continue
        yield from _weak(entry, entry.secret_bits)
        if entry.same_as and entry.subject not in told:
            told.update(entry.same_as)
            others = entry.same_as[:MOST_NAMED] + ("…",) * (len(entry.same_as) > MOST_NAMED)
            yield _finding(SHARED, entry, others=others)
        if entry.copies > 1:
            yield _finding(TWICE, entry, copies=entry.copies)


def _weak(entry: OtpFacts, bits: int) -> Iterator[Finding]:
    if entry.is_printed:
        yield _finding(KNOWN, entry)
    elif entry.is_monotonous:
        yield _finding(NOT_RANDOM, entry)
    if bits < POLICY.least:
        severity = Severity.WARNING if bits < POLICY.alarming else None
        yield _finding(SHORT, entry, severity=severity, bits=bits, least=POLICY.least)
    elif bits < POLICY.advised:
        yield _finding(BELOW_ADVISED, entry, bits=bits, advised=POLICY.advised)


def _finding(
    kind: FindingKind, entry: OtpFacts, *, severity: Severity | None = None, **params: int | tuple[str, ...]
) -> Finding:
    return Finding(
        kind=kind,
        subject=entry.subject,
        params={"name": entry.subject, **params},
        evidence=(Evidence(label=N_("Authenticator entry"), value=entry.subject),),
        own_severity=severity,
    )


def part(snapshot: Snapshot) -> MfaFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.mfa


CHECK = Check(
    code="mfa.secret",
    title=N_("Secrets of the authenticator"),
    kinds=(SHORT, BELOW_ADVISED, KNOWN, NOT_RANDOM, UNREADABLE, SHARED, TWICE),
    part=part,
    judge=judge,
)
