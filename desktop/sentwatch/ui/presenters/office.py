"""What an office writes down: shared addresses with those who know the password, and people who left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Final

from sentwatch.core.findings import Severity
from sentwatch.core.office import Leaver, SharedAddress
from sentwatch.core.phrase import N_
from sentwatch.service.office_look import KEY
from sentwatch.texts.render import render_finding
from sentwatch.texts.words import Words
from sentwatch.ui.checklist_book import ChecklistBook
from sentwatch.ui.known import FindingRef, Known, ref_of
from sentwatch.ui.presenters.accounts import QuestionView
from sentwatch.ui.presenters.checklist_tools import TOOL_TITLES, Tool
from sentwatch.ui.presenters.letter import split_title
from sentwatch.ui.presenters.papers import PapersView, papers

_DAY: Final = re.compile(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\s*")
_NAMES: Final = re.compile(r"[,、;\n]+")
MOST_NAMES: Final = 60
"""An address that more people know is told as too widely shared long before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """What follows from the notes; `ref` leads to its finding."""

    text: str
    severity: Severity
    ref: FindingRef


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRow:
    """A shared address as it stands in its fields."""

    address: str
    people: str
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaverRow:
    """Somebody who left."""

    name: str
    left: str
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeView:
    """All of it, with the words of the fields."""

    back: str
    title: str
    lead: str
    papers: PapersView
    notes: tuple[NoteView, ...]
    shared_heading: str
    shared: tuple[SharedRow, ...]
    address: str
    people: str
    people_hint: str
    changed: str
    add_shared: str
    leavers_heading: str
    leavers: tuple[LeaverRow, ...]
    name: str
    left: str
    closed: str
    closed_detail: str
    add_leaver: str
    remove: str
    day_hint: str
    day_wrong: str


def office_view(book: ChecklistBook, known: Known, words: Words) -> OfficeView:
    """The notes as they are kept."""
    facts, zone = book.notes.facts, words.zone
    return OfficeView(
        back=words(N_("All steps")),
        title=words(TOOL_TITLES[Tool.OFFICE]),
        lead=words(N_("No program sees who knows a password. Write it down, and Sentwatch says when one must change.")),
        papers=papers(words),
        notes=tuple(_notes(known, words)),
        shared_heading=words(N_("Addresses several people use")),
        shared=tuple(
            SharedRow(
                address=one.address, people=names_text(one.people, words.lang), changed=day_text(one.changed_at, zone)
            )
            for one in facts.shared
        ),
        address=words(N_("Address")),
        people=words(N_("Who knows the password")),
        people_hint=words(N_("Names with commas between them.")),
        changed=words(N_("Password last changed")),
        add_shared=words(N_("Add an address")),
        leavers_heading=words(N_("People who left")),
        leavers=tuple(
            LeaverRow(name=one.name, left=day_text(one.left_at, zone), is_closed=one.closed_at is not None)
            for one in facts.leavers
        ),
        name=words(N_("Name")),
        left=words(N_("Last day")),
        closed=words(N_("Everything is closed")),
        closed_detail=words(N_("The sheet “When somebody leaves” was gone through to its end.")),
        add_leaver=words(N_("Add a person")),
        remove=words(N_("Remove")),
        day_hint=words(N_("Such as {day}"), day="2025-10-18"),
        day_wrong=words(N_("Write the day as {day}."), day="2025-10-18"),
    )


def _notes(known: Known, words: Words) -> Iterator[NoteView]:
    for report, reported in known.present():
        if report.account_key == KEY:
            title = split_title(render_finding(reported.finding, words).title)[0]
            yield NoteView(text=title, severity=reported.finding.severity, ref=ref_of(report, reported))


def remove_shared_question(address: str, words: Words) -> QuestionView:
    """Ask before an address goes."""
    return QuestionView(
        title=words(N_("Remove {name} from the list?"), name=address),
        detail=words(N_("Who knows its password is forgotten here; the mailbox is not touched.")),
        do=words(N_("Remove")),
        keep=words(N_("Keep")),
    )


def remove_leaver_question(name: str, words: Words) -> QuestionView:
    """Ask before somebody who left goes."""
    return QuestionView(
        title=words(N_("Remove {name} from the list?"), name=name),
        detail=words(N_("Sentwatch then no longer reminds you of what is still open.")),
        do=words(N_("Remove")),
        keep=words(N_("Keep")),
    )


def day_text(at: datetime | None, zone: tzinfo) -> str:
    """A day as it stands in its field."""
    return at.astimezone(zone).date().isoformat() if at is not None else ""


def names_text(names: Iterable[str], lang: str) -> str:
    """Names as they stand in their field."""
    return ("、" if lang == "ja" else ", ").join(names)


def read_day(text: str, zone: tzinfo) -> datetime | None:
    """The beginning of the day that was typed; None for what is no day."""
    found = _DAY.fullmatch(text[:40])
    if found is None:
        return None
    try:
        day = date(*(int(part) for part in found.groups()))
        return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def read_names(text: str) -> tuple[str, ...]:
    """The names that were typed, each once."""
    names = (name.strip() for name in _NAMES.split(text))
    return tuple(dict.fromkeys(name for name in names if name))[:MOST_NAMES]


def shared_address(row: SharedRow, zone: tzinfo) -> SharedAddress:
    """What was typed as what is kept."""
    return SharedAddress(
        address=row.address.strip(), people=read_names(row.people), changed_at=read_day(row.changed, zone)
    )


def leaver(row: LeaverRow, before: Iterable[Leaver], *, now: datetime, zone: tzinfo) -> Leaver:
    """The same of somebody who left; the day the list was closed stays what it was."""
    closed_at = None
    if row.is_closed:
        known = (one.closed_at for one in before if one.name == row.name.strip() and one.closed_at is not None)
        closed_at = next(known, now)
    left_at = read_day(row.left, zone)
    return Leaver(name=row.name.strip(), left_at=left_at if left_at is not None else now, closed_at=closed_at)
