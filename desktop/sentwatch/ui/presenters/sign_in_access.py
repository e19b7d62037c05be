"""App passwords and connected apps of one account in words: what is noted, how each stands, when it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from sentwatch.core.access_ledger import (
    ADVICE_WORDS,
    ANSWER_WORDS,
    KIND_NAMES,
    PAGES,
    QUESTIONS,
    WHY,
    AccessAnswer,
    AccessEntry,
    AccessKind,
    AccessStanding,
    Advice,
)
from sentwatch.core.phrase import N_
from sentwatch.service.sign_in_review import SignInSeen
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.sign_in import ACCESS, TITLES, LinkView, next_look, provider_link
from sentwatch.ui.presenters.times import dotted

_TONES: Final = {
    Advice.NOTHING: "fine",
    Advice.LOOK_AGAIN: "info",
    Advice.REMOVE: "notice",
    Advice.REMOVE_AND_CHANGE_PASSWORD: "urgent",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KindView:
    """One sort of key: the question, why it matters, and where the provider lists it."""

    title: str
    question: str
    why: str
    link: LinkView


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One key. `answers` are (value, words); our own cannot be answered or taken off."""

    id: str
    label: str
    facts: str
    advice: str
    tone: str
    answer: AccessAnswer | None
    answers: tuple[tuple[AccessAnswer | None, str], ...]
    is_ours: bool
    take_off: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessView:
    """The page."""

    header: HeaderView
    kinds: tuple[KindView, ...]
    list_heading: str
    empty: str
    entries: tuple[EntryView, ...]
    add_heading: str
    kind_label: str
    kind_choices: tuple[tuple[AccessKind, str], ...]
    name_label: str
    name_hint: str
    made_label: str
    made_hint: str
    made_wrong: str
    add: str
    undo: str


def access(seen: SignInSeen, words: Words) -> AccessView:
    """The page for one account."""
    words = words.for_zone(seen.account.time_zone)
    return AccessView(
        header=HeaderView(sentence=words(TITLES[ACCESS]), detail=words.value(seen.account.address)),
        kinds=tuple(
            KindView(
                title=words(KIND_NAMES[kind]),
                question=words(QUESTIONS[kind]),
                why=words(WHY[kind]),
                link=provider_link(seen, words(N_("Open the provider's page")), *PAGES[kind], "security"),
            )
            for kind in AccessKind
        ),
        list_heading=words(N_("What is noted")),
        empty=words(N_("Nothing is noted yet. Only you can see the provider's lists; note here what stands there.")),
        entries=tuple(_entry(one, words) for one in seen.access),
        add_heading=words(N_("Note one")),
        kind_label=words(N_("What it is")),
        kind_choices=tuple((kind, words(KIND_NAMES[kind])) for kind in AccessKind),
        name_label=words(N_("The name it has on the provider's page")),
        name_hint=words(N_("For example: Mail on the old phone. Never the app password itself.")),
        made_label=words(N_("Made on (if you know)")),
        made_hint=words(N_("Year-month-day, for example 2025-10-18")),
        made_wrong=words(N_("Write it like 2025-10-18.")),
        add=words(N_("Note it")),
        undo=words(N_("Undo")),
    )


def taken_off(entry: AccessEntry, words: Words) -> str:
    """What is said after an entry was taken off."""
    return words(N_("“{label}” was taken off this list. At the provider nothing has changed."), label=entry.label)


def read_day(text: str) -> datetime | None:
    """A day as it was typed; None where it is none. ValueError where it cannot be read."""
    squeezed = text.strip().replace("/", "-").replace(".", "-")
    if not squeezed:
        return None
    parts = squeezed.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        raise ValueError
    return datetime.combine(date(*(int(part) for part in parts)), time(12), tzinfo=UTC)


def _entry(one: AccessStanding, words: Words) -> EntryView:
    entry = one.entry
    advice = words(ADVICE_WORDS[one.advice])
    if one.advice is Advice.NOTHING and one.due is not None:
        advice = next_look(one.due, words)
    if entry.is_ours:
        advice = words(N_("Sentwatch itself signs in with it."))
    return EntryView(
        id=entry.id,
        label=entry.label,
        facts=dotted(words(KIND_NAMES[entry.kind]), "" if entry.is_ours else words(one.age)),
        advice=advice,
        tone="blind" if entry.answer is AccessAnswer.REMOVED else _TONES[one.advice],
        answer=entry.answer,
        answers=(
            (None, words(N_("Not answered"))),
            *((answer, words(ANSWER_WORDS[answer])) for answer in AccessAnswer),
        ),
        is_ours=entry.is_ours,
        take_off=words(N_("Take it off this list")),
    )
