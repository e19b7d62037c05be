"""States of a page that has nothing to show yet: one sentence, one button."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from sentwatch.core.phrase import N_
from sentwatch.core.trouble import Trouble
from sentwatch.texts.render import render_trouble
from sentwatch.texts.words import Words


class Next(enum.Enum):
    """What the one button does."""

    ADD_ACCOUNT = "add-account"
    CHECK_NOW = "check-now"
    SHOW_OVERVIEW = "show-overview"
    LOOK_AT_FILES = "look-at-files"


@dataclass(frozen=True, slots=True, kw_only=True)
class StateView:
    """One sentence, a line of help below it, one button."""

    icon: str
    sentence: str
    detail: str
    button: str
    does: Next


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleView:
    """What happened, what to do first, and a way to try again."""

    title: str
    do_first: str
    retry: str


def first(words: Words) -> StateView:
    """Nothing is set up yet."""
    return StateView(
        icon="mark",
        sentence=words(N_("Tell Sentwatch which mailbox to look after.")),
        detail=words(
            N_(
                "It reads the headers of your sent mail, changes nothing, learns what is usual, and says when "
                "something leaves the usual. Everything stays on this computer."
            )
        ),
        button=words(N_("Add an account")),
        does=Next.ADD_ACCOUNT,
    )


def not_looked_yet(words: Words) -> StateView:
    """There is an account, and no report."""
    return StateView(
        icon="check",
        sentence=words(N_("We have not looked at this yet.")),
        detail=words(N_("The first look takes a minute or two; later ones take seconds.")),
        button=words(N_("Check now")),
        does=Next.CHECK_NOW,
    )


def offline(words: Words) -> StateView:
    """No way to the mail servers."""
    return StateView(
        icon="offline",
        sentence=words(N_("There is no connection to the network.")),
        detail=words(N_("What you see is from the last look. We look again as soon as the network is back.")),
        button=words(N_("Try again")),
        does=Next.CHECK_NOW,
    )


def nothing_found(words: Words, *, sentence: str) -> StateView:
    """We looked and there is nothing to show."""
    return StateView(
        icon="fine",
        sentence=sentence,
        detail=words(N_("What was looked at, and what could not be, is listed on the overview.")),
        button=words(N_("Show the overview")),
        does=Next.SHOW_OVERVIEW,
    )


def nothing_but_trouble(seen: Trouble, words: Words) -> StateView:
    """A trouble, and nothing else to show."""
    message = render_trouble(seen, words)
    return StateView(
        icon="notice",
        sentence=message.title,
        detail=message.do_first,
        button=words(N_("Try again")),
        does=Next.CHECK_NOW,
    )


def trouble(seen: Trouble, words: Words) -> TroubleView:
    """A trouble the user can act on."""
    message = render_trouble(seen, words)
    return TroubleView(title=message.title, do_first=message.do_first, retry=words(N_("Try again")))
