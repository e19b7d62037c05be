"""The secure-setup checklist as a pure state machine: what was seen, what was answered, what is due."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sentwatch.core.playbooks.step_words import StepWords
from sentwatch.core.wording import Wording


class Audience(enum.Enum):
    """Whom a step is for."""

    INDIVIDUAL = "individual"
    SMALL_OFFICE = "small-office"


class StepState(enum.Enum):
    """How a step stands."""

    OK = "ok"
    ATTENTION = "attention"
    NOT_OK = "not-ok"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


class EvidenceKind(enum.Enum):
    """Who says so."""

    AUTOMATIC = "automatic"
    SELF_REPORTED = "self-reported"


INCIDENT_SECTIONS: Final = frozenset({"account-access", "mailbox-settings"})
"""An incident sets these back to due: whoever was in may have changed them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistStep:
    """One thing to do, as the data file defines it. A lower `priority` comes first.

    `codes` name the checks and findings that make the step ok when all of them looked and found nothing; `alarms` see
    a part of it only: they raise a hand when they find something and never make it ok. A star at the end of a name
    stands for every code that begins so (`rule.*`). `pages` are keys of the provider table. `words` is None in tests
    of the machine alone.
    """

    id: str
    section: str
    priority: int
    audiences: frozenset[Audience]
    recheck_days: int
    codes: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    guide: str = ""
    pages: tuple[str, ...] = ()
    words: StepWords | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A group of steps, with its heading."""

    id: str
    title: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """All sections and steps, in the order of the file. `password_rule` is the sentence that stands above them."""

    sections: tuple[Section, ...]
    steps: tuple[ChecklistStep, ...]
    password_rule: Wording

    def step(self, step_id: str) -> ChecklistStep | None:
        """Return the step of this id, None for an id of an older file."""
        return next((step for step in self.steps if step.id == step_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAnswer:
    """The last that is known of a step. An automatic look that could not look carries UNKNOWN.

    `evidence` is what the person wrote down, or, of an automatic look, the codes behind it with spaces between.
    """

    state: StepState
    evidence_kind: EvidenceKind
    at: datetime
    evidence: str = ""
    snoozed_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """How a step stands at a moment. `due` is when it wants attention again; None where nothing is known yet."""

    step: ChecklistStep
    state: StepState
    evidence_kind: EvidenceKind | None = None
    checked_at: datetime | None = None
    due: datetime | None = None
    is_due: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a set of steps is; steps that do not apply are left out of `total`."""

    done: int
    total: int


def view(
    step: ChecklistStep, answer: StepAnswer | None, *, now: datetime, last_incident: datetime | None = None
) -> StepView:
    """How the step stands: an answer from before an incident no longer counts in the sections it touches."""
    if answer is None:
        return StepView(step=step, state=StepState.UNKNOWN)
    is_stale = step.section in INCIDENT_SECTIONS and last_incident is not None and answer.at <= last_incident
    if is_stale:
        due = last_incident
        state: StepState = StepState.UNKNOWN if answer.state is StepState.OK else answer.state
    else:
        due = answer.at + timedelta(days=step.recheck_days)
        state = answer.state
        if answer.snoozed_until is not None:
            due = max(due, answer.snoozed_until) if state is StepState.OK else answer.snoozed_until
    open_now = state in {StepState.ATTENTION, StepState.NOT_OK, StepState.UNKNOWN}
    waits = answer.snoozed_until is not None and not is_stale and now < answer.snoozed_until
    return StepView(
        step=step,
        state=state,
        evidence_kind=answer.evidence_kind,
        checked_at=answer.at,
        due=due,
        is_due=not waits and (open_now or due is None or due <= now),
    )


def for_audience(steps: Iterable[ChecklistStep], audience: Audience) -> tuple[ChecklistStep, ...]:
    """Return the steps for this audience, first things first, in the order of the file within a priority."""
    return tuple(sorted((step for step in steps if audience in step.audiences), key=lambda step: step.priority))


def progress(views: Iterable[StepView]) -> Progress:
    """Count what is ok and not due again."""
    counted = [seen for seen in views if seen.state is not StepState.NOT_APPLICABLE]
    return Progress(done=sum(seen.state is StepState.OK and not seen.is_due for seen in counted), total=len(counted))


def changed(before: Mapping[str, StepState], views: Iterable[StepView]) -> tuple[StepView, ...]:
    """Return the steps whose state is another than last time; a step not known then counts as unknown."""
    return tuple(seen for seen in views if before.get(seen.step.id, StepState.UNKNOWN) is not seen.state)


def settle(before: StepAnswer | None, seen: StepAnswer) -> StepAnswer:
    """Return what counts after an automatic look at a step that had an answer.

    A look that could not look takes nothing away from what a person answered, and a good look does not make a step
    apply that a person said does not. A snooze lasts while the state stays the same.
    """
    if before is None:
        return seen
    if before.evidence_kind is EvidenceKind.SELF_REPORTED:
        if seen.state is StepState.UNKNOWN:
            return before
        if before.state is StepState.NOT_APPLICABLE and seen.state is StepState.OK:
            return before
    return replace(seen, snoozed_until=before.snoozed_until if before.state is seen.state else None)


def snooze(answer: StepAnswer, *, until: datetime) -> StepAnswer:
    """Put a step off; its state stays what it is."""
    return replace(answer, snoozed_until=until)
