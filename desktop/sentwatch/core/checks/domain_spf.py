"""Check whether a domain says which servers may send its mail (SPF), and says it so that receivers understand."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check, Checked
from sentwatch.core.domains import DomainFacts, SpfFacts
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, Params, Phrase, phrase
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.spf import MAX_LOOKUPS, MAX_VOID_LOOKUPS, SpfWalk

_NOT_A_LOCK = N_("SPF makes forging harder. It does not stop somebody who sends from your real mailbox.")
_ASK = N_("Show this to whoever runs the domain, and compare it with what your mail provider's help page says.")


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
    "domain.spf-missing",
    Severity.WARNING,
    N_("{domain} does not say which servers may send its mail (no SPF record)."),
    N_("Receivers cannot tell your mail from forged mail by this sign, and may put yours into junk."),
    N_("Enter the SPF record your mail provider names."),
)
MULTIPLE = _kind(
    "domain.spf-multiple",
    Severity.WARNING,
    N_("{domain} has {count} SPF records; only one is allowed."),
    N_("With more than one, receivers treat SPF as broken (RFC 7208, section 4.5)."),
    N_("Join the records into one and remove the others."),
)
BROKEN = _kind(
    "domain.spf-broken",
    Severity.WARNING,
    N_("The SPF record of {domain} holds something receivers cannot use."),
    N_("A term that cannot be read, or an include without a record, makes receivers treat SPF as broken."),
    N_("Correct or remove the terms shown here."),
)
ALLOWS_ALL = _kind(
    "domain.spf-allows-all",
    Severity.WARNING,
    N_("The SPF record of {domain} lets every server in the world send its mail."),
    N_("With “+all”, forged mail passes as yours."),
    N_("End the record with “-all” or “~all”."),
)
UNDECIDED = _kind(
    "domain.spf-undecided",
    Severity.NOTICE,
    N_("The SPF record of {domain} does not say what to do with mail from other servers."),
    N_("With “?all”, or without “all”, receivers learn nothing about forged mail."),
    N_("End the record with “~all”, and with “-all” when all your senders are listed."),
)
TOO_MANY = _kind(
    "domain.spf-too-many-lookups",
    Severity.WARNING,
    N_("The SPF record of {domain} needs {count} look-ups; receivers stop after {limit}."),
    N_("Beyond the limit receivers treat SPF as broken (RFC 7208, section 4.6.4)."),
    N_("Remove includes of services you no longer use."),
)
VOID = _kind(
    "domain.spf-void-lookups",
    Severity.NOTICE,
    N_("The SPF record of {domain} names {count} names that do not exist; receivers may stop after {limit}."),
    N_("Receivers may treat SPF as broken then (RFC 7208, section 4.6.4). Somebody else could register a free name."),
    N_("Remove the names that no longer exist."),
)


def judge(seen: DomainFacts, _snapshot: Snapshot) -> Iterator[Finding] | Checked | Failed:
    """Find what is wrong with the domain's SPF; counts are told as lower bounds where we could not see all."""
    if isinstance(seen.spf, Failed):
        return seen.spf
    limits: tuple[Phrase, ...] = ()
    if seen.spf.walk is not None and seen.spf.walk.unseen:
        limits = (phrase(N_("Some included records could not be looked at: {names}"), names=seen.spf.walk.unseen),)
    return Checked(findings=tuple(_find(seen.domain, seen.spf)), limits=limits)


def _find(domain: str, spf: SpfFacts) -> Iterator[Finding]:
    evidence = tuple(Evidence(label=N_("Record"), value=text[:500]) for text in spf.records[:4])
    if not spf.records:
        yield Finding(kind=MISSING, subject=domain, params={"domain": domain})
    elif spf.walk is None:
        yield Finding(
            kind=MULTIPLE, subject=domain, params={"domain": domain, "count": len(spf.records)}, evidence=evidence
        )
    else:
        yield from _find_on_the_way(domain, spf.walk, evidence)


def _find_on_the_way(domain: str, walk: SpfWalk, evidence: tuple[Evidence, ...]) -> Iterator[Finding]:
    params = {"domain": domain}
    if walk.broken:
        terms = (Evidence(label=N_("Cannot be used"), value=walk.broken),)
        yield Finding(kind=BROKEN, subject=domain, params=params, evidence=evidence + terms)
    if walk.all_qualifier == "+":
        yield Finding(kind=ALLOWS_ALL, subject=domain, params=params, evidence=evidence)
    elif walk.all_qualifier == "?" or (walk.all_qualifier is None and not walk.unseen and not walk.broken):
        yield Finding(kind=UNDECIDED, subject=domain, params=params, evidence=evidence)
    if walk.lookups > MAX_LOOKUPS:
        counted: Params = {"domain": domain, "count": walk.lookups, "limit": MAX_LOOKUPS}
        yield Finding(kind=TOO_MANY, subject=domain, params=counted, evidence=evidence)
    if walk.voids > MAX_VOID_LOOKUPS:
        counted = {"domain": domain, "count": walk.voids, "limit": MAX_VOID_LOOKUPS}
        yield Finding(kind=VOID, subject=domain, params=counted, evidence=evidence)


def part(snapshot: Snapshot) -> DomainFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.domain


CHECK = Check(
    code="domain.spf",
    title=N_("Servers allowed to send (SPF)"),
    kinds=(MISSING, MULTIPLE, BROKEN, ALLOWS_ALL, UNDECIDED, TOO_MANY, VOID),
    part=part,
    judge=judge,
)
