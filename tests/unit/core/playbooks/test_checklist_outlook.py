"""What the checklist asks for next, and what it may say when nothing is open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.core.playbooks.checklist import (
    Audience,
    ChecklistStep,
    EvidenceKind,
    StepAnswer,
    StepState,
    snooze,
    view,
)
from sentwatch.core.playbooks.checklist_outlook import due_again, finish, next_step

NOW = datetime(2026, 1, 31, tzinfo=UTC)


def seen(name, state=None, *, days_ago=1, by=EvidenceKind.SELF_REPORTED, put_off=None, last_incident=None):
    step = ChecklistStep(id=name, section="account-access", priority=1, audiences=frozenset(Audience), recheck_days=30)
    answer = None
    if state is not None:
        answer = StepAnswer(state=state, evidence_kind=by, at=NOW - timedelta(days=days_ago))
    if put_off is not None:
        answer = snooze(answer, until=NOW + timedelta(days=put_off))
    return view(step, answer, now=NOW, last_incident=last_incident)


@pytest.mark.parametrize(
    ("one", "is_again"),
    [
        (seen("never"), False),
        (seen("fresh", StepState.OK), False),
        (seen("old", StepState.OK, days_ago=31), True),
        (seen("open", StepState.NOT_OK), False),
        (seen("put-off", StepState.NOT_OK, put_off=2), False),
        (seen("back", StepState.NOT_OK, put_off=0), True),
        (seen("after-incident", StepState.OK, last_incident=NOW - timedelta(hours=1)), True),
        (seen("old-no", StepState.NOT_APPLICABLE, days_ago=31), True),
    ],
    ids=lambda one: one.step.id if hasattr(one, "step") else "",
)
def test_what_is_due_again(one, is_again):
    assert bool(due_again([one], now=NOW)) is is_again


def test_the_next_step_is_the_first_that_waits():
    waits, done = seen("a"), seen("b", StepState.OK)
    assert next_step([done, waits]) is waits
    assert next_step([done, seen("c", StepState.NOT_OK, put_off=3)]) is None
    assert next_step([]) is None


def test_a_finished_list_says_what_it_rests_on():
    views = [
        seen("a", StepState.OK, by=EvidenceKind.AUTOMATIC, days_ago=20),
        seen("b", StepState.OK, days_ago=2),
        seen("c", StepState.NOT_APPLICABLE, days_ago=3),
    ]
    found = finish(views)
    assert (found.seen, found.said, found.not_applicable) == (1, 1, 1)
    assert found.next_due.step.id == "a"


@pytest.mark.parametrize(
    "spoiler",
    [seen("x"), seen("x", StepState.OK, days_ago=99), seen("x", StepState.UNKNOWN, put_off=9), None],
)
def test_nothing_is_finished_while_something_is_open_or_put_off(spoiler):
    assert finish([seen("a", StepState.OK), spoiler] if spoiler else []) is None
