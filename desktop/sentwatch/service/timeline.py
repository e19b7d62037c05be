"""Use case: sent mail over time, for the chart: bars for the visible range, what is usual, and the bursts in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from sentwatch.core.accounts import Account
from sentwatch.core.burst_values import BurstParams
from sentwatch.core.findings import Finding
from sentwatch.core.history import Baseline
from sentwatch.core.timeline import (
    Bucket,
    BurstMark,
    Cell,
    Measure,
    Step,
    TimelineRequest,
    TimelineView,
    Usual,
    fold,
)
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.progress import silent
from sentwatch.service.judge import Judge
from sentwatch.store.folder_mark import SENT, FolderMark
from sentwatch.store.judgement import Judgement
from sentwatch.store.keys import split
from sentwatch.store.ledger import Ledger

_BY_QUARTERS_FROM: Final = Step.HOUR
"""From this step on bars are sums of the counts by the quarter of an hour; finer ones are counted from the messages."""

_BURSTS: Final = frozenset({"sent.burst", "sent.unusual-hours"})


class JudgedMail(Protocol):
    """Where one account's mail and judgements lie."""

    @property
    def ledger(self) -> Ledger: ...

    @property
    def judgement(self) -> Judgement: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SentTimeline:
    """A TimelineSource over what was read and judged. `findings` are those known of an account."""

    store: Callable[[str], JudgedMail]
    findings: Callable[[str], Iterable[Finding]]
    account: Callable[[str], Account | None]
    params: BurstParams
    clock: Clock

    def __call__(self, request: TimelineRequest) -> TimelineView:
        """The bars between the edges of the request; empty ones where nothing is known."""
        account = self.account(request.account_key)
        if account is None:
            return TimelineView(step=request.step, buckets=fold((), request.edges))
        store = self.store(account.id)
        mark = store.ledger.mark(SENT)
        judge = Judge(
            account=account,
            ledger=store.ledger,
            judgement=store.judgement,
            params=self.params,
            clock=self.clock,
            progress=silent,
            cancel=CancelToken(),
        )
        baseline = judge.baseline()
        return TimelineView(
            step=request.step,
            buckets=fold((), request.edges) if mark is None else _buckets(store, mark, request),
            usual=_usual(baseline, request.step),
            bursts=tuple(_bursts(self.findings(account.id), request)),
            learned_days=baseline.learned_days,
        )

    def span(self, account_key: str) -> tuple[float, float] | None:
        """When the first and the last known message of an account was sent (seconds since the epoch)."""
        store = self.store(account_key)
        mark = store.ledger.mark(SENT)
        return None if mark is None else store.judgement.span(mark)


def _buckets(store: JudgedMail, mark: FolderMark, request: TimelineRequest) -> tuple[Bucket, ...]:
    edges = request.edges
    if len(edges) < 2 or request.step.span_s < _BY_QUARTERS_FROM.span_s:
        return fold(_cells(store, mark, edges), edges)
    counted = store.judgement.quarters_along(mark, edges)
    return tuple(
        Bucket(edges[number], edges[number + 1], *counted.get(number, (0, 0, 0))) for number in range(len(edges) - 1)
    )


def _cells(store: JudgedMail, mark: FolderMark, edges: tuple[float, ...]) -> Iterator[Cell]:
    if len(edges) < 2:
        return
    rows = [(at_s, split(recipients)) for at_s, recipients in store.judgement.sent_between(mark, edges[0], edges[-1])]
    addresses = {address for _at_s, to in rows for address in to}
    first_mailed = store.judgement.first_mailed(mark, addresses)
    first_written = store.judgement.first_written(mark, addresses)
    for at_s, to in rows:
        strangers = sum(
            first_mailed.get(address) == at_s and first_written.get(address, at_s + 1) > at_s for address in to
        )
        yield Cell(at_s, 1, len(to), strangers)


def _usual(baseline: Baseline, step: Step) -> dict[Measure, Usual]:
    """What is usual in the windows of the burst definition; other steps have no such value."""
    if step.span_s not in baseline.windows_s or not baseline.learned_days:
        return {}
    window = baseline.windows_s.index(step.span_s)
    counted = {
        Measure.MESSAGES: baseline.max_messages[window],
        Measure.RECIPIENTS: baseline.max_recipients[window],
    }
    return {measure: Usual(low=0, high=high) for measure, high in counted.items()}


def _bursts(findings: Iterable[Finding], request: TimelineRequest) -> Iterator[BurstMark]:
    for finding in findings:
        start, end = (finding.params.get(name) for name in ("start", "end"))
        if finding.kind.code not in _BURSTS or not isinstance(start, datetime) or not isinstance(end, datetime):
            continue
        if request.edges and start.timestamp() < request.edges[-1] and end.timestamp() >= request.edges[0]:
            yield BurstMark(
                code=finding.kind.code,
                subject=finding.subject,
                start_s=start.timestamp(),
                end_s=end.timestamp(),
                severity=finding.severity,
            )
