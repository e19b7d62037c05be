"""The checklist as a state machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.core.playbooks.checklist import (
    Audience,
    ChecklistStep,
    EvidenceKind,
    Progress,
    StepAnswer,
    StepState,
    changed,
    for_audience,
    progress,
    settle,
    snooze,
    view,
)

NOW = datetime(2026, 1, 31, tzinfo=UTC)
BOTH = frozenset(Audience)


def step(name="a", section="account-access", *, priority=1, audiences=BOTH):
    return ChecklistStep(id=name, section=section, priority=priority, audiences=audiences, recheck_days=30)


def answer(state=StepState.OK, *, days_ago=1):
    return StepAnswer(state=state, evidence_kind=EvidenceKind.SELF_REPORTED, at=NOW - timedelta(days=days_ago))


def test_a_step_nobody_answered_is_unknown_and_due():
    seen = view(step(), None, now=NOW)
    assert (seen.state, seen.is_due, seen.evidence_kind) == (StepState.UNKNOWN, True, None)


@pytest.mark.parametrize(("days_ago", "is_due"), [(1, False), (29, False), (30, True), (400, True)])
def test_an_answer_is_due_again_after_its_days(days_ago, is_due):
    assert view(step(), answer(days_ago=days_ago), now=NOW).is_due is is_due


@pytest.mark.parametrize("state", [StepState.ATTENTION, StepState.NOT_OK, StepState.UNKNOWN])
def test_what_is_open_is_due_until_snoozed(state):
    open_one = answer(state)
    assert view(step(), open_one, now=NOW).is_due
    later = snooze(open_one, until=NOW + timedelta(days=3))
    assert not view(step(), later, now=NOW).is_due
    assert view(step(), later, now=NOW + timedelta(days=3)).is_due
    assert view(step(), later, now=NOW).state is state


@pytest.mark.parametrize(
    ("section", "state", "is_due"),
    [
        ("account-access", StepState.UNKNOWN, True),
        ("mailbox-settings", StepState.UNKNOWN, True),
        ("device", StepState.OK, False),
    ],
)
def test_an_incident_sets_account_and_mailbox_steps_back(section, state, is_due):
    put_off = snooze(answer(), until=NOW + timedelta(days=9))
    seen = view(step(section=section), put_off, now=NOW, last_incident=NOW - timedelta(hours=1))
    assert (seen.state, seen.is_due) == (state, is_due)


def test_an_answer_after_the_incident_counts():
    assert not view(step(), answer(), now=NOW, last_incident=NOW - timedelta(days=2)).is_due


def test_steps_are_chosen_and_ordered():
    office = step("office", audiences=frozenset({Audience.SMALL_OFFICE}))
    steps = [step("later", priority=3), office, step("first")]
    assert [s.id for s in for_audience(steps, Audience.INDIVIDUAL)] == ["first", "later"]


def test_progress_leaves_out_what_does_not_apply_and_what_is_due_again():
    states = [answer(), answer(days_ago=99), answer(StepState.NOT_APPLICABLE), None]
    assert progress(view(step(), a, now=NOW) for a in states) == Progress(done=1, total=3)


def test_what_changed_since_last_time():
    views = [view(step(name), answer(), now=NOW) for name in ("a", "b")] + [view(step("c"), None, now=NOW)]
    assert [seen.step.id for seen in changed({"a": StepState.OK}, views)] == ["b"]


def automatic(state, *, days_ago=0):
    return StepAnswer(
        state=state, evidence_kind=EvidenceKind.AUTOMATIC, at=NOW - timedelta(days=days_ago), evidence="rule.x"
    )


def test_a_look_that_could_not_look_takes_nothing_from_an_answer():
    told = answer()
    assert settle(told, automatic(StepState.UNKNOWN)) is told


def test_a_look_that_could_not_look_ends_an_earlier_automatic_ok():
    assert settle(automatic(StepState.OK, days_ago=1), automatic(StepState.UNKNOWN)).state is StepState.UNKNOWN


@pytest.mark.parametrize("state", [StepState.ATTENTION, StepState.NOT_OK])
@pytest.mark.parametrize("told", [StepState.OK, StepState.NOT_APPLICABLE])
def test_what_was_found_beats_what_was_told(state, told):
    assert settle(answer(told), automatic(state)).state is state


def test_a_good_look_does_not_make_a_step_apply():
    told = answer(StepState.NOT_APPLICABLE)
    assert settle(told, automatic(StepState.OK)) is told


def test_a_snooze_lasts_while_the_state_stays():
    until = NOW + timedelta(days=5)
    before = snooze(automatic(StepState.ATTENTION, days_ago=1), until=until)
    assert settle(before, automatic(StepState.ATTENTION)).snoozed_until == until
    assert settle(before, automatic(StepState.NOT_OK)).snoozed_until is None


def test_without_an_answer_the_look_counts():
    seen = automatic(StepState.UNKNOWN)
    assert settle(None, seen) is seen
