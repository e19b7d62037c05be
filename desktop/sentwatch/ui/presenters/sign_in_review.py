"""What a review of a password came to, in words: how long guessing takes, what to look at, where it is used too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from sentwatch.core.attack_time import GUESSER_TITLES, STEPS, Guesser, step_of, time_to_guess
from sentwatch.core.checks.password_strength import LOOKS_LIKE
from sentwatch.core.findings import Finding
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.network_list import BREACH_HOST
from sentwatch.core.password_reuse import SiteLogin
from sentwatch.core.password_store import FORM_NAMES, PasswordExport, damaged_rows
from sentwatch.core.passwords import Strength
from sentwatch.core.phrase import N_, Phrase
from sentwatch.service.password import WHAT_LEAVES, PasswordReport
from sentwatch.service.sign_in_overview import SignInOverview
from sentwatch.texts.render import render_finding, render_reason
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.letter import split_title
from sentwatch.ui.presenters.times import dotted, joined

MOST_LOGINS: Final = 30
"""Longer lists are read in the password manager, not here."""

_SCALE: Final = ("urgent", "urgent", "warning", "warning", "notice", "notice", "fine", "fine")
"""The colour of each step of the scale: what holds for a year or more is no worry at a guarded page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleView:
    """Who guesses, how long it takes, and how far that reaches on the scale."""

    title: str
    time: str
    reached: int
    steps: int
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundView:
    """One thing that was found, or that could not be looked at."""

    tone: str
    title: str
    detail: str
    do_first: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginsView:
    """A list of logins."""

    heading: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """What a review came to."""

    heading: str
    tone: str
    sentence: str
    scales_heading: str
    scales: tuple[ScaleView, ...]
    found: tuple[FoundView, ...]
    logins: tuple[LoginsView, ...]
    kept: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachView:
    """Where passwords are looked up, and what leaves."""

    heading: str
    intro: str
    switch: str
    what_leaves: str
    is_on: bool
    list_text: str
    choose: str
    remove: str
    has_list: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreView:
    """The exports that are compared."""

    heading: str
    intro: str
    choose: str
    rows: tuple[str, ...]
    remove: str
    note: str
    busy: str
    cancel: str


def result(done: PasswordReport, words: Words, *, is_kept: bool) -> ResultView:
    """The result. `is_kept`: its dated verdict was kept."""
    findings = tuple(one.finding for one in done.report.findings)
    worst = max((finding.severity for finding in findings), default=None)
    count = Phrase(
        text=N_("{n} thing to look at"), plural=N_("{n} things to look at"), count="n", params={"n": len(findings)}
    )
    return ResultView(
        heading=words(N_("What the review came to")),
        tone=worst.word if worst is not None else "fine",
        sentence=words(count) if findings else words(N_("Nothing speaks against this password.")),
        scales_heading=words(N_("How long guessing it takes")),
        scales=scales(done.strength, words) if done.strength is not None else (),
        found=(*(found_view(finding, words) for finding in findings), *_not_looked(done, words)),
        logins=_logins(done, words),
        kept=words(N_("Only the date and what was found are kept; nothing of the password."))
        if is_kept
        else words(N_("Nothing of this is kept.")),
    )


def scales(strength: Strength, words: Words) -> tuple[ScaleView, ...]:
    """How long guessing takes, for each who guesses."""
    return tuple(
        ScaleView(
            title=words(title),
            time=words(time_to_guess(strength.guesses_log10, guesser)),
            reached=step_of(strength.guesses_log10, guesser) + 1,
            steps=STEPS,
            colour=_SCALE[step_of(strength.guesses_log10, guesser)],
        )
        for guesser, title in GUESSER_TITLES.items()
    )


def scale_of_bits(bits: float, words: Words) -> ScaleView:
    """How long it takes whoever has stolen a badly guarded list: half of all possibilities, on average."""
    guesses_log10 = (bits - 1) * 0.30103
    step = step_of(guesses_log10, Guesser.STOLEN_AND_BADLY_KEPT)
    return ScaleView(
        title=words(GUESSER_TITLES[Guesser.STOLEN_AND_BADLY_KEPT]),
        time=words(time_to_guess(guesses_log10, Guesser.STOLEN_AND_BADLY_KEPT)),
        reached=step + 1,
        steps=STEPS,
        colour=_SCALE[step],
    )


