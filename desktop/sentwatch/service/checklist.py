"""Use case: the secure-setup checklist, answered by what was looked at and by its owner, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.checks import KINDS_OF
from sentwatch.core.playbooks.automatic import AutomaticLook, Looked, automatic_look
from sentwatch.core.playbooks.checklist import (
    Audience,
    Checklist,
    ChecklistStep,
    EvidenceKind,
    Progress,
    StepAnswer,
    StepState,
    StepView,
    changed,
    for_audience,
    progress,
    settle,
    snooze,
    view,
)
from sentwatch.ports.clock import Clock
from sentwatch.store.kept import Kept

ANSWERS: Final = "checklist-answers"
SEEN: Final = "checklist-seen"
LAST_INCIDENT: Final = "last-incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDetail:
    """A step as it stands, with what the checks last said of it."""

    view: StepView
    answer: StepAnswer | None
    look: AutomaticLook | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistProgress:
    """The checklist. `looks` gives how every check last ended, over all accounts and this computer.

    `told` gives what people answered elsewhere, in guided checks, by the step it answers.
    """

    checklist: Checklist
    kept: Kept
    looks: Callable[[], Iterable[Looked]]
    clock: Clock
    told: Callable[[], Mapping[str, StepAnswer]] = dict

    def refresh(self) -> None:
        """Let what was looked at since count for the steps."""
        answers = dict(self._answers())
        looks = tuple(self.looks())
        told = self.told()
        for step in self.checklist.steps:
            if step.id in told:
                answers[step.id] = _later(answers.get(step.id), told[step.id])
            seen = automatic_look(step, looks, KINDS_OF)
            if seen is not None:
                answers[step.id] = settle(answers.get(step.id), seen.answer)
        self.kept.put(ANSWERS, answers)

    def views(self, audience: Audience) -> tuple[StepView, ...]:
        """How the steps for this audience stand, first things first."""
        answers = self._answers()
        return tuple(self._view(step, answers) for step in for_audience(self.checklist.steps, audience))

    def detail(self, step_id: str) -> StepDetail | None:
        """One step with its evidence; None for a step there is not."""
        step = self.checklist.step(step_id)
        if step is None:
            return None
        answers = self._answers()
        return StepDetail(
            view=self._view(step, answers),
            answer=answers.get(step_id),
            look=automatic_look(step, tuple(self.looks()), KINDS_OF),
        )

    def progress(self, audience: Audience) -> Progress:
        """How far the checklist is."""
        return progress(self.views(audience))

    def answer(self, step_id: str, state: StepState, *, note: str = "") -> None:
        """Keep what the owner says of a step, dated now."""
        said = StepAnswer(
            state=state, evidence_kind=EvidenceKind.SELF_REPORTED, at=self.clock.now(), evidence=note[:500]
        )
        self._put(step_id, said)

    def snooze(self, step_id: str, *, until: datetime) -> None:
        """Put a step off."""
        unknown = StepAnswer(state=StepState.UNKNOWN, evidence_kind=EvidenceKind.SELF_REPORTED, at=self.clock.now())
        self._put(step_id, snooze(self._answers().get(step_id) or unknown, until=until))

    def take_back(self, step_id: str) -> None:
        """Forget what was answered; the next look answers for itself."""
        self.kept.put(ANSWERS, {name: kept for name, kept in self._answers().items() if name != step_id})
        self.refresh()

    def changed_since_seen(self, audience: Audience) -> tuple[StepView, ...]:
        """The steps whose state is another than when `seen` was last called; none the first time."""
        before = self.kept.get(SEEN, dict[str, StepState])
        return () if before is None else changed(before, self.views(audience))

    def seen(self, audience: Audience) -> None:
        """Remember the states as seen."""
        before = self.kept.get(SEEN, dict[str, StepState]) or {}
        self.kept.put(SEEN, {**before, **{one.step.id: one.state for one in self.views(audience)}})

    def _answers(self) -> Mapping[str, StepAnswer]:
        return self.kept.get(ANSWERS, dict[str, StepAnswer]) or {}

    def _put(self, step_id: str, said: StepAnswer) -> None:
        if self.checklist.step(step_id) is not None:
            self.kept.put(ANSWERS, {**self._answers(), step_id: said})

    def _view(self, step: ChecklistStep, answers: Mapping[str, StepAnswer]) -> StepView:
        last_incident = self.kept.get(LAST_INCIDENT, datetime)
        return view(step, answers.get(step.id), now=self.clock.now(), last_incident=last_incident)


def _later(before: StepAnswer | None, told: StepAnswer) -> StepAnswer:
    """A person's later word counts; what a look said is said again by the look itself."""
    if before is None or before.evidence_kind is EvidenceKind.AUTOMATIC or told.at > before.at:
        return told
    return before


def without_store(checklist: Checklist, audience: Audience, *, now: datetime) -> tuple[StepView, ...]:
    """How the steps stand where nothing was ever kept: nothing is known yet."""
    return tuple(view(step, None, now=now) for step in for_audience(checklist.steps, audience))
