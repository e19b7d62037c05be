"""The password checks: what fires, what stays quiet, and what is said where nothing was asked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sentwatch.core.check import Checked
from sentwatch.core.checks import (
    password_breach,
    password_length,
    password_reuse,
    password_strength,
    password_words,
)
from sentwatch.core.findings import Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.passwords import (
    BreachLook,
    LeakBand,
    LengthBand,
    OwnWord,
    PasswordFacts,
    ReuseCounts,
    SecondFactor,
    Strength,
    Weakness,
)
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.trouble import NETWORK_CUT, Trouble

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CHECKS = (
    password_length.CHECK,
    password_strength.CHECK,
    password_words.CHECK,
    password_breach.CHECK,
    password_reuse.CHECK,
)
WHY = NotChecked(phrase(N_("x")))
FAILED = Failed(Trouble(NETWORK_CUT, host="x"))


def facts(**changes):
    values = {
        "length": LengthBand.FROM_15,
        "second_factor": SecondFactor.NO,
        "strength": Strength(score=4, guesses_log10=20.0),
        "breach": BreachLook(seen=LeakBand.NEVER, source="x"),
        "reuse": ReuseCounts(looked_at=9, same=0, similar=0, resets_here=0),
    }
    return PasswordFacts(**{**values, **changes})


def run(check, **changes):
    return check.run(Snapshot(taken_at=NOW, password=facts(**changes)))


def found(check, **changes):
    outcome = run(check, **changes)
    assert isinstance(outcome, Checked)
    return {finding.kind.code: finding for finding in outcome.findings}


@pytest.mark.parametrize("check", CHECKS)
def test_a_good_password_is_quiet(check):
    assert found(check) == {}


@pytest.mark.parametrize("check", CHECKS)
def test_not_looked_is_never_nothing_found(check):
    assert check.run(Snapshot(taken_at=NOW, password=WHY)) is WHY
    assert check.run(Snapshot(taken_at=NOW, password=FAILED)) is FAILED
    assert check.run(Snapshot(taken_at=NOW)) is None


@pytest.mark.parametrize(
    ("length", "factor", "severity", "least"),
    [
        (LengthBand.UNDER_8, SecondFactor.YES, Severity.WARNING, 8),
        (LengthBand.UNDER_8, SecondFactor.UNKNOWN, Severity.WARNING, 15),
        (LengthBand.FROM_8_TO_14, SecondFactor.NO, Severity.WARNING, 15),
        (LengthBand.FROM_8_TO_14, SecondFactor.UNKNOWN, Severity.NOTICE, 15),
    ],
)
def test_too_short(length, factor, severity, least):
    finding = found(password_length.CHECK, length=length, second_factor=factor)["password.too-short"]
    assert finding.severity is severity
    assert finding.params == {"least": least}


def test_a_second_step_makes_eight_enough():
    assert found(password_length.CHECK, length=LengthBand.FROM_8_TO_14, second_factor=SecondFactor.YES) == {}


def test_what_may_keep_a_password_from_working():
    assert set(found(password_length.CHECK, is_ascii=False)) == {"password.not-ascii"}
    assert set(found(password_length.CHECK, has_outer_space=True)) == {"password.outer-space"}


@pytest.mark.parametrize(("score", "fires"), [(0, True), (2, True), (3, False), (4, False)])
def test_guessable(score, fires):
    strength = Strength(score=score, guesses_log10=4.0, weaknesses=(Weakness.YEAR, Weakness.NAMES))
    findings = found(password_strength.CHECK, strength=strength)
    assert bool(findings) is fires
    if fires:
        said = [evidence.value.text for evidence in findings["password.guessable"].evidence]
        assert said == ["a recent year", "a name", "within a month", "within an hour", "at once"]


def test_strength_that_could_not_be_estimated():
    assert run(password_strength.CHECK, strength=WHY) is WHY


def test_common_and_own_words():
    assert set(found(password_words.CHECK, is_common=True)) == {"password.common"}
    outcome = run(password_words.CHECK, own_words=(OwnWord.NAME, OwnWord.PROVIDER))
    assert [finding.key for finding in outcome.findings] == [
        ("password.contains-name", "name"),
        ("password.contains-name", "provider"),
    ]


def test_breach():
    finding = found(password_breach.CHECK, breach=BreachLook(seen=LeakBand.OFTEN, source="list"))["password.breached"]
    assert finding.severity is Severity.URGENT
    assert run(password_breach.CHECK, breach=WHY) is WHY
    assert run(password_breach.CHECK, breach=FAILED) is FAILED
    assert run(password_breach.CHECK, breach=None) is None


def test_reuse_tells_counts_only():
    findings = found(password_reuse.CHECK, reuse=ReuseCounts(looked_at=9, same=2, similar=1, resets_here=4))
    assert {code: finding.params for code, finding in findings.items()} == {
        "password.reused": {"count": 2},
        "password.resembles": {"count": 1},
        "password.resets-others": {"count": 4},
    }
    assert run(password_reuse.CHECK).limits[0].params == {"n": 9}
    assert run(password_reuse.CHECK, reuse=FAILED) is FAILED
    assert run(password_reuse.CHECK, reuse=None) is None


def test_codes_are_in_their_area_and_unique():
    codes = [kind.code for check in CHECKS for kind in check.kinds]
    assert len(codes) == len(set(codes))
    assert all(code.startswith("password.") for code in codes)
