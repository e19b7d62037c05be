"""Use case: ask what DNS says about a domain, and judge it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sentwatch.core.checks import (
    domain_dkim,
    domain_dmarc,
    domain_dmarc_reports,
    domain_dnssec,
    domain_lookalikes,
    domain_mx,
    domain_spf,
    domain_transport,
)
from sentwatch.core.dmarc import is_dmarc, speaking_for, tree
from sentwatch.core.dmarc_reports import DmarcReportFacts
from sentwatch.core.domains import (
    DmarcFacts,
    DomainFacts,
    LookalikeLook,
    SelectorLook,
    SpfFacts,
    StsFile,
    Texts,
)
from sentwatch.core.lookalikes import lookalikes
from sentwatch.core.looks import Failed
from sentwatch.core.mta_sts import is_sts_record
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.report import Report
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.spf import Ask, SpfWalk, is_spf, walk_spf
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.dns import DnsPort
from sentwatch.ports.mta_sts import MtaStsPort
from sentwatch.ports.progress import Progress, Step, silent
from sentwatch.service.own_domains import key_of
from sentwatch.service.reports import report_of_no_account

CHECKS = (
    domain_mx.CHECK,
    domain_spf.CHECK,
    domain_dkim.CHECK,
    domain_dmarc.CHECK,
    domain_dmarc_reports.CHECK,
    domain_transport.CHECK,
    domain_dnssec.CHECK,
    domain_lookalikes.CHECK,
)


@dataclass(frozen=True, slots=True)
class DomainLook:
    """Looks at domains through one DNS. `policies` reads MTA-STS files; without it they are not looked at."""

    dns: DnsPort
    policies: MtaStsPort | None = None

    def collect(
        self,
        domain: str,
        *,
        selectors: Iterable[str],
        cancel: CancelToken,
        reports: DmarcReportFacts | Failed | None = None,
        with_lookalikes: bool = False,
    ) -> DomainFacts:
        """Ask for every record; one that could not be asked for is kept as such.

        `reports` are handed through to be judged; look-alike names cost some 200 questions and are asked for only
        on request.
        """

        def ask(name: str, kind: str) -> Texts:
            return self._ask(name, kind, cancel=cancel)

        mta_sts = ask(f"_mta-sts.{domain}", "TXT")
        return DomainFacts(
            domain=domain,
            exchangers=ask(domain, "MX"),
            spf=_spf(domain, ask(domain, "TXT"), ask),
            dmarc=_dmarc(domain, ask),
            selectors=tuple(
                SelectorLook(selector=selector, records=ask(f"{selector}._domainkey.{domain}", "TXT"))
                for selector in selectors
            ),
            mta_sts=mta_sts,
            tls_rpt=ask(f"_smtp._tls.{domain}", "TXT"),
            delegation_signers=ask(domain, "DS"),
            sts_file=self._sts_file(domain, mta_sts, cancel=cancel),
            reports=reports,
            lookalikes=self.lookalikes(domain, cancel=cancel) if with_lookalikes else None,
            name_servers=ask(domain, "NS"),
        )

    def report(
        self,
        domain: str,
        *,
        selectors: Iterable[str],
        now: datetime,
        cancel: CancelToken,
        reports: DmarcReportFacts | Failed | None = None,
        with_lookalikes: bool = False,
    ) -> Report:
        """Collect and judge; the report belongs to no account."""
        facts = self.collect(
            domain, selectors=selectors, cancel=cancel, reports=reports, with_lookalikes=with_lookalikes
        )
        return self.judged(facts, now=now)

    @staticmethod
    def judged(facts: DomainFacts, *, now: datetime) -> Report:
        """The report of what was seen; it belongs to no account."""
        return report_of_no_account(CHECKS, Snapshot(taken_at=now, domain=facts), key=key_of(facts.domain))

    def lookalikes(self, domain: str, *, cancel: CancelToken, progress: Progress = silent) -> tuple[LookalikeLook, ...]:
        """Ask for each name that looks alike, one after the other."""
        names = lookalikes(domain)
        found: list[LookalikeLook] = []
        for number, name in enumerate(names):
            progress(Step(what=phrase(N_("Asking for {name}"), name=name.shown), done=number, total=len(names)))
            found.append(
                LookalikeLook(
                    name=name,
                    addresses=self._ask(name.domain, "A", cancel=cancel),
                    exchangers=self._ask(name.domain, "MX", cancel=cancel),
                )
            )
        return tuple(found)

    def walk_spf(self, domain: str, text: str, *, cancel: CancelToken) -> SpfWalk:
        """Go through a record as receivers would if it stood at the domain."""
        return walk_spf(domain, text, ask=lambda name, kind: self._ask(name, kind, cancel=cancel))

    def _ask(self, name: str, kind: str, *, cancel: CancelToken) -> Texts:
        try:
            return self.dns.ask(name, kind, cancel=cancel)
        except Trouble as trouble:
            return Failed(trouble)

    def _sts_file(self, domain: str, records: Texts, *, cancel: CancelToken) -> StsFile | Failed | None:
        if self.policies is None or isinstance(records, Failed) or not any(is_sts_record(text) for text in records):
            return None
        try:
            return StsFile(text=self.policies.policy(domain, cancel=cancel))
        except Trouble as trouble:
            return Failed(trouble)


def _spf(domain: str, texts: Texts, ask: Ask) -> SpfFacts | Failed:
    if isinstance(texts, Failed):
        return texts
    records = tuple(text for text in texts if is_spf(text))
    walk = walk_spf(domain, records[0], ask=ask) if len(records) == 1 else None
    return SpfFacts(records=records, walk=walk)


def _dmarc(domain: str, ask: Ask) -> DmarcFacts | Failed:
    found: list[tuple[str, tuple[str, ...]]] = []
    for name in tree(domain):
        texts = ask(f"_dmarc.{name}", "TXT")
        if isinstance(texts, Failed):
            return texts
        records = tuple(text for text in texts if is_dmarc(text))
        found.append((name, records))
        if name == domain and records:
            break
    speaking = speaking_for(domain, found)
    return DmarcFacts(records=speaking.records, found_at=speaking.found_at)
