"""Check whether the certificate of the account's own mail server is about to end, or at its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sentwatch.core.check import Check, Checked
from sentwatch.core.connection import Certificate, ConnectionPosture
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

CERTIFICATE_EXPIRES_SOON = FindingKind(
    code="connection.certificate-expires-soon",
    severity=Severity.NOTICE,
    title=N_("The certificate of {host} ends on {ends_at:date}."),
    why=N_(
        "After that day mail programs warn or refuse to connect, and people learn to click such warnings away: the "
        "very habit a forged server needs."
    ),
    harmless=(N_("Renewal is usually automatic and may simply happen later this week."),),
    how_to_check=N_("Look again in a few days: if the date has moved, it was renewed."),
    do_first=(
        N_("If the server is your own or your office's, tell whoever looks after it."),
        N_("When a warning appears, do not accept the certificate; wait or ask the provider."),
    ),
)
CERTIFICATE_EXPIRED = FindingKind(
    code="connection.certificate-expired",
    severity=Severity.WARNING,
    title=N_("The certificate of {host} ended on {ends_at:date}."),
    why=N_(
        "Without a valid certificate nobody can tell the real server from a forged one, so Sentwatch does not sign in."
    ),
    harmless=(
        N_("The provider may have forgotten to renew it."),
        N_("The clock of this computer may be wrong."),
    ),
    how_to_check=N_("Check date and time of this computer, then the provider's status page."),
    do_first=(
        N_("Do not accept the certificate in any mail program."),
        N_("Tell the provider or whoever looks after the server."),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When to speak up.

    Let's Encrypt advises to renew at two thirds of the lifetime, 30 days before the end of 90 (integration guide);
    half of that left is late. Certificates of days (its six-day profile) are judged by their lifetime alone.
    """

    soon: timedelta = timedelta(days=14)
    late_part: float = 1 / 6


POLICY: Final = Policy()


def judge(seen: ConnectionPosture, snapshot: Snapshot) -> Iterator[Finding] | Checked:
    """Find a certificate that ends soon or has ended; say it where none could be read."""
    if seen.certificate is None:
        return Checked(limits=(phrase(N_("The certificate of {host} could not be read."), host=seen.host),))
    return _find(seen, seen.certificate, snapshot)


def _find(seen: ConnectionPosture, certificate: Certificate, snapshot: Snapshot) -> Iterator[Finding]:
    left = certificate.not_after - snapshot.taken_at
    lifetime = certificate.not_after - certificate.not_before
    if left <= timedelta(0):
        kind = CERTIFICATE_EXPIRED
    elif left < min(POLICY.soon, lifetime * POLICY.late_part):
        kind = CERTIFICATE_EXPIRES_SOON
    else:
        return
    yield Finding(
        kind=kind,
        subject=f"{seen.host}:{seen.port}",
        params={"host": seen.host, "ends_at": certificate.not_after},
        evidence=(
            Evidence(label=N_("Issued by"), value=certificate.issuer),
            Evidence(label=N_("Valid until"), value=certificate.not_after),
        ),
    )


def part(snapshot: Snapshot) -> ConnectionPosture | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.connection


CHECK = Check(
    code="connection.certificate-expires-soon",
    title=N_("Certificate of the mail server"),
    kinds=(CERTIFICATE_EXPIRES_SOON, CERTIFICATE_EXPIRED),
    part=part,
    judge=judge,
)
