"""Check whether a domain says where its mail goes, and whether a filter service stands before all of it."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check
from sentwatch.core.domains import DomainFacts
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.mail_gateways import exchanger_hosts, gateway_of
from sentwatch.core.phrase import N_
from sentwatch.core.snapshot import Snapshot

MX_MISSING = FindingKind(
    code="domain.mx-missing",
    severity=Severity.NOTICE,
    title=N_("{domain} names no mail server (no MX record)."),
    why=N_("Mail to this domain may not arrive, and answers to your mail may be lost."),
    harmless=(N_("A domain that never receives mail needs no mail server."),),
    how_to_check=N_("Ask whoever runs the domain whether it should receive mail."),
    do_first=(N_("If it should, enter the MX records your mail provider names."),),
)
GATEWAY = FindingKind(
    code="domain.gateway-before-mx",
    severity=Severity.INFO,
    title=N_("Mail for {domain} first goes through the filter service {gateway}."),
    why=N_("It holds back junk and malware, and can read all mail; its log-in is worth as much as the mailboxes."),
    harmless=(N_("Many offices have one; nothing is wrong with it."),),
    how_to_check=N_("Ask whoever runs the domain whether this service is in use."),
    do_first=(N_("Turn MFA on for its management page, and let the mail server accept mail from it only."),),
)
BESIDE_GATEWAY = FindingKind(
    code="domain.mx-beside-gateway",
    severity=Severity.NOTICE,
    title=N_("Part of the mail for {domain} can go past its filter service {gateway}."),
    why=N_("Senders of fraud mail try every server a domain names, and take the one that does not filter."),
    harmless=(N_("During a move from one service to another both are named for some days."),),
    how_to_check=N_("Ask whoever runs the domain whether the other servers named here are still needed."),
    do_first=(N_("Remove them, and let the mail server accept mail from the filter service only."),),
)


def judge(seen: DomainFacts, _snapshot: Snapshot) -> Iterator[Finding] | Failed:
    """Find a domain without MX; a null MX (RFC 7505) is an answer, not a gap."""
    if isinstance(seen.exchangers, Failed):
        return seen.exchangers
    if not seen.exchangers:
        return iter((Finding(kind=MX_MISSING, subject=seen.domain, params={"domain": seen.domain}),))
    hosts = exchanger_hosts(seen.exchangers)
    gateways = {host: gateway_of(host) for host in hosts}
    named = tuple(dict.fromkeys(name for name in gateways.values() if name))
    return _find(seen.domain, gateways, named)


def _find(domain: str, gateways: dict[str, str | None], named: tuple[str, ...]) -> Iterator[Finding]:
    if named:
        yield Finding(kind=GATEWAY, subject=domain, params={"domain": domain, "gateway": named[0]})
    beside = tuple(host for host, name in gateways.items() if name is None)
    if named and beside:
        yield Finding(
            kind=BESIDE_GATEWAY,
            subject=domain,
            params={"domain": domain, "gateway": named[0]},
            evidence=(Evidence(label=N_("Other servers"), value=beside[:8]),),
        )


def part(snapshot: Snapshot) -> DomainFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.domain


CHECK = Check(
    code="domain.mx",
    title=N_("Mail servers of the domain"),
    kinds=(MX_MISSING, GATEWAY, BESIDE_GATEWAY),
    part=part,
    judge=judge,
)
