"""Check whether a domain asks senders for encrypted delivery (MTA-STS) and for reports about it (TLS-RPT)."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check
from sentwatch.core.domains import DomainFacts
from sentwatch.core.findings import Finding, FindingKind, Severity
from sentwatch.core.phrase import N_
from sentwatch.core.snapshot import Failed, NotChecked, Snapshot

_OPTIONAL = (N_("Many domains do without it. It is a later step, not an urgent one."),)
_ASK = N_("Ask your mail provider whether it offers this for your domain.")

MTA_STS_MISSING = FindingKind(
    code="domain.mta-sts-missing",
    severity=Severity.INFO,
    title=N_("{domain} does not ask senders to insist on encryption (no MTA-STS record)."),
    why=N_("Somebody between two mail servers could make them fall back to unencrypted delivery (RFC 8461)."),
    harmless=_OPTIONAL,
    how_to_check=_ASK,
    do_first=(N_("Finish SPF, DKIM and DMARC first; then set up MTA-STS in its testing mode."),),
)
TLS_RPT_MISSING = FindingKind(
    code="domain.tls-rpt-missing",
    severity=Severity.INFO,
    title=N_("{domain} does not ask for reports about failed encryption (no TLS-RPT record)."),
    why=N_("You would not learn of it if encrypted delivery to you failed (RFC 8460)."),
    harmless=_OPTIONAL,
    how_to_check=_ASK,
    do_first=(N_("Add a TLS-RPT record when you set up MTA-STS."),),
)


def judge(seen: DomainFacts, _snapshot: Snapshot) -> Iterator[Finding] | Failed:
    """Find a record that is not there; one we could not ask for is never missing."""
    for texts in (seen.mta_sts, seen.tls_rpt):
        if isinstance(texts, Failed):
            return texts
    return _find(seen)


def _find(seen: DomainFacts) -> Iterator[Finding]:
    looks = ((MTA_STS_MISSING, seen.mta_sts, "v=STSv1"), (TLS_RPT_MISSING, seen.tls_rpt, "v=TLSRPTv1"))
    for kind, texts, version in looks:
        records = () if isinstance(texts, Failed) else texts
        if sum(text.partition(";")[0].strip() == version for text in records) != 1:
            yield Finding(kind=kind, subject=seen.domain, params={"domain": seen.domain})


def part(snapshot: Snapshot) -> DomainFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.domain


CHECK = Check(
    code="domain.transport",
    title=N_("Encrypted delivery (MTA-STS and TLS-RPT)"),
    kinds=(MTA_STS_MISSING, TLS_RPT_MISSING),
    part=part,
    judge=judge,
)
