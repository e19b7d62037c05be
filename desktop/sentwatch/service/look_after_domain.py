"""Use case: look at a domain of the user's own with all that is known about it, and remember what was seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sentwatch.core.accounts import Account
from sentwatch.core.checks import KINDS_OF, domain_dmarc_reports, domain_lookalikes
from sentwatch.core.dmarc_reports import DmarcReportFacts, about, day_of
from sentwatch.core.domain_seen import DomainSeen, domain_seen
from sentwatch.core.domains import DmarcFacts, DomainFacts, LookalikeLook, SpfFacts
from sentwatch.core.lookalikes_seen import LookalikesSeen, lookalikes_seen
from sentwatch.core.looks import Failed
from sentwatch.core.report import Report
from sentwatch.core.reports_seen import ReportsSeen, reports_seen
from sentwatch.core.snapshot import Snapshot
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.progress import Progress, silent
from sentwatch.service.domain import DomainLook
from sentwatch.service.own_domains import key_of
from sentwatch.service.remember import remembered
from sentwatch.service.report_box import ReportBox
from sentwatch.service.reports import report_of_no_account
from sentwatch.service.sent_counts import sent_counts
from sentwatch.store.account_store import AccountStore
from sentwatch.store.findings import Findings
from sentwatch.store.kept import Kept

_SEEN: Final = "domain.seen"
_REPORTS: Final = "domain.reports-seen"
_LOOKALIKES: Final = "domain.lookalikes-seen"
MAX_SELECTORS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainMemory:
    """What is remembered of one domain beside its findings."""

    seen: DomainSeen | None = None
    reports: ReportsSeen | None = None
    lookalikes: LookalikesSeen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAfterDomain:
    """Looks, judges and remembers. `accounts` are those of a domain, `kept` and `findings` what belongs to a key."""

    look: DomainLook
    box: ReportBox
    accounts: Callable[[str], tuple[Account, ...]]
    store: Callable[[str], AccountStore]
    kept: Callable[[str], Kept]
    findings: Callable[[str], Findings]
    clock: Clock

    def memory(self, domain: str) -> DomainMemory:
        """What earlier looks have seen."""
        kept = self.kept(key_of(domain))
        return DomainMemory(
            seen=kept.get(_SEEN, DomainSeen),
            reports=kept.get(_REPORTS, ReportsSeen),
            lookalikes=kept.get(_LOOKALIKES, LookalikesSeen),
        )

    def run(self, domain: str, *, cancel: CancelToken, progress: Progress = silent) -> Report:
        """Ask DNS, read the reports, judge, and remember."""
        now = self.clock.now()
        reports = self._reports(domain, now=now, cancel=cancel, progress=progress)
        facts = self.look.collect(domain, selectors=self._selectors(domain), cancel=cancel, reports=reports)
        report = self.look.judged(facts, now=now)
        kept = self.kept(key_of(domain))
        kept.put(_SEEN, domain_seen(facts, at=now, before=kept.get(_SEEN, DomainSeen)))
        self._keep_reports(domain, reports, now=now)
        return remembered(report, self.findings(report.account_key))

    def read_reports(self, domain: str, *, cancel: CancelToken, progress: Progress = silent) -> Report:
        """Read and judge the reports alone; nobody is asked. Where none are wanted any more, they are forgotten."""
        now = self.clock.now()
        reports = self._reports(domain, now=now, cancel=cancel, progress=progress)
        if reports is None:
            self._forget_reports(domain)
        self._keep_reports(domain, reports, now=now)
        facts = replace(_nothing(domain), reports=reports)
        report = report_of_no_account(
            (domain_dmarc_reports.CHECK,), Snapshot(taken_at=now, domain=facts), key=key_of(domain)
        )
        return remembered(report, self.findings(report.account_key))

    def look_for_lookalikes(self, domain: str, *, cancel: CancelToken, progress: Progress = silent) -> Report:
        """Ask for names that look alike, judge, and remember. Only on request: it costs some 200 questions."""
        looks = self.look.lookalikes(domain, cancel=cancel, progress=progress)
        now = self.clock.now()
        self._keep_lookalikes(domain, looks, now=now)
        facts = replace(_nothing(domain), lookalikes=looks)
        report = report_of_no_account(
            (domain_lookalikes.CHECK,), Snapshot(taken_at=now, domain=facts), key=key_of(domain)
        )
        return remembered(report, self.findings(report.account_key))

    def _selectors(self, domain: str) -> tuple[str, ...]:
        ending = f"._domainkey.{domain}"
        names = [
            name.removesuffix(ending)
            for account in self.accounts(domain)
            for name in self.store(account.id).ledger.selectors()
            if name.endswith(ending)
        ]
        return tuple(dict.fromkeys(names))[:MAX_SELECTORS]

    def _reports(
        self, domain: str, *, now: datetime, cancel: CancelToken, progress: Progress
    ) -> DmarcReportFacts | Failed | None:
        facts = self.box.read(now=now, cancel=cancel, progress=progress)
        if not isinstance(facts, DmarcReportFacts):
            return facts
        days = sorted(day_of(report) for report in about(facts.reports, domain))
        if not days:
            return facts
        sent = sent_counts(self.accounts(domain), self.store, first=days[0], last=days[-1])
        return facts if sent is None else replace(facts, ledger=sent.counts, covered=sent.covered)

    def _keep_reports(self, domain: str, reports: DmarcReportFacts | Failed | None, *, now: datetime) -> None:
        if isinstance(reports, DmarcReportFacts):
            self.kept(key_of(domain)).put(_REPORTS, reports_seen(domain, reports, read_at=now))

    def _forget_reports(self, domain: str) -> None:
        check = domain_dmarc_reports.CHECK
        self.findings(key_of(domain)).forget(check.code, KINDS_OF[check.code])
        self.kept(key_of(domain)).remove(_REPORTS)

    def _keep_lookalikes(self, domain: str, looks: Sequence[LookalikeLook], *, now: datetime) -> None:
        self.kept(key_of(domain)).put(_LOOKALIKES, lookalikes_seen(looks, at=now))


def _nothing(domain: str) -> DomainFacts:
    """Facts of a look that asks for one matter only."""
    return DomainFacts(
        domain=domain,
        exchangers=(),
        spf=SpfFacts(records=()),
        dmarc=DmarcFacts(records=()),
        selectors=(),
        mta_sts=(),
        tls_rpt=(),
        delegation_signers=(),
    )
