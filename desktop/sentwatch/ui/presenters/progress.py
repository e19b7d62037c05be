"""Where a running look stands, honestly: what, how many, how fast, how long still."""

from __future__ import annotations

from dataclasses import dataclass

from sentwatch.core.phrase import N_
from sentwatch.ports.progress import Step
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.times import dotted


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressView:
    """`share` is None while the whole is unknown: no bar is shown then, only what was done."""

    what: str
    detail: str
    share: float | None


def progress(step: Step, words: Words) -> ProgressView:
    """The step in words."""
    return ProgressView(
        what=words(step.what),
        detail=dotted(
            _count(step, words),
            words(N_("{rate} a second"), rate=round(step.rate_per_s)) if step.rate_per_s else "",
            words(N_("{left:duration} left"), left=step.left_s) if step.left_s is not None else "",
        ),
        share=min(1.0, step.done / step.total) if step.total else None,
    )


def _count(step: Step, words: Words) -> str:
    if step.total:
        return words(N_("{done} of {total}"), done=step.done, total=step.total)
    return words.number(step.done) if step.done else ""
