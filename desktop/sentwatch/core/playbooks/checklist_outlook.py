"""What the checklist asks for next: steps that are due again, the next to take, and what a finished list rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sentwatch.core.playbooks.checklist import EvidenceKind, StepState, StepView


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """A list with nothing open: how many steps were seen, how many are as their owner says, what comes due first."""

    seen: int
    said: int
    not_applicable: int
    next_due: StepView | None = None


def due_again(views: Iterable[StepView], *, now: datetime) -> tuple[StepView, ...]:
    """The steps that were settled once and wait again: their answer is too old, or its snooze is over.

    What was never answered is open, and what was found not ok is to be done: neither is told as due again.
    """
    return tuple(view for view in views if view.is_due and view.due is not None and view.due <= now)


def next_step(views: Iterable[StepView]) -> StepView | None:
    """The first step that waits for somebody, None where none does. Views come first things first."""
    return next((view for view in views if view.is_due), None)


def finish(views: Iterable[StepView]) -> Finish | None:
    """What a list rests on of which every step is done or does not apply; None while something is open or put off."""
    known = tuple(views)
    settled = [view for view in known if view.state in {StepState.OK, StepState.NOT_APPLICABLE} and not view.is_due]
    if not known or len(settled) < len(known):
        return None
    done = [view for view in settled if view.state is StepState.OK]
    coming = sorted((view for view in settled if view.due is not None), key=lambda view: (view.due, view.step.id))
    return Finish(
        seen=sum(view.evidence_kind is EvidenceKind.AUTOMATIC for view in done),
        said=sum(view.evidence_kind is EvidenceKind.SELF_REPORTED for view in done),
        not_applicable=len(settled) - len(done),
        next_due=coming[0] if coming else None,
    )
