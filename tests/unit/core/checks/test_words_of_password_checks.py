"""What stands beside the findings about passwords, sign-in and authenticators: evidence and limits, in both languages."""

from __future__ import annotations

import pytest

from sentwatch.core.check import Checked
from sentwatch.service import mfa, password, sign_in_review
from sentwatch.texts.render import render_finding, render_reason
from sentwatch.texts.words import LANGUAGES
from sentwatch.wiring import words_for
from support.password_samples import FIRES, QUIET

CHECKS = (*password.CHECKS, *sign_in_review.CHECKS, *mfa.CHECKS)
OUTCOMES = [
    (check, outcome)
    for snapshot in (*FIRES.values(), *QUIET.values())
    for check in CHECKS
    if (outcome := check.run(snapshot)) is not None
]


def test_the_samples_are_those_of_these_checks():
    assert set(FIRES) == {kind.code for check in CHECKS for kind in check.kinds}
    assert set(QUIET) == {check.code for check in CHECKS}


def test_each_finding_belongs_to_its_check_and_stands_there_once():
    for check, outcome in OUTCOMES:
        if isinstance(outcome, Checked):
            assert {finding.kind for finding in outcome.findings} <= set(check.kinds)
            keys = [finding.key for finding in outcome.findings]
            assert len(keys) == len(set(keys)), check.code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_evidence_and_reasons_are_whole(lang):
    words = words_for(lang)
    for _, outcome in OUTCOMES:
        texts = [render_reason(outcome, words) or "-"]
        if isinstance(outcome, Checked):
            for finding in outcome.findings:
                texts += [text for pair in render_finding(finding, words).evidence for text in pair]
        assert all(text and "{" not in text for text in texts), texts