def found_view(finding: Finding, words: Words) -> FoundView:
    """A finding in three lines; the whole letter stands in the list of findings."""
    message = render_finding(finding, words)
    title, lead = split_title(message.title)
    # How long guessing takes is drawn above; what the password looks like says more than why that matters.
    looks = tuple(words.value(one.value) for one in finding.evidence if one.label == LOOKS_LIKE)
    return FoundView(
        tone=finding.severity.word,
        title=title,
        detail=words(N_("It looks like: {reasons}."), reasons=looks) if looks else joined(words, lead, message.why),
        do_first=message.do_first[0] if message.do_first else "",
    )


def breach(overview: SignInOverview, words: Words) -> BreachView:
    """The card about lists of leaked passwords."""
    has_list = bool(overview.breach_list)
    name = PurePath(overview.breach_list).name
    return BreachView(
        heading=words(N_("Lists of leaked passwords")),
        intro=words(N_("Off until you switch it on. A list on this computer comes first; then nobody is asked.")),
        switch=words(N_("Ask the breach service")),
        what_leaves=words(WHAT_LEAVES, host=BREACH_HOST),
        is_on=overview.asks_service,
        list_text=words(N_("{name} is used."), name=name)
        if has_list
        else words(N_("Without the network: a downloaded list of SHA-1 hashes.")),
        choose=words(N_("Choose a list …")),
        remove=words(N_("Use it no more")),
        has_list=has_list,
    )


def store(exports: Iterable[PasswordExport], words: Words) -> StoreView:
    """The card about exports of password managers."""
    return StoreView(
        heading=words(N_("Is it used elsewhere too?")),
        intro=words(
            N_(
                "Export your password manager to a file and choose it: Chrome, Edge, Firefox, Safari, Bitwarden, "
                "1Password, KeePass. It is compared in memory and forgotten when you leave this page."
            )
        ),
        choose=words(N_("Choose an export …")),
        rows=tuple(_export(export, words) for export in exports),
        remove=words(N_("Forget it")),
        busy=words(N_("Reading …")),
        cancel=words(N_("Cancel")),
        note=words(
            N_("Delete the file when you are done: it shows all passwords in it. We remind you while it lies there.")
        ),
    )


def _export(export: PasswordExport, words: Words) -> str:
    count = Phrase(text=N_("{n} login"), plural=N_("{n} logins"), count="n", params={"n": len(export.logins)})
    damaged = words(damaged_rows(export.damaged)) if export.damaged else ""
    cut = words(N_("It was longer than we read.")) if export.is_cut else ""
    return dotted(FORM_NAMES[export.form], words(count), damaged, cut)


def _not_looked(done: PasswordReport, words: Words) -> Iterable[FoundView]:
    for one in done.report.results:
        if isinstance(one.outcome, NotChecked | Failed):
            yield FoundView(tone="blind", title=words(one.title), detail=render_reason(one.outcome, words) or "")


def _logins(done: PasswordReport, words: Words) -> tuple[LoginsView, ...]:
    reuse = done.reuse
    if reuse is None:
        return ()
    lists = (
        (N_("The same password:"), reuse.same),
        (N_("A similar password:"), reuse.similar),
        (N_("Can be reset through this mailbox:"), reuse.resets_here),
    )
    return tuple(
        LoginsView(heading=words(heading), rows=tuple(_rows(logins, words))) for heading, logins in lists if logins
    )


def _rows(logins: tuple[SiteLogin, ...], words: Words) -> Iterable[str]:
    for login in logins[:MOST_LOGINS]:
        name = login.site or login.name
        yield words(N_("{site} ({username})"), site=name, username=login.username) if login.username else name
    if len(logins) > MOST_LOGINS:
        yield words(N_("and {n} more"), n=len(logins) - MOST_LOGINS)
