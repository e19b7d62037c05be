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
NOTES: Final = "checklist-notes"
SEEN: Final = "checklist-seen"
LAST_INCIDENT: Final = "last-incident"
NOTE_CHARACTERS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDetail:
    """A step as it stands, with what the checks last said of it, and what its owner wrote down."""

    view: StepView
    answer: StepAnswer | None
    look: AutomaticLook | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistNow:
    """All steps for one audience as they stand, first things first, and those that changed since they were seen."""

    audience: Audience
    details: tuple[StepDetail, ...]
    changed: tuple[StepView, ...] = ()

    @property
    def views(self) -> tuple[StepView, ...]:
        """The steps without what is behind them."""
        return tuple(detail.view for detail in self.details)

    def detail(self, step_id: str) -> StepDetail | None:
        """One step; None for a step that is not for this audience."""
        return next((detail for detail in self.details if detail.view.step.id == step_id), None)


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
        before = self._answers()
        answers = dict(before)
        looks = tuple(self.looks())
        told = self.told()
        for step in self.checklist.steps:
            if step.id in told:
                answers[step.id] = _later(answers.get(step.id), told[step.id])
            seen = automatic_look(step, looks, KINDS_OF)
            if seen is not None:
                answers[step.id] = settle(answers.get(step.id), seen.answer)
        if answers != before:
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
        return self._detail(step, self._answers(), tuple(self.looks()), self._notes())

    def everything(self, audience: Audience) -> ChecklistNow:
        """All steps for this audience with their evidence, after what was looked at since was let count."""
        self.refresh()
        if self.kept.get(SEEN, dict[str, StepState]) is None:
            # From the first time on there is something to compare with.
            self.seen(audience)
        answers, looks, notes = self._answers(), tuple(self.looks()), self._notes()
        return ChecklistNow(
            audience=audience,
            details=tuple(
                self._detail(step, answers, looks, notes) for step in for_audience(self.checklist.steps, audience)
            ),
            changed=self.changed_since_seen(audience),
        )

    def progress(self, audience: Audience) -> Progress:
        """How far the checklist is."""
        return progress(self.views(audience))

    def answer(self, step_id: str, state: StepState, *, note: str = "") -> None:
        """Keep what the owner says of a step, dated now."""
        said = StepAnswer(
            state=state, evidence_kind=EvidenceKind.SELF_REPORTED, at=self.clock.now(), evidence=note[:NOTE_CHARACTERS]
        )
        self._put(step_id, said)

    def take(self, step_id: str, said: StepAnswer) -> None:
        """Keep an answer that another part of the house gives (the contact list, the self-check)."""
        self._put(step_id, said)

    def put_back(self, step_id: str, before: StepAnswer | None) -> None:
        """Undo: let a step be answered as it was before; None where it was not."""
        if before is None:
            self.take_back(step_id)
        else:
            self._put(step_id, before)

    def write_note(self, step_id: str, note: str) -> None:
        """Keep what somebody wants to remember of a step; it stays whatever the answers are. Empty forgets it."""
        if self.checklist.step(step_id) is None:
            return
        notes = {name: text for name, text in self._notes().items() if name != step_id}
        text = note.strip()[:NOTE_CHARACTERS]
        self.kept.put(NOTES, {**notes, step_id: text} if text else notes)

    def snooze(self, step_id: str, *, until: datetime) -> None:
        """Put a step off."""
        unknown = StepAnswer(state=StepState.UNKNOWN, evidence_kind=EvidenceKind.SELF_REPORTED, at=self.clock.now())
        self._put(step_id, snooze(self._answers().get(step_id) or unknown, until=until))

    def take_back(self, step_id: str) -> None:
        """Forget what was answered; the next look answers for itself."""
        self.kept.put(ANSWERS, {name: kept for name, kept in self._answers().items() if name != step_id})
        self.refresh()
        self._saw(step_id)

    def changed_since_seen(self, audience: Audience) -> tuple[StepView, ...]:
        """The steps whose state is another than when `seen` was last called; none the first time."""
        before = self.kept.get(SEEN, dict[str, StepState])
        return () if before is None else changed(before, self.views(audience))

    def seen(self, audience: Audience) -> None:
        """Remember the states as seen."""
        before = self.kept.get(SEEN, dict[str, StepState]) or {}
        self.kept.put(SEEN, {**before, **{one.step.id: one.state for one in self.views(audience)}})

    def _saw(self, step_id: str) -> None:
        """What its owner changes is no news to them."""
        before = self.kept.get(SEEN, dict[str, StepState])
        step = self.checklist.step(step_id)
        if before is not None and step is not None:
            self.kept.put(SEEN, {**before, step_id: self._view(step, self._answers()).state})

    def _detail(
        self, step: ChecklistStep, answers: Mapping[str, StepAnswer], looks: Iterable[Looked], notes: Mapping[str, str]
    ) -> StepDetail:
        return StepDetail(
            view=self._view(step, answers),
            answer=answers.get(step.id),
            look=automatic_look(step, looks, KINDS_OF),
            note=notes.get(step.id, ""),
        )

    def _notes(self) -> Mapping[str, str]:
        return self.kept.get(NOTES, dict[str, str]) or {}

    def _answers(self) -> Mapping[str, StepAnswer]:
        return self.kept.get(ANSWERS, dict[str, StepAnswer]) or {}

    def _put(self, step_id: str, said: StepAnswer) -> None:
        if self.checklist.step(step_id) is not None:
            self.kept.put(ANSWERS, {**self._answers(), step_id: said})
            self._saw(step_id)

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


def nothing_kept(checklist: Checklist, audience: Audience, *, now: datetime) -> ChecklistNow:
    """The same with what is behind it, which is nothing."""
    views = without_store(checklist, audience, now=now)
    return ChecklistNow(audience=audience, details=tuple(StepDetail(view=one, answer=None, look=None) for one in views))
