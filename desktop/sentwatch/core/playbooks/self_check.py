"""The office's self-check in 25 questions, scored like IPA's five-minute one, prefilled from what the probes saw."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.playbooks.checklist import EvidenceKind, StepAnswer, StepState, StepView
from sentwatch.core.wording import Wording


class SelfAnswer(enum.Enum):
    """What the office says. The points are IPA's: 4, 2, 0, and −1 for not knowing.

    What does not apply counts as done, as IPA's own explanation of the sheet does it.
    """

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not-done"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


POINTS: Final = {
    SelfAnswer.DONE: 4,
    SelfAnswer.PARTLY: 2,
    SelfAnswer.NOT_DONE: 0,
    SelfAnswer.UNKNOWN: -1,
    SelfAnswer.NOT_APPLICABLE: 4,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `steps` are the checklist steps whose state suggests an answer.

    `is_seen_whole` is false where a program on one computer sees a part only: it then suggests "partly" at most.
    """

    id: str
    part: str
    words: Wording
    better: Wording
    steps: tuple[str, ...] = ()
    is_seen_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the questionnaire, with its heading."""

    id: str
    title: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What a total from `least` points on means, in words; the bands are IPA's (100, 70, 50, below)."""

    least: int
    words: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheck:
    """The questionnaire: parts, questions, and bands from the highest down."""

    parts: tuple[Part, ...]
    questions: tuple[Question, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How the answers add up. `band` is None until every question is answered; `first` is what to do first."""

    points: int
    most: int
    answered: int
    asked: int
    first: tuple[Question, ...]
    band: Band | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheckResult:
    """The answers of one self-check, and when it was finished."""

    at: datetime
    answers: Mapping[str, SelfAnswer]


ENOUGH: Final = 70
"""From so many points on the checklist's step is done: IPA's band "most is in place" begins there."""


def self_check_answer(check: SelfCheck, result: SelfCheckResult) -> StepAnswer:
    """Return how the checklist step about the self-check stands after it; the evidence is the points."""
    found = score(check, result.answers)
    return StepAnswer(
        state=StepState.OK if found.points >= ENOUGH else StepState.ATTENTION,
        evidence_kind=EvidenceKind.SELF_REPORTED,
        at=result.at,
        evidence=f"{found.points}/{found.most}",
    )


def score(check: SelfCheck, answers: Mapping[str, SelfAnswer]) -> Score:
    """Add up the answers; unknown and not done come first, in the order of the questionnaire (its basics lead)."""
    given = [(question, answers[question.id]) for question in check.questions if question.id in answers]
    points = sum(POINTS[answer] for _, answer in given)
    open_ones = [question for question, answer in given if POINTS[answer] <= 0]
    partly = [question for question, answer in given if answer is SelfAnswer.PARTLY]
    is_whole = len(given) == len(check.questions)
    return Score(
        points=points,
        most=len(check.questions) * POINTS[SelfAnswer.DONE],
        answered=len(given),
        asked=len(check.questions),
        first=(*open_ones, *partly),
        band=next((band for band in check.bands if points >= band.least), None) if is_whole else None,
    )


def suggestions(check: SelfCheck, views: Iterable[StepView]) -> dict[str, SelfAnswer]:
    """Return an answer to start from for each question the checklist knows something about; a person confirms it.

    Steps not known leave the question open. What is due again counts as not known: old ticks are no evidence.
    """
    known = {seen.step.id: seen for seen in views}
    found: dict[str, SelfAnswer] = {}
    for question in check.questions:
        seen = [known[step] for step in question.steps if step in known]
        states: set[StepState] = {view.state for view in seen} - {StepState.NOT_APPLICABLE}
        if not states or StepState.UNKNOWN in states or any(view.is_due and _is_ok(view) for view in seen):
            continue
        found[question.id] = _suggested(question, seen, states)
    return found


def _is_ok(view: StepView) -> bool:
    return view.state is StepState.OK


def _suggested(question: Question, seen: Iterable[StepView], states: set[StepState]) -> SelfAnswer:
    if states == {StepState.OK}:
        only_seen_here = any(view.evidence_kind is EvidenceKind.AUTOMATIC for view in seen)
        return SelfAnswer.PARTLY if only_seen_here and not question.is_seen_whole else SelfAnswer.DONE
    return SelfAnswer.NOT_DONE if states == {StepState.NOT_OK} else SelfAnswer.PARTLY
