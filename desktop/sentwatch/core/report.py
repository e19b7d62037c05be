"""Reports: the results of one run, compared with what was known before."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sentwatch.core.accounts import Role
from sentwatch.core.check import Check, Checked, Outcome
from sentwatch.core.findings import Finding, KnownFinding, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.takeover import TakeoverState
from sentwatch.core.trouble import Trouble


class Status(enum.Enum):
    """How a finding stands against the last run."""

    NEW = "new"
    CHANGED = "changed"
    STILL = "still"
    GONE = "gone"
    EARLIER = "earlier"
    """An earlier run found it, and this one could not look there again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """How one check ended."""

    code: str
    title: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedFinding:
    """A finding as this run reports it. `first_seen` is when a run first found it (aware UTC).

    `instead_of` is the subject it had before, where what it speaks of was changed.
    """

    finding: Finding
    status: Status
    first_seen: datetime
    instead_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run for one account (or for none), compared with the last.

    `account` is the address, None for what belongs to no account; `account_key` is where the store keeps it.
    `time_zone` (IANA) is the one in which times are told.
    """

    account_key: str
    account: str | None
    role: Role | None
    taken_at: datetime
    results: tuple[CheckResult, ...]
    findings: tuple[ReportedFinding, ...]
    time_zone: str | None = None
    state: TakeoverState | None = None
    """How the account stands by all signs together; None where its mail was not looked at."""

    @property
    def worst(self) -> Severity | None:
        """The highest severity among findings that are not gone, None where there is none."""
        return max((r.finding.severity for r in self.findings if r.status is not Status.GONE), default=None)

    @property
    def is_blind_somewhere(self) -> bool:
        """Whether something that should have been looked at could not be (exit code 3)."""
        return any(
            isinstance(r.outcome, Failed) or (isinstance(r.outcome, NotChecked) and not r.outcome.expected)
            for r in self.results
        )


def run_checks(checks: Iterable[Check[object]], snapshot: Snapshot) -> tuple[CheckResult, ...]:
    """Every check that this snapshot asks for, and how it ended."""
    results: list[CheckResult] = []
    for check in checks:
        outcome = check.run(snapshot)
        if outcome is not None:
            results.append(CheckResult(code=check.code, title=check.title, outcome=outcome))
    return tuple(results)


def compare(
    results: Iterable[CheckResult],
    known: Mapping[tuple[str, str], KnownFinding],
    kinds_of: Mapping[str, frozenset[str]],
    *,
    now: datetime,
    renamed: Mapping[str, str] | None = None,
) -> tuple[ReportedFinding, ...]:
    """Each finding of this run as new, changed or still, then those that are gone.

    `kinds_of` maps a check's code to the finding codes it may raise: only what was looked at again can be gone.
    `renamed` maps a subject to the one it had before, where the subject follows from what may change.
    """
    reported: list[ReportedFinding] = []
    seen: set[tuple[str, str]] = set()
    looked_at: set[str] = set()
    for result in results:
        if not isinstance(result.outcome, Checked):
            continue
        looked_at |= kinds_of.get(result.code, frozenset())
        for finding in result.outcome.findings:
            if finding.key in seen:
                continue
            seen.add(finding.key)
            before = known.get(finding.key)
            earlier = (finding.kind.code, (renamed or {}).get(finding.subject, finding.subject))
            if before is None and earlier in known:
                seen.add(earlier)
                reported.append(
                    ReportedFinding(
                        finding=finding,
                        status=Status.CHANGED,
                        first_seen=known[earlier].first_seen,
                        instead_of=earlier[1],
                    )
                )
                continue
            reported.append(
                ReportedFinding(
                    finding=finding,
                    status=_status(finding, before),
                    first_seen=before.first_seen if before else now,
                )
            )
    reported.sort(key=lambda r: -r.finding.severity)
    for key, before in known.items():
        if key not in seen and key[0] in looked_at:
            reported.append(ReportedFinding(finding=before.finding, status=Status.GONE, first_seen=before.first_seen))
    return tuple(reported)


def with_earlier(
    report: Report, known: Mapping[tuple[str, str], KnownFinding], kinds_of: Mapping[str, frozenset[str]]
) -> Report:
    """The report, and what earlier runs found where this one could not look: what was urgent stays so meanwhile."""
    told = {one.finding.key for one in report.findings}
    unseen = kinds_unseen(report.results, kinds_of)
    earlier = [
        ReportedFinding(finding=one.finding, status=Status.EARLIER, first_seen=one.first_seen)
        for key, one in known.items()
        if key not in told and key[0] in unseen
    ]
    findings = sorted((*report.findings, *earlier), key=lambda one: (one.status is Status.GONE, -one.finding.severity))
    return replace(report, findings=tuple(findings))


def kinds_unseen(results: Iterable[CheckResult], kinds_of: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The codes of findings that none of these looks could have found, though it was asked for."""
    asked: set[str] = set()
    looked_at: set[str] = set()
    for result in results:
        codes = kinds_of.get(result.code, frozenset())
        asked |= codes
        if isinstance(result.outcome, Checked):
            looked_at |= codes
    return frozenset(asked - looked_at)


def _status(finding: Finding, before: KnownFinding | None) -> Status:
    if before is None:
        return Status.NEW
    same = finding.severity == before.finding.severity and dict(finding.params) == dict(before.finding.params)
    return Status.STILL if same else Status.CHANGED


def troubles_of(report: Report) -> tuple[Trouble, ...]:
    """What got in the way, each once: mail and rules may have met the same at two doors."""
    found: list[Trouble] = []
    for result in report.results:
        if isinstance(result.outcome, Failed):
            trouble = result.outcome.trouble
            if not any(one.kind is trouble.kind and one.params == trouble.params for one in found):
                found.append(trouble)
    return tuple(found)


_TOLD_BY = ("end", "at", "until")
"""The params that say when a finding of the past happened."""


def only_since(report: Report, since: datetime) -> Report:
    """The report without what happened before `since`; what belongs to no moment stays."""

    def is_told(reported: ReportedFinding) -> bool:
        moments = [value for name in _TOLD_BY if isinstance(value := reported.finding.params.get(name), datetime)]
        return not moments or max(moments) >= since

    return replace(report, findings=tuple(reported for reported in report.findings if is_told(reported)))
