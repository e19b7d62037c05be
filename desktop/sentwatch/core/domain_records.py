"""Writes the records of a mail domain, and the path on which they are made stricter step by step."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sentwatch.core.dmarc import DmarcPolicy, restaged, staged_record
from sentwatch.core.mta_sts import StsMode
from sentwatch.core.names import is_dns_name
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.spf import ASKING, MAX_LOOKUPS, read_terms


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsRecord:
    """One record to be entered: its name, its kind, and its text."""

    name: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step of the path: what to enter, why, how long to stay, and what to look at before going on."""

    title: str
    why: str
    records: tuple[DnsRecord, ...]
    files: tuple[tuple[str, str], ...] = ()
    stay_days: int = 0
    before_next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Senders:
    """Who sends for the domain: services by their include names, own servers by address or name, its own MX hosts.

    `others` are terms of the present record that are kept as they stand.
    """

    includes: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    own_exchangers: bool = False
    others: tuple[str, ...] = ()


class RecordUnfit(Exception):  # noqa: N818 - caught where a record is composed, told in words
    """The record cannot be written like this, and why."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason.text)
        self.reason = reason


def spf_record(senders: Senders, *, closing: str = "~all") -> str:
    """Write an SPF record. Raises RecordUnfit for names and addresses that are none, and for too many look-ups."""
    if closing not in {"-all", "~all", "?all"}:
        raise RecordUnfit(phrase(N_("An SPF record ends with -all, ~all or ?all.")))
    terms: list[str] = ["mx"] if senders.own_exchangers else []
    for address in senders.addresses:
        try:
            network = ipaddress.ip_network(address.strip(), strict=False)
        except ValueError:
            raise RecordUnfit(phrase(N_("“{value}” is no IP address."), value=address[:80])) from None
        is_single = network.prefixlen == network.max_prefixlen
        terms.append(f"ip{network.version}:{network.network_address if is_single else network}")
    for kind, names in (("a", senders.hosts), ("include", senders.includes)):
        for name in names:
            if not is_dns_name(name):
                raise RecordUnfit(phrase(N_("“{name}” is not a domain name."), name=name[:100]))
            terms.append(f"{kind}:{name.lower().rstrip('.')}")
    terms += senders.others
    if sum(term.name in ASKING for term in read_terms(" ".join(("v=spf1", *dict.fromkeys(terms))))) > MAX_LOOKUPS:
        raise RecordUnfit(phrase(N_("Receivers stop after {limit} look-ups; name fewer services."), limit=MAX_LOOKUPS))
    # A domain that sends nothing says so strictly.
    return " ".join(("v=spf1", *dict.fromkeys(terms), closing if terms else "-all"))


def sts_policy(mode: StsMode, exchangers: Sequence[str], *, max_age_s: int) -> str:
    """Write a policy file for https://mta-sts.DOMAIN/.well-known/mta-sts.txt; lines end as RFC 8461 asks (CRLF)."""
    lines = ["version: STSv1", f"mode: {mode.value}", *(f"mx: {host}" for host in exchangers), f"max_age: {max_age_s}"]
    return "".join(f"{line}\r\n" for line in lines)


def sts_record(domain: str, version: str) -> DnsRecord:
    """Write the TXT record; `version` is a new word of letters and digits whenever the policy file changes."""
    return DnsRecord(name=f"_mta-sts.{domain}", kind="TXT", value=f"v=STSv1; id={version}")


def tls_rpt_record(domain: str, reports_to: str) -> DnsRecord:
    """Write the record that asks for reports about failed encryption (RFC 8460)."""
    return DnsRecord(name=f"_smtp._tls.{domain}", kind="TXT", value=f"v=TLSRPTv1; rua=mailto:{reports_to}")


_DAY_S: Final = 86_400
_READ_REPORTS: Final = N_("Read the reports: every sender you know passes, and what fails is not yours.")


def staged_path(
    domain: str,
    senders: Senders,
    *,
    reports_to: str,
    exchangers: Sequence[str],
    version: str,
    closing: str = "~all",
    dmarc_now: str | None = None,
) -> tuple[Stage, ...]:
    """Return the whole path, from looking to refusing; each stage can be taken back by entering the one before.

    `version` is a word for the MTA-STS id, usually the date of writing ("20261124"). `closing` ends the first SPF
    record: one that is strict already is not weakened. What the DMARC record of now says beside its policy is kept.
    """

    def txt(name: str, value: str) -> DnsRecord:
        return DnsRecord(name=name, kind="TXT", value=value)

    def dmarc(policy: DmarcPolicy) -> DnsRecord:
        value = staged_record(policy, (reports_to,)) if dmarc_now is None else restaged(dmarc_now, policy, reports_to)
        return txt(f"_dmarc.{domain}", value)

    def sts(mode: StsMode, days: int) -> tuple[tuple[str, str], ...]:
        page = f"https://mta-sts.{domain}/.well-known/mta-sts.txt"
        return ((page, sts_policy(mode, exchangers, max_age_s=days * _DAY_S)),)

    return (
        Stage(
            title=N_("Look: say who sends, and ask for reports"),
            why=N_("Nothing is held back yet. The reports show who sends in your name."),
            records=(
                txt(domain, spf_record(senders, closing=closing)),
                dmarc(DmarcPolicy.NONE),
                tls_rpt_record(domain, reports_to),
            ),
            stay_days=28,
            before_next=_READ_REPORTS,
        ),
        Stage(
            title=N_("Hold back: forged mail goes into junk"),
            why=N_("If a sender was forgotten, its mail is found in junk and not lost."),
            records=(dmarc(DmarcPolicy.QUARANTINE),),
            stay_days=28,
            before_next=_READ_REPORTS,
        ),
        Stage(
            title=N_("Refuse: forged mail is not accepted"),
            why=N_("The strictest stage. It stops forged mail and does not stop somebody in your real mailbox."),
            records=(txt(domain, spf_record(senders, closing="-all")), dmarc(DmarcPolicy.REJECT)),
            stay_days=28,
            before_next=_READ_REPORTS,
        ),
        Stage(
            title=N_("Try encrypted delivery (MTA-STS, testing)"),
            why=N_("Senders report what would fail and deliver all the same."),
            records=(sts_record(domain, f"{version}a"),),
            files=sts(StsMode.TESTING, 7),
            stay_days=14,
            before_next=N_("Read the TLS reports: no delivery failed."),
        ),
        Stage(
            title=N_("Insist on encrypted delivery (MTA-STS, enforce)"),
            why=N_("Senders no longer deliver without encryption. A change of mail servers needs a new policy first."),
            records=(sts_record(domain, f"{version}b"),),
            files=sts(StsMode.ENFORCE, 28),
        ),
    )
