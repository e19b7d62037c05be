"""The tray in words: its state, the line about it, and the menu."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.findings import Severity
from sentwatch.core.phrase import N_
from sentwatch.core.watching import Overall, Sight, overall
from sentwatch.texts.render import SEVERITY_NAMES, render_finding
from sentwatch.texts.words import Words
from sentwatch.ui.known import FindingRef, Known, ref_of
from sentwatch.ui.presenters.letter import split_title
from sentwatch.ui.presenters.overview import headline
from sentwatch.ui.presenters.times import ago, zone_of

SHOWN_FINDINGS: Final = 5
_SHOWN_CHARS: Final = 60

_STATES: Final = {
    Overall.FINE: N_("nothing unusual"),
    Overall.PAUSED: N_("watching is paused"),
    Overall.NOTICE: N_("something to look at"),
    Overall.BLIND: N_("a mailbox cannot be seen at the moment"),
    Overall.WARNING: N_("something needs your attention"),
    Overall.URGENT: N_("something needs your attention now"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayView:
    """What the tray shows: plain text; findings as what to open and how to call it."""

    state: Overall
    tooltip: str
    status: str
    check: str
    check_all: str
    accounts: tuple[tuple[str, str], ...]
    pause: str
    pause_hour: str
    pause_day: str
    resume: str
    is_paused: bool
    findings_heading: str
    findings: tuple[tuple[FindingRef, str], ...]
    version: str
    open: str
    settings: str
    quit: str


def tray(known: Known, words: Words, *, now: datetime) -> TrayView:
    """The tray for what is known now."""
    watched = [account for account in known.accounts if not account.paused]
    state = state_of(known)
    said = words(_STATES[state]) if known.accounts else words(N_("no mailbox is set up yet"))
    return TrayView(
        state=state,
        tooltip=words(N_("Sentwatch: {state}"), state=said),
        status=_status(known, words, now=now),
        check=words(N_("Check now")),
        check_all=words(N_("All mailboxes")),
        accounts=tuple((account.id, words.value(account.address)) for account in watched),
        pause=words(N_("Pause watching")),
        pause_hour=words(N_("For an hour")),
        pause_day=words(N_("Until tomorrow")),
        resume=words(N_("Watch again")),
        is_paused=is_paused(known),
        findings_heading=words(N_("Last findings")),
        findings=tuple(_finding(known, words))[:SHOWN_FINDINGS],
        version=_version(known, words),
        open=words(N_("Open Sentwatch")),
        settings=words(N_("Settings")),
        quit=words(N_("Quit")),
    )


def state_of(known: Known) -> Overall:
    """The one state of everything; where nothing is set up nothing is watched."""
    if not known.accounts:
        return Overall.PAUSED
    worst = max((reported.finding.severity for _, reported in known.present()), default=Severity.INFO)
    return overall(known.states, worst=worst)


def is_paused(known: Known) -> bool:
    """Whether watching as a whole was paused, rather than one account."""
    return any(state.sight is Sight.PAUSED and not state.account.paused for state in known.states)


def _status(known: Known, words: Words, *, now: datetime) -> str:
    if not known.accounts:
        return words(N_("No mailbox is set up yet"))
    looked = max((report.taken_at for report in known.reports if report.account is not None), default=None)
    said = words(headline(known)).rstrip(".。")
    if looked is None:
        return said
    return words(N_("{status} · looked {when}"), status=said, when=ago(looked, words, now=now))


def _version(known: Known, words: Words) -> str:
    """The one line about a newer version; empty where there is none."""
    news = known.version_news
    if news is None or not news.is_newer or news.newest is None:
        return ""
    return words(N_("Version {version} is there"), version=news.newest.version)


def _finding(known: Known, words: Words) -> list[tuple[FindingRef, str]]:
    found = []
    for report, reported in known.present():
        if reported.finding.severity is Severity.INFO:
            continue
        told = words.in_zone(zone_of(report.time_zone, words))
        title = split_title(render_finding(reported.finding, told).title)[0]
        text = words(N_("{severity}: {title}"), severity=words(SEVERITY_NAMES[reported.finding.severity]), title=title)
        found.append((ref_of(report, reported), text if len(text) <= _SHOWN_CHARS else text[: _SHOWN_CHARS - 1] + "…"))
    return found
