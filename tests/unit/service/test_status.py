"""How everything stands, put together from what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sentwatch.core.check import Checked
from sentwatch.core.checks import KINDS
from sentwatch.core.findings import Evidence, Finding
from sentwatch.core.looks import NotChecked
from sentwatch.core.phrase import phrase
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.report import CheckResult, ReportedFinding, Status
from sentwatch.core.status_report import Manner, Reader
from sentwatch.store.watched import WatchLog
from support.lived_in import Lived


@pytest.fixture
def lived(tmp_path):
    lived = Lived(tmp_path / "data")
    lived.look()
    yield lived
    lived.app.close()


def report(lived, reader=Reader.OWNER, *, is_personal=True, with_others=True):
    views = lived.app.checklist.views(Audience.INDIVIDUAL)
    return lived.app.status_of.report(
        lived.app.known_accounts(),
        views,
        reader=reader,
        audience=Audience.INDIVIDUAL,
        is_personal=is_personal,
        with_others=with_others,
    )


def keep_domain(lived):
    now = lived.clock.now()
    missing = Finding(
        kind=KINDS["domain.spf-missing"],
        subject="aoyama-insatsu.example",
        params={"domain": "aoyama-insatsu.example"},
        evidence=(Evidence(label="Record", value="none"),),
    )
    findings = lived.app.findings("domain:aoyama-insatsu.example")
    findings.keep([ReportedFinding(finding=missing, status=Status.NEW, first_seen=now)], now=now)
    findings.keep_looks(
        [
            CheckResult(code="domain.spf", title="", outcome=Checked(findings=(missing,))),
            CheckResult(code="domain.dkim", title="", outcome=NotChecked(phrase("It could not be looked at."))),
            CheckResult(code="domain.mx", title="", outcome=Checked(limits=(phrase("Learned little."),))),
        ],
        now=now,
    )


def test_the_account_and_what_belongs_to_none_stand_there(lived):
    keep_domain(lived)
    made = report(lived)
    [account], [domain] = made.accounts, made.others
    assert account.name == lived.account.address
    assert [one.finding.kind.code for one in account.findings] == ["sent.burst"]
    assert account.manner is Manner.BY_HAND
    assert domain.name.params == {"name": "aoyama-insatsu.example"}
    assert [(one.code, one.in_part) for one in domain.unseen] == [("domain.dkim", False), ("domain.mx", True)]
    assert domain.checks == 2
    assert report(lived, with_others=False).others == ()


def test_the_watch_and_its_gaps_are_told(lived):
    log = WatchLog(lived.app.database, lived.account.id)
    log.looked(lived.clock.now())
    lived.later(timedelta(minutes=3))
    log.looked(lived.clock.now())
    assert report(lived).accounts[0].manner is Manner.WATCHED
    lived.later(timedelta(hours=2))
    assert report(lived).accounts[0].manner is Manner.WAS_WATCHED
    log.looked(lived.clock.now())
    [gap] = report(lived).accounts[0].gaps
    assert gap.until - gap.since == timedelta(hours=2)
    lived.app.accounts.put(replace(lived.account, paused=True))
    assert report(lived).accounts[0].manner is Manner.PAUSED


def test_customers_are_told_what_went_out_and_not_which_doors_are_open(lived):
    keep_domain(lived)
    made = report(lived, Reader.CUSTOMER)
    assert [one.finding.kind.code for one in made.accounts[0].findings] == ["sent.burst"]
    assert made.others[0].findings == ()
    assert made.others[0].withheld == 1


def test_without_personal_data_no_address_and_no_subject_is_left(lived):
    made = report(lived, is_personal=False)
    said = repr(made.accounts)
    assert lived.account.address not in said
    assert "n…@aoyama-insatsu.example" in said
    assert "お支払い情報" not in said
    assert not made.is_personal
