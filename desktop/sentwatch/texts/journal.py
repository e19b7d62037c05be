"""The journal of an incident in words: when, who, what; as lines for the window and as a text to hand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sentwatch.core.phrase import N_
from sentwatch.core.playbooks.breach_clock import BreachClock
from sentwatch.core.playbooks.incident import Playbooks
from sentwatch.core.playbooks.incident_file import IncidentFile
from sentwatch.core.playbooks.incident_progress import Incident, Mark
from sentwatch.texts.plain import plain
from sentwatch.texts.words import Words

NOTE_CHARACTERS = 2_000

_MARKS = {
    Mark.DONE: N_("Done: {step}"),
    Mark.SKIPPED: N_("Does not apply: {step}"),
    Mark.UNDONE: N_("Tick taken back: {step}"),
}
_NOTED = N_("Note on: {step}")


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """One line. `by` is who wrote it, empty where nobody gave a name; `note` what they added."""

    at: datetime
    what: str
    by: str = ""
    note: str = ""


def journal_lines(
    incident: Incident, file: IncidentFile, books: Playbooks, clocks: Iterable[BreachClock], words: Words
) -> tuple[JournalLine, ...]:
    """All lines in the order of their times; two of the same moment in the order they were made."""
    duties = {(clock.id, duty.id): duty.words.said(words.lang) for clock in clocks for duty in clock.duties}
    lines = [JournalLine(at=incident.noticed_at, what=words(N_("The incident was begun")))]
    lines += _ticks(incident, _titles(books, words), words)
    lines += [
        JournalLine(at=one.at, what=plain(one.text, limit=NOTE_CHARACTERS), by=plain(one.by))
        for one in incident.remarks
    ]
    lines += [
        JournalLine(
            at=one.at,
            by=plain(one.by),
            what=words(N_("Duty to report fulfilled: {duty}"), duty=duties.get((one.law, one.duty), one.law)),
        )
        for one in file.done
    ]
    for closing in incident.closings:
        lines.append(JournalLine(at=closing.ended_at, what=words(N_("Ended"))))
        lines.append(JournalLine(at=closing.reopened_at, what=words(N_("Opened again"))))
    if incident.ended_at is not None:
        lines.append(JournalLine(at=incident.ended_at, what=words(N_("Ended"))))
    return tuple(sorted(lines, key=lambda line: line.at))


def journal_text(
    incident: Incident,
    file: IncidentFile,
    books: Playbooks,
    clocks: Iterable[BreachClock],
    words: Words,
    *,
    account: str,
    zone: str,
) -> str:
    """The journal as plain text, ending with a line feed; times are told in the zone of `words`."""
    head = [
        words(N_("Journal of an incident: {title}"), title=books.book(incident.situation).title.said(words.lang)),
        words(N_("Mailbox: {account}"), account=account) if account else "",
        words(N_("Times in the zone {zone}"), zone=zone) if zone else "",
    ]
    body = []
    for line in journal_lines(incident, file, books, clocks, words):
        who = f" {line.by}:" if line.by else ""
        body.append(f"{words.moment(line.at)}{who} {line.what}")
        if line.note:
            body.append(f"    {line.note}")
    return "\n".join([*(line for line in head if line), "", *body]) + "\n"


def _ticks(incident: Incident, titles: Mapping[str, str], words: Words) -> Iterator[JournalLine]:
    before: dict[str, Mark] = {}
    for entry in incident.journal:
        is_note_alone = before.get(entry.step, Mark.UNDONE) is entry.mark
        said = _NOTED if is_note_alone else _MARKS[entry.mark]
        before[entry.step] = entry.mark
        yield JournalLine(
            at=entry.at,
            by=plain(entry.by),
            what=words(said, step=titles.get(entry.step, entry.step)),
            note=plain(entry.note, limit=NOTE_CHARACTERS),
        )


def _titles(books: Playbooks, words: Words) -> dict[str, str]:
    return {
        planned.step.id: planned.step.title.said(words.lang).rstrip(".。")
        for book in books.books
        for planned in book.planned
    }
