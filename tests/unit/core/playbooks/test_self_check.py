"""The self-check adds up as IPA's does, and starts from what the probes saw without believing them too far."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.adapters.self_check import packaged_self_check
from sentwatch.core.playbooks.checklist import Audience, ChecklistStep, EvidenceKind, StepAnswer, StepState, view
from sentwatch.core.playbooks.self_check import SelfAnswer, score, suggestions

CHECK = packaged_self_check()
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def everything(answer):
    return {question.id: answer for question in CHECK.questions}


@pytest.mark.parametrize(
    ("answer", "points", "least"),
    [
        (SelfAnswer.DONE, 100, 100),
        (SelfAnswer.NOT_APPLICABLE, 100, 100),
        (SelfAnswer.PARTLY, 50, 50),
        (SelfAnswer.NOT_DONE, 0, -25),
        (SelfAnswer.UNKNOWN, -25, -25),
    ],
)
def test_points_and_bands(answer, points, least):
    found = score(CHECK, everything(answer))
    assert (found.points, found.most, found.band.least) == (points, 100, least)


@pytest.mark.parametrize(("partly", "least"), [(0, 100), (1, 70), (15, 70), (16, 50), (25, 50)])
def test_where_a_band_ends(partly, least):
    answers = everything(SelfAnswer.DONE)
    for question in CHECK.questions[:partly]:
        answers[question.id] = SelfAnswer.PARTLY
    assert score(CHECK, answers).band.least == least


def test_no_verdict_before_everything_is_answered():
    answers = dict(list(everything(SelfAnswer.DONE).items())[:-1])
    found = score(CHECK, answers)
    assert (found.band, found.answered, found.asked) == (None, 24, 25)


def test_not_done_and_not_known_come_first():
    answers = everything(SelfAnswer.DONE)
    answers["q02-malware"] = SelfAnswer.PARTLY
    answers["q07-misdirect"] = SelfAnswer.UNKNOWN
    answers["q20-training"] = SelfAnswer.NOT_DONE
    assert [question.id for question in score(CHECK, answers).first] == ["q07-misdirect", "q20-training", "q02-malware"]


def test_an_answer_to_a_question_of_another_file_is_left_aside():
    assert score(CHECK, {"q99": SelfAnswer.DONE}).answered == 0


def seen(step_id, state, kind=EvidenceKind.SELF_REPORTED, *, days_ago=1):
    step = ChecklistStep(id=step_id, section="device", priority=1, audiences=frozenset(Audience), recheck_days=30)
    answer = StepAnswer(state=state, evidence_kind=kind, at=NOW - timedelta(days=days_ago))
    return view(step, answer, now=NOW)


def test_one_computer_suggests_partly_for_all_of_them():
    assert suggestions(CHECK, [seen("dev.updates", StepState.OK, EvidenceKind.AUTOMATIC)]) == {
        "q01-updates": SelfAnswer.PARTLY
    }


def test_what_a_person_said_suggests_done():
    assert suggestions(CHECK, [seen("dev.updates", StepState.OK)]) == {"q01-updates": SelfAnswer.DONE}


def test_what_is_seen_whole_suggests_done():
    views = [seen(step, StepState.OK, EvidenceKind.AUTOMATIC) for step in ("inc.contacts", "inc.playbook")]
    assert suggestions(CHECK, views)["q24-incident"] is SelfAnswer.DONE


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((StepState.OK, StepState.NOT_OK), SelfAnswer.PARTLY),
        ((StepState.NOT_OK, StepState.NOT_OK), SelfAnswer.NOT_DONE),
        ((StepState.ATTENTION, StepState.OK), SelfAnswer.PARTLY),
        ((StepState.OK, StepState.UNKNOWN), None),
        ((StepState.NOT_APPLICABLE, StepState.NOT_APPLICABLE), None),
        ((StepState.NOT_APPLICABLE, StepState.OK), SelfAnswer.DONE),
    ],
)
def test_two_steps_behind_one_question(states, expected):
    views = [seen(step, state) for step, state in zip(("acct.password-unique", "acct.mfa"), states, strict=True)]
    assert suggestions(CHECK, views).get("q03-passwords") is expected


def test_an_old_tick_is_no_evidence():
    assert suggestions(CHECK, [seen("dev.updates", StepState.OK, days_ago=60)]) == {}
