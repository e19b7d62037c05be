"""Lists of findings: one row each, and what the page says when there are none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sentwatch.core.check import Checked
from sentwatch.core.findings import Severity
from sentwatch.core.phrase import N_
from sentwatch.core.report import Report, ReportedFinding
from sentwatch.texts.render import SEVERITY_NAMES, render_finding, render_reason
from sentwatch.texts.words import Words
from sentwatch.ui.known import FindingRef, Known, ref_of
from sentwatch.ui.presenters import states
from sentwatch.ui.presenters.areas import AREA_QUESTIONS, AREA_TITLES, Area, area_of
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.letter import LetterView, facts, letter, split_title
from sentwatch.ui.presenters.overview import UnseenView, card, unseen
from sentwatch.ui.presenters.times import ago, dotted, zone_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding in a list."""

    ref: FindingRef
    severity: Severity
    badge: str
    title: str
    facts: str
    is_gone: bool = False

    @property
    def spoken(self) -> str:
        """All of it for a screen reader."""
        return f"{self.badge}. {self.title}. {self.facts}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookRow:
    """One check of the area: what was looked at, and what came of it. `tone` is fine or a severity's word."""

    what: str
    result: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaView:
    """One area: its findings, what was looked at, what could not be."""

    area: Area
    header: HeaderView
    question: str
    rows: tuple[FindingRow, ...]
    looks_heading: str
    looks: tuple[LookRow, ...]
    unseen: UnseenView | None
    state: states.StateView | None
    back: str
    list_name: str


def area_page(area: Area, known: Known, words: Words, *, now: datetime) -> AreaView:
    """The page of one area."""
    shown = [(r, f) for r, f in (*known.present(), *known.gone()) if area_of(f.finding.kind.code) is area]
    summary = card(area, known, words, now=now)
    return AreaView(
        area=area,
        header=HeaderView(
            sentence=words(AREA_TITLES[area]), detail=dotted(summary.result, summary.when, summary.unseen)
        ),
        question=words(AREA_QUESTIONS[area]),
        rows=tuple(finding_row(report, reported, words, now=now) for report, reported in shown),
        looks_heading=words(N_("What was looked at")),
        looks=tuple(_looks(area, known, words, now=now)),
        unseen=unseen(known, words, area),
        state=_state(area, known, words, has_rows=bool(shown)),
        back=words(N_("Back to the list")),
        list_name=words(N_("Findings")),
    )


def finding_row(report: Report, reported: ReportedFinding, words: Words, *, now: datetime) -> FindingRow:
    """One finding as a row."""
    told = words.in_zone(zone_of(report.time_zone, words))
    return FindingRow(
        ref=ref_of(report, reported),
        severity=reported.finding.severity,
        badge=words(SEVERITY_NAMES[reported.finding.severity]),
        title=split_title(render_finding(reported.finding, told).title)[0],
        facts=facts(report, reported, told, now=now),
        is_gone=reported.status.value == "gone",
    )


def letter_for(ref: FindingRef, known: Known, words: Words, *, now: datetime) -> LetterView | None:
    """The letter of a finding, None where it is not known any more."""
    for report, reported in (*known.present(), *known.gone()):
        if ref_of(report, reported) == ref:
            return letter(known, report, reported, words, now=now)
    return None


def _looks(area: Area, known: Known, words: Words, *, now: datetime) -> list[LookRow]:
    rows: list[LookRow] = []
    for report in known.reports:
        told = words.in_zone(zone_of(report.time_zone, words))
        for result in report.results:
            # What could not be looked at stands on a card of its own.
            if area_of(result.code) is not area or not isinstance(result.outcome, Checked):
                continue
            what = dotted(told(result.title), report.account or "")
            found = result.outcome.findings
            count = told(N_("{n} to look at"), n=len(found)) if found else told(N_("Nothing unusual"))
            limits = render_reason(result.outcome, told) or ""
            said = dotted(count, ago(report.taken_at, told, now=now), limits)
            worst = max((finding.severity for finding in found), default=None)
            rows.append(LookRow(what=what, result=said, tone=worst.word if worst is not None else "fine"))
    return rows


def _state(area: Area, known: Known, words: Words, *, has_rows: bool) -> states.StateView | None:
    if has_rows:
        return None
    if not known.accounts and not known.reports:
        return states.first(words)
    if not any(area_of(result.code) is area for report in known.reports for result in report.results):
        return states.not_looked_yet(words)
    return None
