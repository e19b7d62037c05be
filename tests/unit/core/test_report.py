"""What an earlier run found stays told where this one could not look."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.core.check import Checked
from sentwatch.core.checks.rule_hiding import DELETES, HIDES
from sentwatch.core.findings import Finding, KnownFinding, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import phrase
from sentwatch.core.report import CheckResult, Report, ReportedFinding, Status, with_earlier
from sentwatch.core.trouble import NETWORK_CUT, Trouble

NOW = datetime(2026, 11, 24, tzinfo=UTC)
THEN = NOW - timedelta(days=3)
KINDS_OF = {"hides": frozenset({HIDES.code}), "deletes": frozenset({DELETES.code})}
BLIND = [NotChecked(phrase("no rules door")), Failed(Trouble(NETWORK_CUT, host="mail.example"))]


def known(*kinds):
    found = [Finding(kind=kind, subject="a") for kind in kinds]
    return {one.key: KnownFinding(finding=one, first_seen=THEN) for one in found}


def report(outcomes, *findings):
    results = tuple(CheckResult(code=code, title="x", outcome=outcome) for code, outcome in outcomes.items())
    return Report(account_key="k", account=None, role=None, taken_at=NOW, results=results, findings=findings)


@pytest.mark.parametrize("blind", BLIND, ids=["not checked", "failed"])
def test_what_could_not_be_looked_at_again_is_told_and_counts(blind):
    seen = with_earlier(report({"deletes": blind}), known(DELETES), KINDS_OF)
    assert [(one.status, one.first_seen) for one in seen.findings] == [(Status.EARLIER, THEN)]
    assert seen.worst is DELETES.severity
    assert seen.worst > Severity.INFO
    assert seen.is_blind_somewhere


def test_what_was_looked_at_or_not_asked_for_is_not_brought_back():
    quiet = report({"deletes": Checked(), "hides": BLIND[0]})
    assert with_earlier(quiet, known(DELETES), KINDS_OF) == quiet
    assert with_earlier(report({"hides": BLIND[0]}), known(DELETES), KINDS_OF).findings == ()


def test_it_stands_by_its_severity_and_before_what_is_gone():
    gone = ReportedFinding(finding=Finding(kind=DELETES, subject="b"), status=Status.GONE, first_seen=THEN)
    info = replace(HIDES, severity=Severity.INFO)
    there = ReportedFinding(finding=Finding(kind=info, subject="a"), status=Status.STILL, first_seen=THEN)
    seen = with_earlier(report({"hides": Checked(), "deletes": BLIND[1]}, there, gone), known(DELETES), KINDS_OF)
    assert [one.status for one in seen.findings] == [Status.EARLIER, Status.STILL, Status.GONE]
