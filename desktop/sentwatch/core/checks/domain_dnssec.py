"""Check whether a domain's records are signed (DNSSEC)."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check
from sentwatch.core.domains import DomainFacts
from sentwatch.core.findings import Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_
from sentwatch.core.snapshot import Snapshot

DNSSEC_MISSING = FindingKind(
    code="domain.dnssec-missing",
    severity=Severity.INFO,
    title=N_("We saw no DNSSEC signature for {domain} (no DS record)."),
    why=N_("Without it, false answers about where your mail goes are harder to notice."),
    harmless=(N_("Most domains are not signed. A name below another domain has no DS record of its own."),),
    how_to_check=N_("Look for “DNSSEC” on the pages of the company where the domain is registered."),
    do_first=(N_("Switch it on there if it is offered; first protect the log-in to that company with MFA."),),
)


def judge(seen: DomainFacts, _snapshot: Snapshot) -> Iterator[Finding] | Failed:
    """Find a domain without a DS record at its parent."""
    if isinstance(seen.delegation_signers, Failed):
        return seen.delegation_signers
    found = Finding(kind=DNSSEC_MISSING, subject=seen.domain, params={"domain": seen.domain})
    return iter(() if seen.delegation_signers else (found,))


def part(snapshot: Snapshot) -> DomainFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.domain


CHECK = Check(
    code="domain.dnssec", title=N_("Signed records (DNSSEC)"), kinds=(DNSSEC_MISSING,), part=part, judge=judge
)
