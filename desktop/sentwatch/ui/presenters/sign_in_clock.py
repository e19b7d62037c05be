"""Comparing this computer's clock: whom to ask, and what it came to, in words."""

from __future__ import annotations

from dataclasses import dataclass

from sentwatch.core.clock_offset import WAY_WORDS, ClockLook
from sentwatch.core.findings import Finding
from sentwatch.core.phrase import N_
from sentwatch.service.other_clocks import NOBODY_TOLD
from sentwatch.service.sign_in_overview import SignInOverview
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.sign_in_review import FoundView, found_view
from sentwatch.ui.presenters.times import joined


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """The card. `choices` are (account's id, words); the empty id is for a host that is named."""

    heading: str
    intro: str
    choose: str
    choices: tuple[tuple[str, str], ...]
    note: str
    host: str
    hint: str
    ask: str
    busy: str
    cancel: str


def clock_view(overview: SignInOverview, words: Words) -> ClockView:
    """The card, with the mailboxes' own servers first."""
    accounts = tuple(
        (seen.account.id, words(N_("The mail server of {address}"), address=seen.account.address))
        for seen in overview.accounts
    )
    return ClockView(
        heading=words(N_("This computer's clock")),
        intro=words(N_("Codes are made from the time: a clock that is off makes them wrong.")),
        choose=words(N_("Compare with")),
        choices=(*accounts, ("", words(N_("A site that you name")))),
        note=words(
            N_(
                "Its outgoing mail server is listened to as it greets; nobody signs in, and no mail is sent. If it "
                "tells no time, its web page is asked."
            )
        ),
        host=words(N_("Name of the site")),
        hint=words(N_("For example your provider's. It learns your internet address.")),
        ask=words(N_("Compare the clock")),
        busy=words(N_("Asking for the time …")),
        cancel=words(N_("Cancel")),
    )


def clock_words(look: ClockLook, findings: tuple[Finding, ...], words: Words) -> FoundView:
    """How the clocks differ, and by whom that is known; or that nobody told."""
    silent = tuple(words(trouble.title, **trouble.params) for trouble in look.asked)
    offset = look.offset
    if offset is None:
        tone = "blind" if look.is_silent else "notice"
        return FoundView(
            tone=tone,
            title=words(NOBODY_TOLD),
            detail=joined(words, *silent),
            do_first=words(N_("Compare with a site that you name.")),
        )
    measured = words(
        N_("Compared with {host}: {offset} seconds, give or take {uncertainty}."),
        host=offset.host,
        offset=f"{offset.offset_s:+.1f}",
        uncertainty=f"{offset.uncertainty_s:.1f}",
    )
    detail = joined(words, measured, words(WAY_WORDS[offset.way]), *silent)
    if findings:
        found = found_view(findings[0], words)
        return FoundView(tone=found.tone, title=found.title, detail=detail, do_first=found.do_first)
    return FoundView(tone="fine", title=words(N_("The clock is right.")), detail=detail)
