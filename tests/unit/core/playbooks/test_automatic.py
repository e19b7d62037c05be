"""What the checks say of a step: the worst that was found, and never ok where somebody could not look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.core.check import Checked
from sentwatch.core.findings import Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import phrase
from sentwatch.core.playbooks.automatic import Looked, automatic_look, names
from sentwatch.core.playbooks.checklist import Audience, ChecklistStep, EvidenceKind, StepState
from sentwatch.core.report import CheckResult
from sentwatch.core.trouble import NETWORK_CUT, Trouble

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
KINDS_OF = {
    "rule.risky": frozenset({"rule.forwards-out", "rule.hides"}),
    "rule.inferred": frozenset({"rule.moves-seen"}),
    "sent.burst": frozenset({"sent.burst"}),
    "domain.spf": frozenset({"domain.spf-missing", "domain.spf-weak"}),
}


def step(*codes, alarms=()):
    return ChecklistStep(
        id="a.b",
        section="mailbox-settings",
        priority=1,
        audiences=frozenset(Audience),
        recheck_days=30,
        codes=codes,
        alarms=alarms,
    )


def finding(code, severity):
    kind = FindingKind(code=code, severity=severity, title="t", why="w", harmless=(), how_to_check="h", do_first=())
    return Finding(kind=kind, subject="s")


def looked(code, outcome, *, hours_ago=0):
    return Looked(result=CheckResult(code=code, title="t", outcome=outcome), at=NOW - timedelta(hours=hours_ago))


def clean(code, **kwargs):
    return looked(code, Checked(), **kwargs)


BLIND = [
    NotChecked(reason=phrase("no")),
    NotChecked(reason=phrase("no"), expected=True),
    Failed(trouble=Trouble(NETWORK_CUT, host="h")),
    Checked(limits=(phrase("in part"),)),
]


def state_of(look):
    return look and look.answer.state


def test_ok_takes_every_check_and_nothing_found():
    look = automatic_look(step("rule.*"), [clean("rule.risky"), clean("rule.inferred", hours_ago=5)], KINDS_OF)
    assert state_of(look) is StepState.OK
    assert look.answer.evidence_kind is EvidenceKind.AUTOMATIC
    assert look.answer.evidence == "rule.risky rule.inferred"


def test_the_oldest_look_dates_the_answer():
    look = automatic_look(step("rule.*"), [clean("rule.risky"), clean("rule.inferred", hours_ago=5)], KINDS_OF)
    assert look.answer.at == NOW - timedelta(hours=5)


@pytest.mark.parametrize(
    ("severity", "state"),
    [
        (Severity.INFO, StepState.OK),
        (Severity.NOTICE, StepState.ATTENTION),
        (Severity.WARNING, StepState.NOT_OK),
        (Severity.URGENT, StepState.NOT_OK),
    ],
)
def test_the_worst_finding_decides(severity, state):
    found = Checked(findings=(finding("domain.spf-weak", Severity.INFO), finding("domain.spf-missing", severity)))
    assert state_of(automatic_look(step("domain.spf"), [looked("domain.spf", found)], KINDS_OF)) is state


@pytest.mark.parametrize("outcome", BLIND)
def test_never_ok_where_somebody_could_not_look(outcome):
    look = automatic_look(step("rule.*"), [clean("rule.risky"), looked("rule.inferred", outcome)], KINDS_OF)
    assert state_of(look) is StepState.UNKNOWN
    assert look.blind == ("rule.inferred",)


def test_never_ok_where_a_check_did_not_run():
    look = automatic_look(step("rule.*"), [clean("rule.risky")], KINDS_OF)
    assert state_of(look) is StepState.UNKNOWN
    assert look.blind == ("rule.inferred",)


def test_never_ok_where_nobody_answers_to_a_name():
    look = automatic_look(step("sent.burst", "sent.bounces"), [clean("sent.burst")], KINDS_OF)
    assert state_of(look) is StepState.UNKNOWN
    assert look.blind == ("sent.bounces",)


@pytest.mark.parametrize("outcome", BLIND)
def test_one_blind_account_of_two_is_enough(outcome):
    looks = [clean("sent.burst"), looked("sent.burst", outcome)]
    assert state_of(automatic_look(step("sent.burst"), looks, KINDS_OF)) is StepState.UNKNOWN


def test_what_was_found_counts_beside_what_could_not_be_seen():
    found = Checked(findings=(finding("rule.forwards-out", Severity.WARNING),))
    looks = [looked("rule.risky", found), looked("rule.inferred", BLIND[0])]
    look = automatic_look(step("rule.*"), looks, KINDS_OF)
    assert state_of(look) is StepState.NOT_OK
    assert (look.answer.evidence, look.blind) == ("rule.forwards-out", ("rule.inferred",))


def test_a_step_that_names_a_finding_leaves_the_others_of_its_check_alone():
    found = Checked(findings=(finding("rule.hides", Severity.URGENT),))
    assert state_of(automatic_look(step("rule.forward*"), [looked("rule.risky", found)], KINDS_OF)) is StepState.OK


def test_a_step_that_names_a_check_means_all_its_findings():
    found = Checked(findings=(finding("domain.spf-missing", Severity.WARNING),))
    assert state_of(automatic_look(step("domain.spf"), [looked("domain.spf", found)], KINDS_OF)) is StepState.NOT_OK


@pytest.mark.parametrize("outcome", [Checked(), *BLIND])
def test_an_alarm_never_makes_a_step_ok_and_its_silence_takes_nothing_away(outcome):
    alone = automatic_look(step(alarms=("sent.burst",)), [looked("sent.burst", outcome)], KINDS_OF)
    assert state_of(alone) in {None, StepState.UNKNOWN}
    beside = [clean("domain.spf"), looked("sent.burst", outcome)]
    assert state_of(automatic_look(step("domain.spf", alarms=("sent.burst",)), beside, KINDS_OF)) is StepState.OK


def test_an_alarm_that_is_over_leaves_the_step_not_known():
    by_alarm = step(alarms=("sent.burst", "domain.spf"))
    looks = [clean("sent.burst"), clean("domain.spf")]
    assert state_of(automatic_look(by_alarm, looks, KINDS_OF)) is StepState.UNKNOWN
    blind = [clean("sent.burst"), looked("domain.spf", BLIND[0])]
    assert automatic_look(by_alarm, blind, KINDS_OF) is None


def test_an_alarm_raises_its_hand():
    found = looked("sent.burst", Checked(findings=(finding("sent.burst", Severity.NOTICE),)), hours_ago=3)
    look = automatic_look(step("domain.spf", alarms=("sent.*",)), [clean("domain.spf"), found], KINDS_OF)
    assert (state_of(look), look.answer.evidence, look.blind) == (StepState.ATTENTION, "sent.burst", ())
    assert look.answer.at == NOW - timedelta(hours=3)
    alone = automatic_look(step("domain.spf", alarms=("sent.*",)), [found], KINDS_OF)
    assert state_of(alone) is StepState.ATTENTION


def test_a_check_called_after_its_chief_finding_means_that_finding():
    kinds_of = {"rule.hides": frozenset({"rule.hides", "rule.replies"})}
    found = looked("rule.hides", Checked(findings=(finding("rule.replies", Severity.WARNING),)))
    assert state_of(automatic_look(step("rule.hides"), [found], kinds_of)) is StepState.OK
    assert state_of(automatic_look(step("rule.*"), [found], kinds_of)) is StepState.NOT_OK


def test_nothing_to_say_without_codes_or_without_a_look():
    assert automatic_look(step(), [clean("sent.burst")], KINDS_OF) is None
    assert automatic_look(step("rule.*"), [clean("sent.burst")], KINDS_OF) is None


@pytest.mark.parametrize(
    ("pattern", "code", "means"),
    [
        ("rule.*", "rule.hides", True),
        ("rule.*", "ruler.x", False),
        ("rule.forward*", "rule.forwards-out", True),
        ("sent.burst", "sent.burst", True),
        ("sent.burst", "sent.bursts", False),
    ],
)
def test_names(pattern, code, means):
    assert names(pattern, code) is means
