"""Use case: what is known of everything that was ever looked at, as if it had been looked at just now."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from sentwatch.core.accounts import Account
from sentwatch.core.checks import KINDS_OF
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.report import CheckResult, Report, ReportedFinding, Status, kinds_unseen
from sentwatch.service.remember import last_looks
from sentwatch.store.findings import Findings


@dataclass(slots=True)
class LastReports:
    """Reports put together from the store, and from what the reports of this process say beyond it.

    The store keeps how each check ended, and what is there; what has just gone and what exactly failed is only
    remembered while the process lives. May be asked from any thread.
    """

    keys: Callable[[], Iterable[str]]
    findings: Callable[[str], Findings]
    _fresh: dict[str, Report] = field(default_factory=dict, init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def take(self, report: Report) -> None:
        """Remember a report of this process."""
        with self._lock:
            before = self._fresh.get(report.account_key)
            self._fresh[report.account_key] = report if before is None else _together(before, report)

    def forget(self, key: str) -> None:
        """Forget what belonged to a key."""
        with self._lock:
            self._fresh.pop(key, None)

    def all(self, accounts: Iterable[Account]) -> tuple[Report, ...]:
        """One report for each key: those of the accounts first, in their order."""
        by_key = {account.id: account for account in accounts}
        known = set(self.keys())
        ordered = [*(key for key in by_key if key in known), *sorted(known - by_key.keys())]
        return tuple(report for key in ordered if (report := self._report(key, by_key.get(key))) is not None)

    def _report(self, key: str, account: Account | None) -> Report | None:
        findings = self.findings(key)
        looks = tuple(last_looks((findings,)))
        if not looks:
            return None
        results = tuple(look.result for look in looks)
        unseen = kinds_unseen(results, KINDS_OF)
        kept = Report(
            account_key=key,
            account=account.address if account is not None else None,
            role=account.role if account is not None else None,
            taken_at=max(look.at for look in looks),
            results=results,
            findings=tuple(
                ReportedFinding(
                    finding=one.finding,
                    status=Status.EARLIER if one.finding.kind.code in unseen else Status.STILL,
                    first_seen=one.first_seen,
                )
                for one in sorted(findings.known().values(), key=lambda one: -one.finding.severity)
            ),
            time_zone=account.time_zone if account is not None else None,
        )
        with self._lock:
            fresh = self._fresh.get(key)
        return kept if fresh is None else _retold(kept, fresh)


def _together(before: Report, now: Report) -> Report:
    """A later report may have looked at less: what it did not look at stays as it was said."""
    looked = {result.code for result in now.results}
    said = {one.finding.key for one in now.findings}
    return replace(
        now,
        results=(*(result for result in before.results if result.code not in looked), *now.results),
        findings=(*(one for one in before.findings if one.finding.key not in said), *now.findings),
    )


def _retold(kept: Report, fresh: Report) -> Report:
    """The kept report in the words of the fresh one, where they are about the same."""
    failed = {result.code: result for result in fresh.results if isinstance(result.outcome, Failed)}
    statuses = {one.finding.key: one.status for one in fresh.findings}
    there = tuple(_with_status(one, statuses) for one in kept.findings)
    keys = {one.finding.key for one in there}
    gone = tuple(one for one in fresh.findings if one.status is Status.GONE and one.finding.key not in keys)
    return replace(kept, results=tuple(_results(kept, failed)), findings=(*there, *gone), state=fresh.state)


def _results(kept: Report, failed: dict[str, CheckResult]) -> Iterator[CheckResult]:
    for result in kept.results:
        yield failed.get(result.code, result) if isinstance(result.outcome, NotChecked) else result


def _with_status(one: ReportedFinding, statuses: dict[tuple[str, str], Status]) -> ReportedFinding:
    status = statuses.get(one.finding.key, Status.GONE)
    return one if status is Status.GONE or one.status is Status.EARLIER else replace(one, status=status)
