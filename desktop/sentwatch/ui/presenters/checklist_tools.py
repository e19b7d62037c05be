"""What belongs to the checklist beside its steps: contacts, self-check, lessons, the office's shared addresses."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.office import OfficeFacts
from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.contacts import missing_roles
from sentwatch.core.playbooks.lessons import standings
from sentwatch.core.playbooks.self_check import score
from sentwatch.service.office_steps import CONTACTS_STEP, LESSONS_STEP, OFFICE_STEP, SELF_CHECK_STEP
from sentwatch.texts.words import Words
from sentwatch.ui.checklist_book import ChecklistBook
from sentwatch.ui.presenters.step_states import day_of
from sentwatch.ui.presenters.times import dotted


class Tool(enum.Enum):
    """A part of the checklist with a page of its own."""

    CONTACTS = "contacts"
    SELF_CHECK = "self-check"
    LESSONS = "lessons"
    OFFICE = "office"


TOOL_TITLES: Final = {
    Tool.CONTACTS: N_("Contact list"),
    Tool.SELF_CHECK: N_("Self-check"),
    Tool.LESSONS: N_("Short lessons"),
    Tool.OFFICE: N_("Shared addresses, leavers"),
}
TOOL_ICONS: Final = {
    Tool.CONTACTS: "phone",
    Tool.SELF_CHECK: "self-check",
    Tool.LESSONS: "lesson",
    Tool.OFFICE: "people",
}
TOOL_OF_STEP: Final = {
    CONTACTS_STEP: Tool.CONTACTS,
    SELF_CHECK_STEP: Tool.SELF_CHECK,
    LESSONS_STEP: Tool.LESSONS,
    OFFICE_STEP: Tool.OFFICE,
}
"""The steps that are answered on a page of their own."""

_FOR: Final = {
    Audience.INDIVIDUAL: (Tool.CONTACTS, Tool.LESSONS),
    Audience.SMALL_OFFICE: (Tool.CONTACTS, Tool.SELF_CHECK, Tool.LESSONS, Tool.OFFICE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolView:
    """A tool's card: what it is, and how it stands."""

    tool: Tool
    icon: str
    title: str
    facts: str


def tools(book: ChecklistBook, words: Words, *, now: datetime) -> tuple[ToolView, ...]:
    """The tools for this audience."""
    return tuple(
        ToolView(
            tool=tool,
            icon=TOOL_ICONS[tool],
            title=words(TOOL_TITLES[tool]),
            facts=_facts(tool, book, words, now=now),
        )
        for tool in _FOR[book.now.audience]
    )


def _facts(tool: Tool, book: ChecklistBook, words: Words, *, now: datetime) -> str:
    match tool:
        case Tool.CONTACTS:
            return _contacts(book, words)
        case Tool.SELF_CHECK:
            return _self_check(book, words, now=now)
        case Tool.LESSONS:
            return _lessons(book, words, now=now)
        case Tool.OFFICE:
            return dotted(*_office(book.notes.facts, words)) or words(N_("nothing written down yet"))


def _contacts(book: ChecklistBook, words: Words) -> str:
    if not book.notes.contacts:
        return words(N_("empty so far"))
    missing = len(missing_roles(book.notes.contacts, book.now.audience))
    if not missing:
        return words(N_("complete"))
    return words(
        Phrase(text=N_("{n} number still missing"), plural=N_("{n} numbers still missing"), count="n",
               params={"n": missing})
    )  # fmt: skip


def _self_check(book: ChecklistBook, words: Words, *, now: datetime) -> str:
    if book.notes.results:
        last = book.notes.results[-1]
        points = words(N_("{points} points"), points=score(book.questions, last.answers).points)
        return dotted(points, day_of(last.at, words, now=now))
    answered = score(book.questions, book.notes.answers).answered
    return words(N_("{n} of {total} answered"), n=answered, total=len(book.questions.questions))


def _lessons(book: ChecklistBook, words: Words, *, now: datetime) -> str:
    count = len(book.lessons)
    if not book.notes.people:
        minutes = sum(lesson.minutes for lesson in book.lessons)
        return words(N_("{n} lessons, {minutes} minutes in all"), n=count, minutes=minutes)
    found = standings(book.lessons, book.notes.completions, book.notes.people, now=now)
    done = sum(len(one.done) for one in found)
    return words(N_("{done} of {total} done"), done=done, total=count * len(book.notes.people))


def _office(facts: OfficeFacts, words: Words) -> Iterator[str]:
    if facts.shared:
        yield words(
            Phrase(
                text=N_("{n} shared address"),
                plural=N_("{n} shared addresses"),
                count="n",
                params={"n": len(facts.shared)},
            )
        )
    gone = len(facts.leavers)
    if gone:
        yield words(Phrase(text=N_("{n} person left"), plural=N_("{n} people left"), count="n", params={"n": gone}))
