"""Check whether a domain says where its mail goes."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check
from sentwatch.core.domains import DomainFacts
from sentwatch.core.findings import Finding, FindingKind, Severity
from sentwatch.core.phrase import N_
from sentwatch.core.snapshot import Failed, NotChecked, Snapshot

MX_MISSING = FindingKind(
    code="domain.mx-missing",
    severity=Severity.NOTICE,
    title=N_("{domain} names no mail server (no MX record)."),
    why=N_("Mail to this domain may not arrive, and answers to your mail may be lost."),
    harmless=(N_("A domain that never receives mail needs no mail server."),),
    how_to_check=N_("Ask whoever runs the domain whether it should receive mail."),
    do_first=(N_("If it should, enter the MX records your mail provider names."),),
)


def judge(seen: DomainFacts, _snapshot: Snapshot) -> Iterator[Finding] | Failed:
    """Find a domain without MX; a null MX (RFC 7505) is an answer, not a gap."""
    if isinstance(seen.exchangers, Failed):
        return seen.exchangers
    found = () if seen.exchangers else (Finding(kind=MX_MISSING, subject=seen.domain, params={"domain": seen.domain}),)
    return iter(found)


def part(snapshot: Snapshot) -> DomainFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.domain


CHECK = Check(code="domain.mx", title=N_("Mail servers of the domain"), kinds=(MX_MISSING,), part=part, judge=judge)
