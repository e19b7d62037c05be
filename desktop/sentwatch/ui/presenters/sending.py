"""The sending page in words: measures, spans, what a bar says aloud, and the same bars as table rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from sentwatch.core.findings import Severity
from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.timeline import Bucket, BurstMark, Measure, Step, TimelineView
from sentwatch.texts.words import Words
from sentwatch.ui.known import FindingRef, Known, ref_of
from sentwatch.ui.presenters import states
from sentwatch.ui.presenters.areas import AREA_TITLES, Area, area_of
from sentwatch.ui.presenters.findings import FindingRow, finding_row
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.overview import card
from sentwatch.ui.presenters.times import dotted, joined, short_day

MEASURE_NAMES: Final = {
    Measure.MESSAGES: N_("Messages"),
    Measure.RECIPIENTS: N_("Recipients"),
    Measure.NEVER_MAILED: N_("Never mailed before"),
}

_COUNTS: Final = {
    Measure.MESSAGES: Phrase(text=N_("{n} message"), plural=N_("{n} messages"), count="n"),
    Measure.RECIPIENTS: Phrase(text=N_("{n} recipient"), plural=N_("{n} recipients"), count="n"),
    Measure.NEVER_MAILED: Phrase(text=N_("{n} never mailed before")),
}

PER_STEP: Final = {
    Step.MINUTE: N_("per minute"),
    Step.FIVE_MINUTES: N_("per 5 minutes"),
    Step.TWENTY_MINUTES: N_("per 20 minutes"),
    Step.HOUR: N_("per hour"),
    Step.FOUR_HOURS: N_("per 4 hours"),
    Step.DAY: N_("per day"),
    Step.WEEK: N_("per week"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChoice:
    """One account in the page's chooser."""

    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingView:
    """Everything of the page but the bars."""

    header: HeaderView
    accounts: tuple[AccountChoice, ...]
    measures: tuple[tuple[Measure, str], ...]
    rows: tuple[FindingRow, ...]
    findings_heading: str
    chart_name: str
    zoom_in: str
    zoom_out: str
    reset: str
    keys: str
    account_name: str
    measure_name: str
    table_name: str
    show_table: str
    hide_table: str
    quiet: str
    back: str
    chart_empty: str
    hint: str
    state: states.StateView | None = None


def sending(known: Known, words: Words, *, now: datetime) -> SendingView:
    """The page for what is known now."""
    rows = [(r, f) for r, f in (*known.present(), *known.gone()) if area_of(f.finding.kind.code) is Area.SENDING]
    reports = [report for report in known.reports if report.account is not None]
    state = None
    if not reports:
        state = states.not_looked_yet(words) if known.accounts else states.first(words)
    summary = card(Area.SENDING, known, words, now=now)
    return SendingView(
        header=HeaderView(
            sentence=words(AREA_TITLES[Area.SENDING]), detail=dotted(summary.result, summary.when, summary.unseen)
        ),
        accounts=tuple(AccountChoice(key=r.account_key, name=words.value(r.account)) for r in reports),
        measures=tuple((measure, words(name)) for measure, name in MEASURE_NAMES.items()),
        rows=tuple(finding_row(report, reported, words, now=now) for report, reported in rows),
        findings_heading=words(N_("What stood out")),
        chart_name=words(N_("Sent mail over time")),
        zoom_in=words(N_("Closer")),
        zoom_out=words(N_("Further away")),
        reset=words(N_("Show everything")),
        keys=words(
            N_("Arrow keys read out the bars, + and − zoom, B goes to what stood out, 0 shows everything again.")
        ),
        account_name=words(N_("Account")),
        measure_name=words(N_("What is counted")),
        table_name=words(N_("The same as a table")),
        show_table=words(N_("Show the table")),
        hide_table=words(N_("Hide the table")),
        quiet=words(N_("Nothing stood out in what was looked at.")),
        back=words(N_("Back to the list")),
        chart_empty=words(N_("Nothing was sent in this span.")),
        hint=words(N_("Point at a bar to read it; drag over some to look closer.")),
        state=state,
    )


