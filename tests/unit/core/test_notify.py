"""Who is told what: fresh sending once, again when it grew, other things from the second look on, nights left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from sentwatch.core.checks import KINDS
from sentwatch.core.findings import Finding, Severity
from sentwatch.core.notify import Told, is_quiet, may_tell, to_be_told
from sentwatch.core.report import Report, ReportedFinding, Status
from sentwatch.core.settings import Settings

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def burst(*, ended=timedelta(minutes=1), messages=20, severity=Severity.WARNING):
    params = {"start": NOW - ended - timedelta(minutes=10), "end": NOW - ended, "messages": messages, "recipients": 20}
    return Finding(kind=KINDS["sent.burst"], subject="x", params=params, own_severity=severity)


TLS = Finding(kind=KINDS["connection.plaintext-login-offered"], subject="h:143", params={"host": "h", "port": 143})


def report(*findings, status=Status.NEW):
    return Report(
        account_key="one", account="a@b", role=None, taken_at=NOW, results=(),
        findings=tuple(ReportedFinding(finding=f, status=status, first_seen=NOW) for f in findings),
    )  # fmt: skip


def told(one, severity=None, amount=20):
    return {one.key: Told(severity=severity or one.severity, amount=amount, at=NOW)}


def codes(found):
    return [(one.finding.kind.code, one.is_update) for one in found]


def test_fresh_sending_is_told_once():
    assert codes(to_be_told(report(burst()), {}, Settings())) == [("sent.burst", False)]
    assert to_be_told(report(burst()), told(burst()), Settings()) == ()
    assert to_be_told(report(burst(), status=Status.GONE), {}, Settings()) == ()


def test_history_is_no_alarm():
    assert to_be_told(report(burst(ended=timedelta(hours=25))), {}, Settings()) == ()
    assert codes(
        to_be_told(report(burst(ended=timedelta(hours=23))), {}, Settings(), first_looked=frozenset({"sent.burst"}))
    ) == [("sent.burst", False)]


def test_it_is_told_again_when_it_grew_or_became_more_serious():
    assert codes(to_be_told(report(burst(messages=40)), told(burst()), Settings())) == [("sent.burst", True)]
    assert to_be_told(report(burst(messages=39)), told(burst()), Settings()) == ()
    worse = burst(severity=Severity.URGENT)
    assert codes(to_be_told(report(worse), told(burst()), Settings())) == [("sent.burst", True)]


def test_what_was_there_before_us_is_not_told_one_by_one():
    assert to_be_told(report(TLS), {}, Settings(), first_looked=frozenset({"connection.plaintext-login-offered"})) == ()
    assert codes(to_be_told(report(TLS), {}, Settings(), first_looked=frozenset({"sent.burst"}))) == [
        ("connection.plaintext-login-offered", False)
    ]


def test_the_user_chooses_from_where_on():
    assert to_be_told(report(TLS), {}, Settings(notify_from="warning")) == ()
    assert len(to_be_told(report(burst()), {}, Settings(notify_from="warning"))) == 1


@pytest.mark.parametrize(
    ("start", "end", "at", "quiet"),
    [
        ("22:00", "07:00", time(23), True),
        ("22:00", "07:00", time(6, 59), True),
        ("22:00", "07:00", time(7), False),
        ("22:00", "07:00", time(12), False),
        ("12:00", "13:00", time(12, 30), True),
        ("12:00", "13:00", time(13), False),
        ("nonsense", "07:00", time(23), True),
    ],
)
def test_quiet_hours(start, end, at, quiet):
    assert is_quiet(Settings(quiet_from=start, quiet_until=end), at) is quiet


def test_urgent_things_go_through_where_allowed():
    mild, urgent = Severity.NOTICE, Severity.URGENT
    night, day = time(3), time(12)
    settings = Settings(quiet_hours=True)
    assert may_tell(mild, Settings(), local_time=night)
    assert may_tell(mild, settings, local_time=day)
    assert not may_tell(mild, settings, local_time=night)
    assert may_tell(urgent, settings, local_time=night)
    assert not may_tell(urgent, replace(settings, urgent_in_quiet_hours=False), local_time=night)
