"""What findings about returned mail have in common: their evidence, what joins them, and what limits them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sentwatch.core.findings import Evidence
from sentwatch.core.history import moment
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.returned_mail import ReturnedFacts, Surge
from sentwatch.core.signals import FAMILY_WORDS, Family, Signal
from sentwatch.core.takeover import STATE_WORDS, TakeoverState, state_of

SHOWN_FOR_S: Final = 30 * 86_400.0
"""As long as the bounces themselves still lie in most mailboxes. Ours."""
SHOWN: Final = 5

PASSWORD: Final = N_(
    "If not: change the password at the provider's web page, from a device you trust. Delete nothing yet."
)
SESSIONS: Final = N_(
    "Sign out all other sessions there, and remove app passwords and connected programs you do not know."
)


def surge_evidence(surge: Surge) -> Iterator[Evidence]:
    """Tell a surge by numbers, and by what was quoted of the originals."""
    yield Evidence(label=N_("First"), value=moment(surge.start_s))
    yield Evidence(label=N_("Latest"), value=moment(surge.end_s))
    yield Evidence(label=N_("Messages"), value=len(surge.mails))
    if surge.subjects:
        yield Evidence(label=N_("Subjects of the originals"), value=surge.subjects[:SHOWN])
    if surge.recipients:
        yield Evidence(label=N_("Some of the recipients"), value=surge.recipients[:SHOWN])
    if surge.hosts:
        yield Evidence(label=N_("Servers that took the originals in"), value=surge.hosts[:SHOWN])
    folders = tuple(dict.fromkeys(mail.folder for mail in surge.mails if mail.folder))
    if folders:
        yield Evidence(label=N_("Found in"), value=folders[:SHOWN])


def joined_evidence(families: Iterable[Family], signals: Iterable[Signal], *, now_s: float) -> Iterator[Evidence]:
    """Tell which other signs there are at the same time, and how the account stands by all of them."""
    for family in Family:
        if family in frozenset(families):
            yield Evidence(label=N_("At the same time"), value=phrase(FAMILY_WORDS[family]))
    state = state_of(signals, now_s=now_s)
    if state is not TakeoverState.USUAL:
        yield Evidence(label=N_("State of the account"), value=phrase(STATE_WORDS[state]))


def completeness_evidence(facts: ReturnedFacts) -> Iterator[Evidence]:
    """Tell how whole the Sent copies are, where that is known."""
    share = facts.completeness.share
    if share is not None:
        told = phrase(N_("{share:percent} of {answers} answers"), share=share, answers=facts.completeness.answers)
        yield Evidence(label=N_("Answers whose original lies in Sent"), value=told)


def limits_of(facts: ReturnedFacts) -> Iterator[Phrase]:
    """Say what weakens a look at returned mail."""
    share = facts.completeness.share
    if facts.completeness.is_weak and share is not None:
        yield phrase(
            N_(
                "Only {share:percent} of the answers belong to a message in Sent: copies are missing there, so that "
                "originals we do not know tell less."
            ),
            share=share,
        )
    if facts.waiting:
        yield Phrase(
            text=N_("{n} returned message has not been read yet."),
            plural=N_("{n} returned messages have not been read yet."),
            count="n",
            params={"n": facts.waiting},
        )
