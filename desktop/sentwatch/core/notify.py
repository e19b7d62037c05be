"""Whom to tell what, and when: once for each thing, again when it grew worse, and not in the night unless urgent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from sentwatch.core.findings import Finding, Severity
from sentwatch.core.report import Report, ReportedFinding, Status
from sentwatch.core.settings import Settings, read_time

FRESH: Final = timedelta(hours=24)
"""Sending of longer ago is history when it is first read: shown, with its date, but no alarm."""

GROWN: Final = 2
"""An incident is told again when it has so many times as many messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody was told of one finding: how serious it was and how much of it there was (messages, else 1)."""

    severity: Severity
    amount: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One thing to be told now. `is_update`: it takes the place of what was told of the same thing."""

    account_key: str
    account: str | None
    finding: Finding
    is_update: bool = False
    time_zone: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Code and subject."""
        return self.finding.key

    @property
    def can_be_answered(self) -> bool:
        """Whether "That was me" is an answer to it."""
        return self.finding.kind.code in ANSWERABLE

    def told(self, now: datetime) -> Told:
        """What is remembered of telling it."""
        return Told(severity=self.finding.severity, amount=amount_of(self.finding), at=now)


ANSWERABLE: Final = frozenset({"sent.burst", "sent.unusual-hours", "sent.import"})
"""Findings about sending, to which the owner can say whether it was them."""


def amount_of(finding: Finding) -> int:
    """How much there is of it: messages, where they are counted."""
    messages = finding.params.get("messages", finding.params.get("missing", 1))
    return messages if isinstance(messages, int) else 1


def to_be_told(
    report: Report, told: Mapping[tuple[str, str], Told], settings: Settings, *, is_first: bool = False
) -> tuple[Notification, ...]:
    """What of a report people are told.

    `is_first`: it is the account's first report; what was there before us is shown in the window and not told one by
    one, but sending of the last day is.
    """
    found: list[Notification] = []
    for reported in report.findings:
        finding = reported.finding
        if reported.status is Status.GONE or finding.severity < settings.notify_severity:
            continue
        before = told.get(finding.key)
        is_about_sending = finding.kind.code.startswith("sent.")
        if before is None:
            if is_about_sending and not _is_fresh(reported, report.taken_at):
                continue
            if is_first and not is_about_sending:
                continue
        elif finding.severity <= before.severity and amount_of(finding) < GROWN * before.amount:
            continue
        found.append(
            Notification(
                account_key=report.account_key,
                account=report.account,
                finding=finding,
                is_update=before is not None,
                time_zone=report.time_zone,
            )
        )
    return tuple(found)


def _is_fresh(reported: ReportedFinding, now: datetime) -> bool:
    ends = [
        value for name in ("end", "until", "at") if isinstance(value := reported.finding.params.get(name), datetime)
    ]
    return not ends or now - max(ends) <= FRESH


def may_tell(notification: Notification, settings: Settings, *, local_time: time) -> bool:
    """Whether it may be told now, or waits until the quiet hours are over."""
    if not settings.quiet_hours or not is_quiet(settings, local_time):
        return True
    return settings.urgent_in_quiet_hours and notification.finding.severity is Severity.URGENT


def is_quiet(settings: Settings, local_time: time) -> bool:
    """Whether a time of day lies in the quiet hours; they may go over midnight."""
    start, end = read_time(settings.quiet_from, time(22)), read_time(settings.quiet_until, time(7))
    now = local_time.replace(tzinfo=None)
    return start <= now < end if start <= end else now >= start or now < end
