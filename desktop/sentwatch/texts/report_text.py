"""Reports as text for a terminal: one sentence first, then each finding like a letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sentwatch.core.check import Checked
from sentwatch.core.findings import Severity
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.report import Report, ReportedFinding, Status
from sentwatch.core.takeover import STATE_WORDS, TakeoverState
from sentwatch.texts.plain import plain
from sentwatch.texts.render import SEVERITY_NAMES, render_finding, render_reason
from sentwatch.texts.words import Words
from sentwatch.texts.wrapped import wrapped

_MARKS = {Severity.INFO: "·", Severity.NOTICE: "■", Severity.WARNING: "▲", Severity.URGENT: "⬣"}
_STATUSES = {
    Status.NEW: N_("new"),
    Status.CHANGED: N_("changed"),
    Status.STILL: N_("seen before"),
    Status.GONE: N_("no longer there"),
    Status.EARLIER: N_("found earlier, not looked at this time"),
}


def report_text(report: Report, words: Words, *, about: str = "") -> str:
    """The whole report, ending with a line feed; times are told in its own zone.

    `about` is what a report that belongs to no account speaks of.
    """
    return "\n".join(_lines(report, words.for_zone(report.time_zone), about)) + "\n"


def headline(report: Report) -> Phrase:
    """The one sentence that comes first. Never says that nothing was found where nothing could be looked at."""
    present = [r for r in report.findings if r.status is not Status.GONE]
    if present:
        return Phrase(
            text=N_("{n} thing to look at."),
            plural=N_("{n} things to look at."),
            count="n",
            params={"n": len(present)},
        )
    looked = sum(isinstance(r.outcome, Checked) for r in report.results)
    if not looked:
        return phrase(N_("We could not look at anything this time."))
    if looked < len(report.results):
        return phrase(N_("We saw nothing unusual where we could look. Some things could not be looked at."))
    return phrase(N_("We saw nothing unusual."))


_ABOUT: Final = {"mfa": N_("Authenticator"), "password": N_("Password")}
"""What reports of no account are about, where that is neither this computer nor a domain."""


def _lines(report: Report, words: Words, about: str) -> Iterator[str]:
    name = report.account or plain(about) or words(_ABOUT.get(report.account_key, N_("This computer and domain")))
    yield f"{name} — {words.moment(report.taken_at)}"
    yield words(headline(report))
    if report.state not in {None, TakeoverState.USUAL}:
        assert report.state is not None
        yield words(N_("State of the account: {state}."), state=phrase(STATE_WORDS[report.state]))
    for reported in report.findings:
        yield ""
        yield from _finding_lines(reported, words)
    yield ""
    yield words(N_("What was looked at"))
    for titles, is_looked_at, reason in _grouped(report, words):
        state = words(N_("looked at") if is_looked_at else N_("NOT looked at"))
        yield from wrapped(f"{words.listed(titles)}: {state}" + (f" — {reason}" if reason else ""), "  ")


def _grouped(report: Report, words: Words) -> Iterator[tuple[list[str], bool, str | None]]:
    """Checks that ended alike, one after the other, are told in one line."""
    titles: list[str] = []
    before: tuple[bool, str | None] | None = None
    for result in report.results:
        ended = (isinstance(result.outcome, Checked), render_reason(result.outcome, words))
        if before is not None and ended != before:
            yield titles, *before
            titles = []
        titles.append(words(result.title))
        before = ended
    if before is not None:
        yield titles, *before


def _finding_lines(reported: ReportedFinding, words: Words) -> Iterator[str]:
    finding = reported.finding
    message = render_finding(finding, words)
    head = f"{_MARKS[finding.severity]} {words(SEVERITY_NAMES[finding.severity])} ({words(_STATUSES[reported.status])})"
    yield f"{head}  {finding.kind.code}"
    yield from wrapped(message.title, "  ")
    yield from wrapped(message.why, "  ")
    yield from _list(words(N_("It may be harmless:")), message.harmless)
    yield from _list(words(N_("How to check in a minute:")), (message.how_to_check,))
    yield from _list(words(N_("What to do first:")), message.do_first)
    if message.evidence:
        yield f"  {words(N_('What we saw:'))}"
        for label, value in message.evidence:
            yield from wrapped(f"{label}: {value}", "    ")


def _list(head: str, items: Iterable[str]) -> Iterator[str]:
    shown = [item for item in items if item]
    if not shown:
        return
    yield f"  {head}"
    for item in shown:
        yield from wrapped(item, "    - ", "      ")
