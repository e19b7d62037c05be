"""Check whether each entry says which service it belongs to, and says it once."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.otp.facts import MfaFacts, OtpFacts
from sentwatch.core.phrase import N_
from sentwatch.core.snapshot import Snapshot

ISSUER_MISMATCH = FindingKind(
    code="mfa.issuer-mismatch",
    severity=Severity.NOTICE,
    title=N_("“{name}” names two services: {label} in front of the account, {issuer} as the issuer."),
    why=N_("Apps show one or the other. A QR code that claims to be from another service may not be what it seems."),
    harmless=(N_("A service may have changed its name, or write a long and a short one."),),
    how_to_check=N_("Does its code work at the service you think it is for?"),
    do_first=(N_("If you do not know where the QR code came from, set the authenticator up again."),),
)
ISSUER_MISSING = FindingKind(
    code="mfa.issuer-missing",
    severity=Severity.INFO,
    title=N_("“{name}” does not say which service it belongs to."),
    why=N_("In a list of many codes you may take the wrong one, or delete one you still need."),
    harmless=(N_("You may know it by the account alone."),),
    how_to_check=N_("Look at the entry in your app: would you recognise it in a year?"),
    do_first=(N_("Rename it in the app, with the name of the service first."),),
)


def judge(seen: MfaFacts, _snapshot: Snapshot) -> Iterator[Finding]:
    """Find entries with two names, and with none."""
    for entry in seen.entries:
        label, issuer = entry.label_issuer or "", entry.issuer
        if label and issuer and _plain(label) != _plain(issuer):
            yield _finding(ISSUER_MISMATCH, entry, label=label, issuer=issuer)
        elif not label and not issuer:
            yield _finding(ISSUER_MISSING, entry)


def _plain(name: str) -> str:
    return "".join(name.casefold().split())


def _finding(kind: FindingKind, entry: OtpFacts, **params: str) -> Finding:
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
    code="mfa.names",
    title=N_("Names in the authenticator"),
    kinds=(ISSUER_MISMATCH, ISSUER_MISSING),
    part=part,
    judge=judge,
)
