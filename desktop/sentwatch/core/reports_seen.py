"""What DMARC reports say about one domain, summed up to be remembered and shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sentwatch.core.dmarc_reports import (
    AggregateReport,
    DmarcReportFacts,
    MoreThanSent,
    about,
    day_of,
    forged,
    more_than_sent,
    own_failing,
    relay_of,
    unique,
)

MAX_WAYS: Final = 8
MAX_NAMES: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class WaySeen:
    """One way by which genuine mail came: a key (`s1._domainkey.example.jp`) or an envelope (`spf:example.jp`)."""

    way: str
    messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsSeen:
    """The sums over all reports about one domain.

    `genuine` passed by a way of the domain's own, `failing` came from its own servers and failed, `forged` came from
    elsewhere and passed nothing (`held_back` of them), `passed_on` broke on its way through lists and forwarding.
    `more` are the days on which more passed than our ledger knows; `compared` of `days` could be compared.
    """

    read_at: datetime
    reports: int
    receivers: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    genuine: int = 0
    failing: int = 0
    forged: int = 0
    held_back: int = 0
    passed_on: int = 0
    ways: tuple[WaySeen, ...] = ()
    forged_from: tuple[str, ...] = ()
    more: tuple[MoreThanSent, ...] = ()
    days: int = 0
    compared: int = 0
    unread: int = 0
    older: int = 0


def reports_seen(domain: str, facts: DmarcReportFacts, *, read_at: datetime) -> ReportsSeen:
    """Sum up the reports about a domain."""
    reports = unique(about(facts.reports, domain))
    false, failing = forged(reports), own_failing(reports)
    days = sorted({day_of(report) for report in reports})
    total = sum(row.count for report in reports for row in report.rows)
    ways = _ways(reports)
    genuine = sum(way.messages for way in ways)
    count_failing = failing.messages if failing is not None else 0
    count_forged = false.messages if false is not None else 0
    return ReportsSeen(
        read_at=read_at,
        reports=len(reports),
        receivers=tuple(dict.fromkeys(report.receiver for report in reports if report.receiver))[:MAX_NAMES],
        first=days[0] if days else None,
        last=days[-1] if days else None,
        genuine=genuine,
        failing=count_failing,
        forged=count_forged,
        held_back=false.held_back if false is not None else 0,
        passed_on=total - genuine - count_failing - count_forged,
        ways=ways[:MAX_WAYS],
        forged_from=false.sources[:MAX_WAYS] if false is not None else (),
        more=more_than_sent(reports, facts.ledger, covered=facts.covered) if facts.ledger is not None else (),
        days=len(days),
        compared=sum(_is_compared(day, facts) for day in days),
        unread=len(facts.unread),
        older=facts.older,
    )


def _ways(reports: Iterable[AggregateReport]) -> tuple[WaySeen, ...]:
    counted: dict[str, int] = {}
    for report in reports:
        for row in report.rows:
            way = relay_of(row, report.domain)
            if way is not None:
                counted[way] = counted.get(way, 0) + row.count
    return tuple(WaySeen(way=way, messages=counted[way]) for way in sorted(counted, key=lambda way: -counted[way]))


def _is_compared(day: date, facts: DmarcReportFacts) -> bool:
    if facts.ledger is None:
        return False
    return facts.covered is None or facts.covered[0] <= day <= facts.covered[1]
