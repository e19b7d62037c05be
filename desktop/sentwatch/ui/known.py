"""What the window knows at one moment: accounts, their last reports, answers, and how we watch. No words, no Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sentwatch.core.accounts import Account
from sentwatch.core.incidents import Answer
from sentwatch.core.report import Report, ReportedFinding, Status
from sentwatch.core.schedule import Watched
from sentwatch.core.trouble import Trouble
from sentwatch.core.watching import AccountState

if TYPE_CHECKING:
    from sentwatch.core.playbooks.checklist import StepView
    from sentwatch.core.playbooks.incident import Situation
    from sentwatch.core.playbooks.incident_progress import Incident
    from sentwatch.core.updates import VersionNews


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRef:
    """Which finding is meant: the account's key (of the report), the finding's code and its subject."""

    account_key: str
    code: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything the pages tell about.

    `incidents` are those somebody was led through, the latest first; `guided` says which playbook a finding suggests.
    `states` say how each account is watched, empty where nobody watches. `steps` are those of the checklist, first
    things first. `gap` is the last span of the day before in which nobody watched. `trouble` is what kept the last look
    from happening at all. `version_news` is None where nobody asked for newer versions.
    """

    accounts: tuple[Account, ...] = ()
    reports: tuple[Report, ...] = ()
    answers: Mapping[FindingRef, Answer] = field(default_factory=dict)
    states: tuple[AccountState, ...] = ()
    steps: tuple[StepView, ...] = ()
    gap: Watched | None = None
    trouble: Trouble | None = None
    is_offline: bool = False
    is_sample: bool = False
    incidents: tuple[Incident, ...] = ()
    guided: Mapping[FindingRef, Situation] = field(default_factory=dict)
    version_news: VersionNews | None = None

    def present(self) -> Iterator[tuple[Report, ReportedFinding]]:
        """Each finding that is still there, the most severe first, then the newest."""
        found = [(r, f) for r in self.reports for f in r.findings if f.status is not Status.GONE]
        found.sort(key=lambda pair: (-pair[1].finding.severity, -pair[1].first_seen.timestamp()))
        yield from found

    def gone(self) -> Iterator[tuple[Report, ReportedFinding]]:
        """Each finding that was there before and is not any more."""
        yield from ((r, f) for r in self.reports for f in r.findings if f.status is Status.GONE)

    def open_incident(self, account_key: str) -> Incident | None:
        """The incident of an account that is under way."""
        return next((one for one in self.incidents if one.account == account_key and one.ended_at is None), None)

    def account(self, key: str) -> Account | None:
        """The account kept under `key`, None for what belongs to no account."""
        return next((account for account in self.accounts if account.id == key), None)


def ref_of(report: Report, reported: ReportedFinding) -> FindingRef:
    """How a finding is named from now on."""
    finding = reported.finding
    return FindingRef(account_key=report.account_key, code=finding.kind.code, subject=finding.subject)
