"""The first page: one sentence, then a card per area, what could not be seen, and the next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.check import Checked
from sentwatch.core.findings import Severity
from sentwatch.core.looks import NotChecked
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.playbooks.checklist_outlook import due_again, next_step
from sentwatch.core.report import CheckResult, Report
from sentwatch.core.schedule import Watched
from sentwatch.core.watching import Sight
from sentwatch.texts.render import SEVERITY_NAMES, render_finding, render_reason
from sentwatch.texts.words import Words
from sentwatch.ui.known import FindingRef, Known, ref_of
from sentwatch.ui.presenters import states
from sentwatch.ui.presenters.areas import AREA_ICONS, AREA_TITLES, Area, area_of
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.letter import facts, guide_button, split_title
from sentwatch.ui.presenters.times import ago, dotted, greeting, joined, zone_of

_SIGHTS: Final = {
    Sight.STARTING: N_("watching begins"),
    Sight.LIVE: N_("watching live"),
    Sight.POLLING: N_("looking regularly"),
    Sight.BLIND: N_("a mailbox cannot be seen at the moment"),
    Sight.PAUSED: N_("watching is paused"),
}
# What is said where accounts differ: the later ones win.
_ORDER: Final = (Sight.PAUSED, Sight.LIVE, Sight.POLLING, Sight.STARTING, Sight.BLIND)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """What was looked at in one area: the result, when, and what could not be seen. `tone` colours the result."""

    area: Area
    icon: str
    title: str
    result: str
    when: str
    unseen: str
    tone: str

    @property
    def spoken(self) -> str:
        """All of it for a screen reader."""
        return ". ".join(part for part in (self.title, self.result, self.when, self.unseen) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionView:
    """The most severe finding, to be read now."""

    ref: FindingRef
    severity: Severity
    badge: str
    title: str
    lead: str
    facts: str
    button: str
    more: str
    guide: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenRow:
    """One thing that could not be looked at, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenView:
    """What could not be looked at, said as loudly as a finding."""

    heading: str
    rows: tuple[UnseenRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """The next thing to do."""

    heading: str
    text: str
    reason: str
    button: str
    ref: FindingRef | None = None
    step: str = ""
    """The step of the checklist, where no finding asks for more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueView:
    """Steps of the checklist that are due again."""

    text: str
    button: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewView:
    """Everything of the first page but the bars of the chart."""

    header: HeaderView
    state: states.StateView | None = None
    trouble: states.TroubleView | None = None
    notice: states.StateView | None = None
    attention: AttentionView | None = None
    chart_heading: str = ""
    chart_account: str | None = None
    chart_label: str = ""
    chart_open: str = ""
    chart_empty: str = ""
    cards: tuple[CardView, ...] = ()
    unseen: UnseenView | None = None
    step: StepView | None = None
    due: DueView | None = None


def overview(known: Known, words: Words, *, now: datetime) -> OverviewView:
    """The page for what is known now."""
    hello = greeting(words, now=now)
    if known.trouble is not None and not known.reports:
        header = HeaderView(sentence=joined(words, hello, words(N_("We could not look at anything this time."))))
        return OverviewView(header=header, state=states.nothing_but_trouble(known.trouble, words))
    if not known.accounts and not known.reports:
        welcome = words(N_("Welcome to Sentwatch."))
        return OverviewView(header=HeaderView(sentence=joined(words, hello, welcome)), state=states.first(words))
    header = HeaderView(sentence=joined(words, hello, words(headline(known))), detail=last_look(known, words, now=now))
    if not known.reports:
        return OverviewView(header=header, state=states.not_looked_yet(words))
    attention = _attention(known, words, now=now)
    return OverviewView(
        header=header,
        trouble=states.trouble(known.trouble, words) if known.trouble is not None else None,
        notice=states.offline(words) if known.is_offline else None,
        attention=attention,
        chart_heading=words(N_("Sending, last 14 days")),
        chart_account=_chart_account(known),
        chart_label=_chart_label(known, words),
        chart_open=words(N_("Show the sending page")),
        chart_empty=words(N_("Nothing was sent in these days.")),
        cards=tuple(card(area, known, words, now=now) for area in Area if area is not Area.SENDING),
        unseen=unseen(known, words),
        step=_step(known, words, besides=attention.ref if attention is not None else None) or _list_step(known, words),
        due=_due(known, words, now=now),
    )


def headline(known: Known) -> Phrase:
    """The one sentence. "Nothing unusual" is said only of what was looked at."""
    present = [reported.finding.severity for _, reported in known.present()]
    grave = sum(severity >= Severity.WARNING for severity in present)
    lesser = sum(severity is Severity.NOTICE for severity in present)
    if grave:
        return Phrase(
            text=N_("{n} thing needs your attention now."),
            plural=N_("{n} things need your attention now."),
            count="n",
            params={"n": grave},
        )
    if lesser:
        return Phrase(
            text=N_("{n} thing to look at when you have a minute."),
            plural=N_("{n} things to look at when you have a minute."),
            count="n",
            params={"n": lesser},
        )
    if not known.reports:
        return phrase(N_("Everything is ready for the first look."))
    if not any(isinstance(result.outcome, Checked) for report in known.reports for result in report.results):
        return phrase(N_("We could not look at anything this time."))
    if any(report.is_blind_somewhere for report in known.reports):
        return phrase(N_("Nothing unusual where we could look."))
    mailboxes = sum(report.account is not None for report in known.reports)
    return Phrase(
        text=N_("Nothing unusual in {n} mailbox."),
        plural=N_("Nothing unusual in {n} mailboxes."),
        count="n",
        params={"n": mailboxes},
    )


def last_look(known: Known, words: Words, *, now: datetime) -> str:
    """When we last looked, how we watch, and how much could not be seen."""
    taken = max((report.taken_at for report in known.reports), default=None)
    blind = sum(not isinstance(result.outcome, Checked) for report in known.reports for result in report.results)
    return dotted(
        words(N_("Last look {when}"), when=ago(taken, words, now=now)) if taken is not None else "",
        _watching(known, words) if known.accounts else "",
        _gap(known.gap, words) if known.gap is not None else "",
        words(
            Phrase(
                text=N_("{n} thing could not be looked at"),
                plural=N_("{n} things could not be looked at"),
                count="n",
                params={"n": blind},
            )
        )
        if blind
        else "",
    )


def _watching(known: Known, words: Words) -> str:
    if not known.states:
        return words(N_("not watching in the background"))
    return words(_SIGHTS[max((state.sight for state in known.states), key=_ORDER.index)])


def _gap(gap: Watched, words: Words) -> str:
    """A span that nobody watched; what was sent in it was read afterwards."""
    text = N_("not watched from {since:moment} to {until:moment}, read afterwards")
    return words(text, since=gap.since, until=gap.until)


def card(area: Area, known: Known, words: Words, *, now: datetime) -> CardView:
    """One area over all accounts."""
    found = [r.finding.severity for _, r in known.present() if area_of(r.finding.kind.code) is area]
    results = [(report, result) for report, result in _results(known) if area_of(result.code) is area]
    looked = [report.taken_at for report, result in results if isinstance(result.outcome, Checked)]
    blind = [result for _, result in results if not isinstance(result.outcome, Checked)]
    telling = [severity for severity in found if severity > Severity.INFO]
    if telling:
        result_words = words(N_("{n} to look at"), n=len(telling))
        tone = max(telling).word
    elif looked:
        result_words, tone = words(N_("Nothing unusual")), "fine"
    elif blind:
        result_words, tone = words(N_("Could not be looked at")), "blind"
    else:
        result_words, tone = words(N_("Not looked at yet")), "blind"
    when = words(N_("Looked {when}"), when=ago(max(looked), words, now=now)) if looked else ""
    if blind and not looked:
        # Nothing was seen: why, rather than how often not.
        when = render_reason(blind[0].outcome, words) or ""
    return CardView(
        area=area,
        icon=AREA_ICONS[area],
        title=words(AREA_TITLES[area]),
        result=result_words,
        when=when,
        unseen=_unseen_line(blind, words) if looked else "",
        tone=tone,
    )


def unseen(known: Known, words: Words, area: Area | None = None) -> UnseenView | None:
    """What could not be looked at, in all areas or in one; None where there is nothing to say."""
    rows: list[UnseenRow] = []
    for report, result in _results(known):
        if isinstance(result.outcome, Checked) or (area is not None and area_of(result.code) is not area):
            continue
        told = words.in_zone(zone_of(report.time_zone, words))
        what = dotted(told(result.title), report.account or "")
        rows.append(UnseenRow(what=what, why=render_reason(result.outcome, told) or ""))
    return UnseenView(heading=words(N_("What we could not see")), rows=tuple(rows)) if rows else None


def _results(known: Known) -> list[tuple[Report, CheckResult]]:
    return [(report, result) for report in known.reports for result in report.results]


def _unseen_line(blind: list[CheckResult], words: Words) -> str:
    if not blind:
        return ""
    if len(blind) == 1 and isinstance(blind[0].outcome, NotChecked):
        return words(N_("Not seen: {what}"), what=words(blind[0].title))
    return words(N_("{n} not seen"), n=len(blind))


def _attention(known: Known, words: Words, *, now: datetime) -> AttentionView | None:
    grave = [(r, f) for r, f in known.present() if f.finding.severity >= Severity.WARNING]
    if not grave:
        return None
    report, reported = grave[0]
    told = words.in_zone(zone_of(report.time_zone, words))
    title, lead = split_title(render_finding(reported.finding, told).title)
    return AttentionView(
        ref=ref_of(report, reported),
        severity=reported.finding.severity,
        badge=words(SEVERITY_NAMES[reported.finding.severity]),
        title=title,
        lead=lead,
        facts=facts(report, reported, told, now=now),
        button=words(N_("Read what to do")),
        more=words(N_("and {n} more"), n=len(grave) - 1) if len(grave) > 1 else "",
        guide=guide_button(known, ref_of(report, reported), words),
    )


def _chart_account(known: Known) -> str | None:
    """The account whose sending is worth showing first: the one with the gravest finding about it."""
    for report, reported in known.present():
        if report.account is not None and area_of(reported.finding.kind.code) is Area.SENDING:
            return report.account_key
    return next((report.account_key for report in known.reports if report.account is not None), None)


def _chart_label(known: Known, words: Words) -> str:
    key = _chart_account(known)
    report = next((r for r in known.reports if r.account_key == key), None)
    return words.value(report.account) if report is not None and report.account is not None else ""


def _step(known: Known, words: Words, *, besides: FindingRef | None) -> StepView | None:
    """The first step of the next finding; the one that stands above as a card of its own is not said twice."""
    for report, reported in known.present():
        finding = reported.finding
        if finding.severity is Severity.INFO or not finding.kind.do_first or ref_of(report, reported) == besides:
            continue
        told = words.in_zone(zone_of(report.time_zone, words))
        message = render_finding(finding, told)
        return StepView(
            heading=words(N_("Next step")),
            text=message.do_first[0],
            reason=split_title(message.title)[0],
            button=words(N_("Open")),
            ref=ref_of(report, reported),
        )
    return None


def _list_step(known: Known, words: Words) -> StepView | None:
    """The next step of the checklist."""
    following = next_step(known.steps)
    if following is None or following.step.words is None:
        return None
    return StepView(
        heading=words(N_("Next step of the checklist")),
        text=following.step.words.title.said(words.lang),
        reason=following.step.words.why.said(words.lang),
        button=words(N_("Open")),
        step=following.step.id,
    )


def _due(known: Known, words: Words, *, now: datetime) -> DueView | None:
    again = len(due_again(known.steps, now=now))
    if not again:
        return None
    told = Phrase(
        text=N_("{n} step of the checklist is due again."),
        plural=N_("{n} steps of the checklist are due again."),
        count="n",
        params={"n": again},
    )
    return DueView(text=words(told), button=words(N_("Open the checklist")))
