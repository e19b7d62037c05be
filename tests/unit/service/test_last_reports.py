"""What is known is told as what it is: seen again by the last look, or by an earlier one only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.core.check import Checked
from sentwatch.core.checks.rule_hiding import DELETES
from sentwatch.core.findings import Finding
from sentwatch.core.looks import Failed
from sentwatch.core.report import CheckResult, Report, Status
from sentwatch.core.trouble import NETWORK_CUT, Trouble
from sentwatch.service.last_reports import LastReports
from sentwatch.service.remember import remembered
from support.stores import account_store, database_in

NOW = datetime(2026, 11, 24, tzinfo=UTC)
FOUND = Checked(findings=(Finding(kind=DELETES, subject="a"),))
BLIND = Failed(Trouble(NETWORK_CUT, host="mail.example"))


@pytest.fixture
def findings(tmp_path):
    database = database_in(tmp_path)
    yield account_store(database, "k").findings
    database.close()


def look(findings, outcome, *, hours):
    at = NOW + timedelta(hours=hours)
    results = (CheckResult(code="rule.hides", title="x", outcome=outcome),)
    report = Report(account_key="k", account=None, role=None, taken_at=at, results=results, findings=())
    return remembered(report, findings)


def told(findings, *reports):
    last = LastReports(keys=lambda: ["k"], findings=lambda _key: findings)
    for report in reports:
        last.take(report)
    [report] = last.all(())
    return [one.status for one in report.findings]


def test_a_look_that_could_not_enter_leaves_what_was_found_as_found_earlier(findings):
    first = look(findings, FOUND, hours=0)
    assert told(findings) == [Status.STILL]
    assert told(findings, first) == [Status.NEW]
    blind = look(findings, BLIND, hours=1)
    assert told(findings) == told(findings, first, blind) == [Status.EARLIER]
    again = look(findings, FOUND, hours=2)
    assert told(findings, first, blind, again) == [Status.STILL]
    gone = look(findings, Checked(), hours=3)
    assert told(findings) == []
    assert told(findings, gone) == [Status.GONE]
