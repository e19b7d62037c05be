"""The assistant's last stages in words: what kind of mailbox it is, the first look, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sentwatch.core.accounts import Account, Role
from sentwatch.core.check import Checked
from sentwatch.core.findings import Severity
from sentwatch.core.history import Baseline, SentHistory
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.report import Report, Status, troubles_of
from sentwatch.ports.progress import Step
from sentwatch.texts.render import render_finding, render_trouble
from sentwatch.texts.words import Words
from sentwatch.ui.known import FindingRef, ref_of
from sentwatch.ui.presenters.letter import split_title
from sentwatch.ui.presenters.progress import ProgressView, progress
from sentwatch.ui.presenters.times import joined, zone_of

ROLE_NAMES: Final = {
    Role.PERSON: N_("One person"),
    Role.SHARED: N_("Several people"),
    Role.SYSTEM: N_("A program"),
}
ROLE_MEANINGS: Final = {
    Role.PERSON: N_("Unusual hours count as well as unusual numbers."),
    Role.SHARED: N_("Several people keep different hours: only unusual numbers count."),
    Role.SYSTEM: N_("It may send at any hour and to many: only what leaves that habit is told."),
}
_LINES: Final = 3
"""More findings than this are counted, not listed: the page behind the button has room for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxView:
    """The questions about the mailbox, each with its proposal."""

    title: str
    detail: str
    sent: str
    sent_value: str
    sent_hint: str
    sent_missing: str
    role: str
    roles: tuple[tuple[Role, str], ...]
    role_hint: str
    name: str
    name_hint: str
    zone: str
    zone_value: str
    zone_hint: str
    filter: str
    take: str
    cancel: str
    go_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookView:
    """While the first look runs, or after it was stopped. `go_on` is empty while it runs."""

    title: str
    detail: str
    progress: ProgressView | None
    stop: str
    go_on: str
    background: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """One line of what was found; `tone` gives its shape."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundView:
    """What was found, and the one button. `ref` is the finding it opens, None for the overview."""

    title: str
    lines: tuple[FoundLine, ...]
    button: str
    ref: FindingRef | None = None


def mailbox_stage(
    account: Account, words: Words, *, candidates: tuple[str, ...] = (), is_missing: bool = False
) -> MailboxView:
    """The questions. `candidates` are the folders between which somebody must choose."""
    unclear = account.sent_folder is None
    hint = words(N_("The mail it sends is counted there."))
    if unclear:
        hint = (
            words(N_("Several folders may be the one: {names}. Take the one your mail program uses."), names=candidates)
            if candidates
            else words(N_("No folder looks like it. Take the one your mail program puts sent mail into."))
        )
    return MailboxView(
        title=words(N_("What kind of mailbox is it?")),
        detail=words(N_("This is what we propose. All of it can be changed later.")),
        sent=words(N_("Folder with sent mail")),
        sent_value=words.value(account.sent_folder) if account.sent_folder else words(N_("Choose …")),
        sent_hint=hint,
        sent_missing=words(N_("Choose the folder first.")) if is_missing else "",
        role=words(N_("Who sends from it?")),
        roles=tuple((role, words(name)) for role, name in ROLE_NAMES.items()),
        role_hint=words(ROLE_MEANINGS[account.role]),
        name=words(N_("Shown name")),
        name_hint=words(N_("How Sentwatch calls it, if not by the address.")),
        zone=words(N_("Time zone")),
        zone_value=words.value(account.time_zone) if account.time_zone else "UTC",
        zone_hint=words(N_("Which hours are usual is told by it.")),
        filter=words(N_("Search")),
        take=words(N_("Choose")),
        cancel=words(N_("Cancel")),
        go_on=words(N_("Begin the first look")),
    )


def looking(step: Step | None, words: Words) -> LookView:
    """While it runs."""
    begins = ProgressView(what=words(N_("Beginning …")), detail="", share=None)
    return LookView(
        title=words(N_("The first look")),
        detail=words(
            N_("We read the header lines of sent mail, no texts. Later looks read only what is new and take seconds.")
        ),
        progress=begins if step is None else progress(step, words),
        stop=words(N_("Stop")),
        go_on="",
        background=words(N_("Go on in the background")),
    )


def stopped(step: Step | None, words: Words) -> LookView:
    """After it was stopped."""
    done = step.done if step is not None else 0
    return LookView(
        title=words(N_("The first look was stopped.")),
        detail=joined(
            words,
            words(N_("What was read is kept ({n} just now)."), n=done) if done else words(N_("What was read is kept.")),
            words(N_("The next look goes on from there.")),
        ),
        progress=None,
        stop="",
        go_on=words(N_("Go on")),
        background=words(N_("Show the overview")),
    )


def found(report: Report, history: SentHistory | None, words: Words) -> FoundView:
    """What came of the first look, in a few lines."""
    told = words.in_zone(zone_of(report.time_zone, words))
    there = [one for one in report.findings if one.status is not Status.GONE]
    telling = sorted(
        (one for one in there if one.finding.severity > Severity.INFO), key=lambda one: -one.finding.severity
    )
    troubles = troubles_of(report)
    lines = [*_history_lines(history, told)]
    for one in telling[:_LINES]:
        title, _lead = split_title(render_finding(one.finding, told).title)
        lines.append(FoundLine(text=title, tone=one.finding.severity.word))
    if len(telling) > _LINES:
        lines.append(FoundLine(text=words(N_("and {n} more"), n=len(telling) - _LINES), tone="info"))
    lines.extend(FoundLine(text=render_trouble(trouble, words).title, tone="blind") for trouble in troubles[:_LINES])
    return FoundView(
        title=_title(report, len(telling), words),
        lines=tuple(lines),
        button=words(N_("Read what we saw")) if telling else words(N_("Show the overview")),
        ref=ref_of(report, telling[0]) if telling else None,
    )


def _title(report: Report, count: int, words: Words) -> str:
    if count:
        return words(
            Phrase(
                text=N_("{n} thing to look at."), plural=N_("{n} things to look at."), count="n", params={"n": count}
            )
        )
    if not any(isinstance(result.outcome, Checked) for result in report.results):
        return words(N_("We could not look at anything this time."))
    if report.is_blind_somewhere:
        return words(N_("Nothing unusual where we could look."))
    return words(N_("Nothing unusual in this mailbox."))


def _history_lines(history: SentHistory | None, words: Words) -> list[FoundLine]:
    if history is None:
        return []
    if not history.messages or history.first_at is None:
        return [FoundLine(text=words(N_("No sent mail yet. We begin to learn with the first.")), tone="info")]
    read = Phrase(
        text=N_("{n} sent message read, from {first:date} on."),
        plural=N_("{n} sent messages read, from {first:date} on."),
        count="n",
        params={"n": history.messages, "first": history.first_at},
    )
    return [FoundLine(text=words(read), tone="info"), FoundLine(text=words(_usual(history.baseline)), tone="info")]


def _usual(baseline: Baseline) -> Phrase:
    if not baseline.learned_days or not baseline.max_messages:
        return phrase(N_("Too little yet to know what is usual; we learn as you go on."))
    hour, day = baseline.windows_s.index(3_600), baseline.windows_s.index(86_400)
    return phrase(
        N_("Usual for it: at most {hour} messages in an hour, {day} in a day."),
        hour=round(baseline.max_messages[hour]),
        day=round(baseline.max_messages[day]),
    )
