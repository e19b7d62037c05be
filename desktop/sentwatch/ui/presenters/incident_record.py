"""The journal of an incident in words: who did what when, a line of one's own, and the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sentwatch.core.phrase import N_
from sentwatch.texts.journal import journal_lines, journal_text
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.times import dotted, short_day, zone_of

if TYPE_CHECKING:
    from sentwatch.core.playbooks.incident import Playbooks
    from sentwatch.core.playbooks.incident_progress import Incident
    from sentwatch.service.incident_look import IncidentLook


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """One line: when, and below it what, by whom and with which note."""

    when: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """The whole part. `others` are all incidents, to choose from; `end` closes or opens this one."""

    heading: str
    lead: str
    lines: tuple[RecordLine, ...]
    worker: str
    worker_hint: str
    worker_name: str
    add_name: str
    add: str
    copy: str
    copied: str
    save: str
    text: str
    end_heading: str
    end_lead: str
    end: str
    is_over: bool
    another: str
    others_name: str
    others: tuple[tuple[str, str], ...]
    chosen: str


def record(look: IncidentLook, incidents: tuple[Incident, ...], words: Words, *, now: datetime) -> RecordView:
    """The journal, the latest line first: that is what people look for."""
    words = words.in_zone(zone_of(look.time_zone, words))
    incident = look.incident
    lines = journal_lines(incident, look.file, look.books, look.clocks, words)
    is_over = incident.ended_at is not None
    zone = str(words.zone) if look.time_zone is not None else (now.astimezone(words.zone).tzname() or "")
    return RecordView(
        heading=words(N_("Who did what, and when")),
        lead=words(N_("Ticks are written down by themselves. Add calls, reference numbers, what you saw.")),
        lines=tuple(
            RecordLine(when=_when(one.at, words), what=one.what, detail=dotted(one.by, one.note))
            for one in reversed(lines)
        ),
        worker=words(N_("Who is working on it?")),
        worker_hint=words(N_("This name stands beside each new line.")),
        worker_name=look.worker,
        add_name=words(N_("A line of your own")),
        add=words(N_("Write it down")),
        copy=words(N_("Copy the journal")),
        copied=words(N_("Copied")),
        save=words(N_("Save as text …")),
        text=journal_text(
            incident,
            look.file,
            look.books,
            look.clocks,
            words,
            account=look.account.address if look.account is not None else "",
            zone=zone,
        ),
        end_heading=words(N_("Is it over?")),
        end_lead=words(N_("Opened by mistake, or it began again? Nothing of the record is lost."))
        if is_over
        else words(N_("End it when the steps are done and a week stayed quiet, or when it was a false alarm.")),
        end=words(N_("Open it again")) if is_over else words(N_("End the incident …")),
        is_over=is_over,
        another=words(N_("Begin another guide …")),
        others_name=words(N_("Incidents")),
        others=tuple((one.id, _name(one, look.books, words)) for one in incidents),
        chosen=incident.id,
    )


def _when(at: datetime, words: Words) -> str:
    return f"{short_day(at.astimezone(words.zone), words)} {words.time(at)}"


def _name(incident: Incident, books: Playbooks, words: Words) -> str:
    title = books.book(incident.situation).title.said(words.lang)
    return dotted(title, words.moment(incident.noticed_at))
