"""Check what a domain asks receivers to do with forged mail (DMARC, RFC 9989)."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check
from sentwatch.core.dmarc import DmarcPolicy, next_stage, read_dmarc, staged_record
from sentwatch.core.domains import DmarcFacts, DomainFacts
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, Params
from sentwatch.core.snapshot import Snapshot

_NOT_A_LOCK = N_(
    "Even the strictest DMARC policy does not stop a real takeover: mail sent from your own mailbox passes it."
)
_ASK = N_("Show this to whoever runs the domain. Read the reports for a few weeks before each stricter stage.")


def _kind(code: str, severity: Severity, title: str, why: str, do_first: str) -> FindingKind:
    return FindingKind(
        code=code,
        severity=severity,
        title=title,
        why=why,
        harmless=(_NOT_A_LOCK,),
        how_to_check=_ASK,
        do_first=(do_first,),
    )


MISSING = _kind(
    "domain.dmarc-missing",
    Severity.WARNING,
    N_("{domain} has no DMARC record."),
    N_("Receivers are not told what to do with forged mail, and you get no reports about it."),
    N_("Begin with reports only, and add an address for them: {record}"),
)
NONE = _kind(
    "domain.dmarc-none",
    Severity.NOTICE,
    N_("The DMARC policy for {domain} is “none”: forged mail is reported at most, not held back."),
    N_("This is the right first stage, and not meant as the last one."),
    N_("When the reports show only your own senders, go on to: {record}"),
)
MULTIPLE = _kind(
    "domain.dmarc-multiple",
    Severity.WARNING,
    N_("{domain} has {count} DMARC records; only one is allowed."),
    N_("With more than one, receivers use none of them (RFC 9989)."),
    N_("Keep one record and remove the others."),
)
BROKEN = _kind(
    "domain.dmarc-broken",
    Severity.WARNING,
    N_("The DMARC record for {domain} cannot be read."),
    N_("Receivers act as if there were none."),
    N_("Write it anew, for example: {record}"),
)
TESTING = _kind(
    "domain.dmarc-test-mode",
    Severity.NOTICE,
    N_("The DMARC record for {domain} says that it is only a test (t=y)."),
    N_("Receivers apply a weaker policy than the one written."),
    N_("Remove “t=y” when the reports show only your own senders."),
)


def judge(seen: DomainFacts, _snapshot: Snapshot) -> Iterator[Finding] | Failed:
    """Find a missing, broken or weak policy."""
    if isinstance(seen.dmarc, Failed):
        return seen.dmarc
    return _find(seen.domain, seen.dmarc)


def _find(domain: str, facts: DmarcFacts) -> Iterator[Finding]:
    evidence = tuple(Evidence(label=N_("Record"), value=text[:500]) for text in facts.records[:4])
    first = {"domain": domain, "record": staged_record(DmarcPolicy.NONE)}
    if not facts.records:
        yield Finding(kind=MISSING, subject=domain, params=first)
        return
    if len(facts.records) > 1:
        params: Params = {"domain": domain, "count": len(facts.records)}
        yield Finding(kind=MULTIPLE, subject=domain, params=params, evidence=evidence)
        return
    record = read_dmarc(facts.records[0])
    if record is None:
        yield Finding(kind=BROKEN, subject=domain, params=first, evidence=evidence)
        return
    # A record found higher up in the tree speaks for its subdomains by sp.
    policy = record.policy if facts.found_at == domain else record.subdomain_policy
    stricter = next_stage(policy)
    if policy is DmarcPolicy.NONE and stricter is not None:
        params = {"domain": domain, "record": staged_record(stricter)}
        yield Finding(kind=NONE, subject=domain, params=params, evidence=evidence)
    elif record.is_testing:
        yield Finding(kind=TESTING, subject=domain, params={"domain": domain}, evidence=evidence)


def part(snapshot: Snapshot) -> DomainFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.domain


CHECK = Check(
    code="domain.dmarc",
    title=N_("What happens to forged mail (DMARC)"),
    kinds=(MISSING, NONE, MULTIPLE, BROKEN, TESTING),
    part=part,
    judge=judge,
)
