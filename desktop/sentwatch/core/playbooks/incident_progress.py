"""How far somebody is with an incident: a journal of ticks with their times, and everything else derived from it."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.incident import Phase, PlannedStep, Playbook, Situation


class Mark(enum.Enum):
    """What somebody said of a step."""

    DONE = "done"
    SKIPPED = "skipped"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One tick, in the order they were made. Nothing is ever taken out: the journal is part of the record."""

    step: str
    mark: Mark
    at: datetime
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A line somebody wrote into the journal: a call, a reference number, what was seen."""

    text: str
    at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A time it was closed and opened again."""

    ended_at: datetime
    reopened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident as it is kept: what, for whom, since when, and the journal. `ended_at` closes it."""

    id: str
    situation: Situation
    audience: Audience
    noticed_at: datetime
    account: str | None = None
    journal: tuple[JournalEntry, ...] = ()
    ended_at: datetime | None = None
    remarks: tuple[Remark, ...] = ()
    closings: tuple[Closing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStanding:
    """A step and how it stands; `at` is when it was last marked, None where it never was."""

    planned: PlannedStep
    mark: Mark
    at: datetime | None = None
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.mark is Mark.UNDONE


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseStanding:
    """How far one phase is."""

    phase: Phase
    steps: tuple[StepStanding, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every step was done or skipped."""
        return not any(step.is_open for step in self.steps)

    @property
    def completed_at(self) -> datetime | None:
        """When the last step was marked, None while one is open or where there is none."""
        times = [step.at for step in self.steps if step.at is not None]
        return max(times) if times and self.is_complete else None


class StepRefused(ValueError):  # noqa: N818 - said to a program, shown to nobody
    """The step does not stand in this playbook for this audience, may not be skipped, or the incident has ended."""


NOTE_CHARACTERS: Final = 2_000
"""Longer than any note needs; what is pasted by mistake is cut."""


def mark_step(
    incident: Incident, book: Playbook, step: str, mark: Mark, *, at: datetime, note: str = "", by: str = ""
) -> Incident:
    """Write a tick into the journal. Saying again what is already said changes nothing.

    Raises StepRefused for a step that does not belong here, for skipping one that must not be left out, and after
    the end of the incident.
    """
    if incident.ended_at is not None:
        raise StepRefused(f"incident {incident.id} has ended")
    planned = next((one for one in book.steps_for(incident.audience) if one.step.id == step), None)
    if planned is None:
        raise StepRefused(f"no step {step} here")
    if mark is Mark.SKIPPED and not planned.step.may_be_skipped:
        raise StepRefused(f"step {step} must not be left out")
    note = note.strip()[:NOTE_CHARACTERS]
    before = _latest(incident.journal).get(step)
    if mark is (before.mark if before else Mark.UNDONE) and note == (before.note if before else ""):
        return incident
    entry = JournalEntry(step=step, mark=mark, at=at, note=note, by=by)
    return replace(incident, journal=(*incident.journal, entry))


def standing(incident: Incident, book: Playbook) -> tuple[PhaseStanding, ...]:
    """Return every phase that has steps for this audience. Ticks of steps an older file had are left aside."""
    latest = _latest(incident.journal)
    phases = []
    for phase in Phase:
        steps = tuple(_step(planned, latest) for planned in book.steps_for(incident.audience, phase))
        if steps:
            phases.append(PhaseStanding(phase=phase, steps=steps))
    return tuple(phases)


def next_step(phases: Iterable[PhaseStanding]) -> PlannedStep | None:
    """Return the first step that is open, in the order of phases; None when all is done."""
    return next((step.planned for phase in phases for step in phase.steps if step.is_open), None)


def end(incident: Incident, *, at: datetime) -> Incident:
    """Close the incident; open steps stay open in the record."""
    return incident if incident.ended_at is not None else replace(incident, ended_at=at)


def reopen(incident: Incident, *, at: datetime) -> Incident:
    """Take the end back: it began again, or it was closed by mistake. The journal says both."""
    if incident.ended_at is None:
        return incident
    closing = Closing(ended_at=incident.ended_at, reopened_at=at)
    return replace(incident, ended_at=None, closings=(*incident.closings, closing))


def remark(incident: Incident, text: str, *, at: datetime, by: str = "") -> Incident:
    """Write a line into the journal, also after the end; an empty one changes nothing."""
    text = text.strip()[:NOTE_CHARACTERS]
    if not text:
        return incident
    return replace(incident, remarks=(*incident.remarks, Remark(text=text, at=at, by=by)))


def change_guide(incident: Incident, *, situation: Situation, audience: Audience) -> Incident:
    """Follow another playbook: it turned out to be something else. Ticks of steps both have stay ticked."""
    return replace(incident, situation=situation, audience=audience)


def _latest(journal: Iterable[JournalEntry]) -> dict[str, JournalEntry]:
    # By the order of the journal and not by the clock: clocks are set back, ticks are not.
    return {entry.step: entry for entry in journal}


def _step(planned: PlannedStep, latest: dict[str, JournalEntry]) -> StepStanding:
    entry = latest.get(planned.step.id)
    if entry is None:
        return StepStanding(planned=planned, mark=Mark.UNDONE)
    return StepStanding(planned=planned, mark=entry.mark, at=entry.at, note=entry.note)
