"""Use case: ask what DNS says about a domain, and judge it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sentwatch.core.checks import (
    domain_dkim,
    domain_dmarc,
    domain_dnssec,
    domain_mx,
    domain_spf,
    domain_transport,
)
from sentwatch.core.dmarc import is_dmarc, tree
from sentwatch.core.domains import DmarcFacts, DomainFacts, SelectorLook, SpfFacts, Texts
from sentwatch.core.report import Report
from sentwatch.core.snapshot import Failed, Snapshot
from sentwatch.core.spf import Ask, is_spf, walk_spf
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.dns import DnsPort
from sentwatch.service.reports import report_of_no_account

CHECKS = (
    domain_mx.CHECK,
    domain_spf.CHECK,
    domain_dkim.CHECK,
    domain_dmarc.CHECK,
    domain_transport.CHECK,
    domain_dnssec.CHECK,
)


@dataclass(frozen=True, slots=True)
class DomainLook:
    """Looks at domains through one DNS."""

    dns: DnsPort

    def collect(self, domain: str, *, selectors: Iterable[str], cancel: CancelToken) -> DomainFacts:
        """Ask for every record; one that could not be asked for is kept as such."""

        def ask(name: str, kind: str) -> Texts:
            try:
                return self.dns.ask(name, kind, cancel=cancel)
            except Trouble as trouble:
                return Failed(trouble)

        return DomainFacts(
            domain=domain,
            exchangers=ask(domain, "MX"),
            spf=_spf(domain, ask(domain, "TXT"), ask),
            dmarc=_dmarc(domain, ask),
            selectors=tuple(
                SelectorLook(selector=selector, records=ask(f"{selector}._domainkey.{domain}", "TXT"))
                for selector in selectors
            ),
            mta_sts=ask(f"_mta-sts.{domain}", "TXT"),
            tls_rpt=ask(f"_smtp._tls.{domain}", "TXT"),
            delegation_signers=ask(domain, "DS"),
        )

    def report(self, domain: str, *, selectors: Iterable[str], now: datetime, cancel: CancelToken) -> Report:
        """Collect and judge; the report belongs to no account."""
        facts = self.collect(domain, selectors=selectors, cancel=cancel)
        return report_of_no_account(CHECKS, Snapshot(taken_at=now, domain=facts), key=f"domain:{domain}")


def _spf(domain: str, texts: Texts, ask: Ask) -> SpfFacts | Failed:
    if isinstance(texts, Failed):
        return texts
    records = tuple(text for text in texts if is_spf(text))
    walk = walk_spf(domain, records[0], ask=ask) if len(records) == 1 else None
    return SpfFacts(records=records, walk=walk)


def _dmarc(domain: str, ask: Ask) -> DmarcFacts | Failed:
    for name in tree(domain):
        texts = ask(f"_dmarc.{name}", "TXT")
        if isinstance(texts, Failed):
            return texts
        records = tuple(text for text in texts if is_dmarc(text))
        if records:
            return DmarcFacts(records=records, found_at=name)
    return DmarcFacts(records=())