def span_words(bucket: Bucket, step: Step, words: Words) -> str:
    """When a bar was, in the zone of `words`."""
    start, end = moment(bucket.start_s), moment(bucket.end_s)
    if step is Step.WEEK:
        return words(N_("week from {start:date}"), start=start)
    if step is Step.DAY:
        return words.date(start)
    return words(N_("{start:date}, {start:time}–{end:time}"), start=start, end=end)


def short_span_words(bucket: Bucket, step: Step, words: Words, *, with_day: bool) -> str:
    """The same in the room of a table cell: without the year, and without the day where all rows are of one day."""
    start, end = moment(bucket.start_s), moment(bucket.end_s)
    day = short_day(start.astimezone(words.zone), words)
    if step.span_s >= Step.DAY.span_s:
        return day
    return f"{day} {words.time(start)}" if with_day else f"{words.time(start)}–{words.time(end)}"


def read_out(bucket: Bucket, view: TimelineView, words: Words) -> str:
    """A bar in one sentence, for the line over the chart and for screen readers."""
    counts = tuple(words(replace(p, params={"n": bucket.count(measure)})) for measure, p in _COUNTS.items())
    usual = view.usual.get(Measure.MESSAGES)
    burst = burst_of(bucket, view)
    return joined(
        words,
        words(
            N_("{when}: {counts}."),
            when=span_words(bucket, view.step, words),
            counts=counts,
        ),
        words(N_("Usual maximum: {n} messages."), n=round(usual.high)) if usual is not None else "",
        words(N_("Unusual sending.")) if burst is not None else "",
    )


def burst_of(bucket: Bucket, view: TimelineView) -> BurstMark | None:
    """The gravest burst that touches a bar and in which the bar has a part."""
    touching = [b for b in view.bursts if b.start_s < bucket.end_s and b.end_s >= bucket.start_s]
    return max(touching, key=lambda b: b.severity, default=None) if bucket.messages else None


def table_head(words: Words) -> tuple[str, ...]:
    """The table's columns."""
    return (
        words(N_("Time")),
        words(N_("Messages")),
        words(N_("Recipients")),
        words(N_("Never mailed")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BarRow:
    """One bar as a table row."""

    bucket: Bucket
    cells: tuple[str, ...]
    severity: Severity | None
    spoken: str


def table_rows(view: TimelineView, words: Words) -> tuple[BarRow, ...]:
    """The bars in which something was sent, the newest first."""
    rows: list[BarRow] = []
    told = [bucket for bucket in reversed(view.buckets) if bucket.messages]
    days = {moment(bucket.start_s).astimezone(words.zone).date() for bucket in told}
    for bucket in told:
        burst = burst_of(bucket, view)
        cells = (
            short_span_words(bucket, view.step, words, with_day=len(days) > 1),
            words.number(bucket.messages),
            words.number(bucket.recipients),
            words.number(bucket.never_mailed),
        )
        spoken = read_out(bucket, view, words)
        severity = burst.severity if burst is not None else None
        rows.append(BarRow(bucket=bucket, cells=cells, severity=severity, spoken=spoken))
    return tuple(rows)


def span_of(ref: FindingRef, known: Known) -> tuple[float, float] | None:
    """When what a finding tells of began and ended (seconds since the epoch); None where it names no span."""
    for report, reported in (*known.present(), *known.gone()):
        if ref_of(report, reported) == ref:
            start, end = reported.finding.params.get("start"), reported.finding.params.get("end")
            if isinstance(start, datetime) and isinstance(end, datetime):
                return start.timestamp(), end.timestamp()
    return None


def band_words(view: TimelineView, measure: Measure, words: Words) -> str:
    """What the shaded band says, with how much it rests on."""
    usual = view.usual.get(measure)
    if usual is None:
        return ""
    return joined(
        words,
        words(N_("Shaded: usual up to {n} {per}."), n=round(usual.high), per=words(PER_STEP[view.step])),
        words(
            Phrase(
                text=N_("Learned from {n} day."),
                plural=N_("Learned from {n} days."),
                count="n",
                params={"n": view.learned_days},
            )
        )
        if view.learned_days
        else "",
    )


def moment(at_s: float) -> datetime:
    """Seconds since the epoch as an aware UTC datetime."""
    return datetime.fromtimestamp(at_s, tz=UTC)
