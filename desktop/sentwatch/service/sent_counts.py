"""Use case: how much the ledger knows to have been sent on each day, to be compared with what receivers report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sentwatch.core.accounts import Account
from sentwatch.core.dmarc_reports import SentCount
from sentwatch.store.account_store import AccountStore
from sentwatch.store.folder_mark import SENT

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Recipients by day (UTC), over all accounts. `covered` are the first and last day of which all is known."""

    counts: tuple[SentCount, ...]
    covered: tuple[date, date]


def sent_counts(
    accounts: Iterable[Account], store: Callable[[str], AccountStore], *, first: date, last: date
) -> Sent | None:
    """Count what the accounts sent from `first` to `last`, and the day before and after.

    None where there is nothing to compare with: no account, one whose Sent folder was never read to the end, or
    one that keeps no copies there (their owner may keep them on a computer).
    """
    edges = _midnights(first - _DAY, last + 2 * _DAY)
    recipients: dict[date, int] = {}
    begins: list[date] = []
    ends: list[date] = []
    for account in accounts:
        of = store(account.id)
        mark = of.ledger.mark(SENT)
        span = of.judgement.span(mark) if mark is not None else None
        if mark is None or span is None or mark.looked_s is None:
            return None
        if of.judgement.state().judged_row < of.judgement.last_row(mark):
            return None
        # The day of the first message and the day of the look are known in part only.
        begins.append(datetime.fromtimestamp(span[0], UTC).date() + _DAY)
        ends.append(datetime.fromtimestamp(mark.looked_s, UTC).date() - _DAY)
        for number, counted in of.judgement.quarters_along(mark, edges).items():
            day = first - _DAY + number * _DAY
            recipients[day] = recipients.get(day, 0) + counted[1]
    if not begins:
        return None
    counts = tuple(SentCount(day=day, relay="", recipients=count) for day, count in sorted(recipients.items()))
    return Sent(counts=counts, covered=(max(begins), min(ends)))


def _midnights(first: date, last: date) -> tuple[float, ...]:
    days = (last - first).days
    return tuple(datetime.combine(first + n * _DAY, time(), UTC).timestamp() for n in range(days + 1))
