"""What was looked at, one row each: how it stands in words, and the finding to read about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sentwatch.core.check import Checked
from sentwatch.core.checks import KINDS_OF
from sentwatch.core.phrase import N_
from sentwatch.core.report import Report, ReportedFinding, Status
from sentwatch.texts.render import render_finding, render_reason
from sentwatch.texts.words import Words
from sentwatch.ui.known import FindingRef, Known, ref_of
from sentwatch.ui.presenters.letter import split_title
from sentwatch.ui.presenters.overview import UnseenRow, UnseenView
from sentwatch.ui.presenters.times import ago


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRow:
    """One row. `tone` is fine, a severity's word or blind; `read` names the button that opens `ref`."""

    name: str
    tone: str
    what: str
    said: str
    ref: FindingRef | None = None
    read: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenCardView:
    """A card of rows. `again` looks again; `remove` is empty where the thing cannot be taken off the list."""

    key: str
    title: str
    facts: str
    rows: tuple[SeenRow, ...]
    again: str
    remove: str = ""


def report_of(key: str, known: Known) -> Report | None:
    """The last report kept under a key."""
    return next((report for report in known.reports if report.account_key == key), None)


def worst(report: Report | None, beginnings: Iterable[str]) -> ReportedFinding | None:
    """The most severe finding that is still there among those whose code begins so."""
    starts = tuple(beginnings)
    there = [
        found
        for found in (report.findings if report is not None else ())
        if found.status is not Status.GONE and found.finding.kind.code.startswith(starts)
    ]
    return max(there, key=lambda found: found.finding.severity, default=None)


def look_facts(report: Report | None, words: Words, *, now: datetime) -> str:
    """When it was last looked at."""
    if report is None:
        return words(N_("Not looked at yet"))
    return words(N_("Looked {when}"), when=ago(report.taken_at, words, now=now))


def check_rows(report: Report | None, fine: Mapping[str, str], words: Words) -> tuple[SeenRow, ...]:
    """A row for each check that could look, in the order of `fine`, which says what an empty result means."""
    if report is None:
        return ()
    results = {result.code: result for result in report.results}
    rows: list[SeenRow] = []
    for code, all_well in fine.items():
        result = results.get(code)
        if result is None or not isinstance(result.outcome, Checked):
            continue
        found = worst(report, KINDS_OF[code])
        what = words(result.title)
        if found is None:
            said = render_reason(result.outcome, words) or words(all_well)
            rows.append(SeenRow(name=_name(code), tone="fine", what=what, said=said))
        else:
            said = split_title(render_finding(found.finding, words).title)[0]
            tone, ref = found.finding.severity.word, ref_of(report, found)
            read = reading(what, words)
            rows.append(SeenRow(name=_name(code), tone=tone, what=what, said=said, ref=ref, read=read))
    return tuple(rows)


def reading(what: str, words: Words) -> str:
    """The name of the button that opens a letter."""
    return words(N_("Read more: {what}"), what=what)


def unseen_of(known: Known, beginnings: tuple[str, ...], words: Words) -> UnseenView | None:
    """What could not be looked at among the checks whose code begins so; None where there is nothing to say."""
    rows = [
        UnseenRow(what=words(result.title), why=render_reason(result.outcome, words) or "")
        for report in known.reports
        for result in report.results
        if result.code.startswith(beginnings) and not isinstance(result.outcome, Checked)
    ]
    return UnseenView(heading=words(N_("What we could not see")), rows=tuple(rows)) if rows else None


def _name(code: str) -> str:
    return code.replace(".", "-")
