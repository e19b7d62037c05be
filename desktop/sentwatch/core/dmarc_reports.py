"""DMARC aggregate reports: who sent in a domain's name, forged or by its own servers, and whether we know of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

MAX_SOURCES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One row: so many messages from one address, and how they fared.

    `dkim_passed` and `spf_passed` say that the check passed *and* fits the domain in From (aligned), as the receiver
    judged. `signed_by` are the keys that verified, as `selector._domainkey.domain`.
    """

    source: str
    count: int
    disposition: str = "none"
    dkim_passed: bool = False
    spf_passed: bool = False
    header_from: str = ""
    signed_by: tuple[str, ...] = ()
    envelope_domains: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateReport:
    """One receiver's report about one domain, for the time from `begins_at` to `ends_at` (aware UTC)."""

    receiver: str
    report_id: str
    domain: str
    begins_at: datetime
    ends_at: datetime
    rows: tuple[ReportRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadReport:
    """A file that is none or could not be read, and why, as a source text marked for translation."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentCount:
    """What our ledger knows to have been sent on one day (UTC) by one relay: recipients, not messages.

    `relay` is the key that signs there (`selector._domainkey.domain`), or empty where the ledger does not know it.
    """

    day: date
    relay: str
    recipients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DmarcReportFacts:
    """The reports that were read. `ledger` is None where nobody handed in what was sent.

    `covered` are the first and the last day (UTC) on which the ledger knows of everything sent; None where it speaks
    for every day. `older` counts reports that were left out for their age.
    """

    reports: tuple[AggregateReport, ...]
    unread: tuple[UnreadReport, ...] = ()
    ledger: tuple[SentCount, ...] | None = None
    covered: tuple[date, date] | None = None
    older: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Forged:
    """Mail that passed neither check: somebody else writes the domain into From."""

    messages: int
    held_back: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFailing:
    """Mail that one of the domain's own relays sent and that failed all the same, by relay."""

    messages: int
    relays: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreThanSent:
    """A day on which a relay of the domain passed more than our ledger knows."""

    day: date
    relay: str
    passed: int
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When more than the ledger knows is worth a word.

    Receivers count a forwarded or resent message again, and reports cut days at other hours than we do: half as many
    again, and at least 20 more, is our own choice. A burst sends hundreds.

    What a relay passes beyond our ledger day by day (colleagues, a shop) is usual: from a week of reported days on, the
    middle of their excess is taken off. Our own choice; somebody who sends on more than half of all days is not seen.
    """

    factor: float = 1.5
    least: int = 20
    usual_from_days: int = 7


POLICY: Final = Policy()


def relay_of(row: ReportRow, domain: str) -> str | None:
    """Return by which of the domain's own ways a row came: its key, or its envelope; None where it passed nothing."""
    if row.dkim_passed:
        own = [key for key in row.signed_by if _is_within(key.partition("._domainkey.")[2], domain)]
        return own[0] if own else f"_domainkey.{domain}"
    if row.spf_passed:
        own = [name for name in row.envelope_domains if _is_within(name, domain)]
        return f"spf:{own[0] if own else domain}"
    return None


def _is_within(name: str, domain: str) -> bool:
    return name == domain or name.endswith("." + domain) or domain.endswith("." + name)


def about(reports: Iterable[AggregateReport], domain: str) -> tuple[AggregateReport, ...]:
    """Return the reports about a domain or a name below it: others may lie in the same folder."""
    return tuple(each for each in reports if each.domain == domain or each.domain.endswith("." + domain))


def day_of(report: AggregateReport) -> date:
    """Return the day (UTC) a report counts for: the one in the middle of its time."""
    return (report.begins_at + (report.ends_at - report.begins_at) / 2).date()


def recent(reports: Iterable[AggregateReport], since: datetime) -> tuple[AggregateReport, ...]:
    """Return the reports that reach into the time after `since`."""
    return tuple(each for each in reports if each.ends_at >= since)


def unique(reports: Iterable[AggregateReport]) -> tuple[AggregateReport, ...]:
    """Drop reports that came twice (the same receiver and number), as mail is fetched and files are copied."""
    seen: dict[tuple[str, str, str], AggregateReport] = {}
    for report in reports:
        seen.setdefault((report.receiver, report.report_id, report.domain), report)
    return tuple(seen.values())


def forged(reports: Iterable[AggregateReport]) -> Forged | None:
    """Sum what passed neither check, except what an own relay sent (see `own_failing`)."""
    messages = held_back = 0
    sources: dict[str, int] = {}
    for report in reports:
        own = _own_sources(report)
        for row in report.rows:
            if row.dkim_passed or row.spf_passed or row.source in own or _was_forwarded(row):
                continue
            messages += row.count
            held_back += row.count if row.disposition in {"quarantine", "reject"} else 0
            sources[row.source] = sources.get(row.source, 0) + row.count
    if not messages:
        return None
    first = sorted(sources, key=lambda source: -sources[source])[:MAX_SOURCES]
    return Forged(
        messages=messages, held_back=held_back, sources=tuple(f"{source} ({sources[source]})" for source in first)
    )


def own_failing(reports: Iterable[AggregateReport]) -> OwnFailing | None:
    """Sum what came from addresses that also pass for the domain, and failed: a setting to be mended."""
    messages = 0
    relays: dict[str, None] = {}
    for report in reports:
        own = _own_sources(report)
        for row in report.rows:
            if not (row.dkim_passed or row.spf_passed) and row.source in own:
                messages += row.count
                relays[row.source] = None
    return OwnFailing(messages=messages, relays=tuple(relays)[:MAX_SOURCES]) if messages else None


def _own_sources(report: AggregateReport) -> set[str]:
    # Only an address from which SPF passed is the domain's own: a signature travels along when mail is forwarded.
    return {row.source for row in report.rows if row.spf_passed}


def _was_forwarded(row: ReportRow) -> bool:
    return bool({"forwarded", "mailing_list", "trusted_forwarder", "local_policy"} & set(row.reasons))


def more_than_sent(
    reports: Iterable[AggregateReport],
    ledger: Iterable[SentCount],
    *,
    covered: tuple[date, date] | None = None,
    policy: Policy = POLICY,
) -> tuple[MoreThanSent, ...]:
    """Return the days and relays for which receivers saw clearly more pass than our ledger knows to have been sent.

    A report counts for the day in the middle of its time; what the ledger knows of that day and of its two
    neighbours is set against it, so that hours and slow queues make no case. Days outside `covered` are left out.
    """
    passed = _passed(reports)
    known: dict[tuple[date, str], int] = {}
    for entry in ledger:
        known[(entry.day, entry.relay)] = known.get((entry.day, entry.relay), 0) + entry.recipients
    days = {at: count for at, count in passed.items() if covered is None or covered[0] <= at[0] <= covered[1]}
    sent = {(day, relay): _known_around(day, relay, known) for day, relay in days}
    found: list[MoreThanSent] = []
    for at, count in sorted(days.items()):
        beside = _usual_excess(at, days, sent, policy)
        if count - sent[at] - beside >= policy.least and count > (sent[at] + beside) * policy.factor:
            found.append(MoreThanSent(day=at[0], relay=at[1], passed=count, known=sent[at]))
    return tuple(found)


def _passed(reports: Iterable[AggregateReport]) -> dict[tuple[date, str], int]:
    passed: dict[tuple[date, str], int] = {}
    for report in unique(reports):
        day = day_of(report)
        for row in report.rows:
            relay = relay_of(row, report.domain)
            if relay is not None:
                passed[(day, relay)] = passed.get((day, relay), 0) + row.count
    return passed


def _usual_excess(
    at: tuple[date, str],
    passed: Mapping[tuple[date, str], int],
    sent: Mapping[tuple[date, str], int],
    policy: Policy,
) -> int:
    """What this relay passed beyond the ledger on an ordinary other day; 0 before there are days to learn from."""
    others = sorted(
        max(0, count - sent[other]) for other, count in passed.items() if other[1] == at[1] and other[0] != at[0]
    )
    return others[len(others) // 2] if len(others) >= policy.usual_from_days else 0


def _known_around(day: date, relay: str, known: Mapping[tuple[date, str], int]) -> int:
    days = (day - timedelta(days=1), day, day + timedelta(days=1))
    # What the ledger could not put down to a relay may have gone by any of them.
    return sum(known.get((each, relay), 0) + known.get((each, ""), 0) for each in days)
