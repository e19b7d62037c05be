"""DMARC aggregate reports: forged, failing, or more than our ledger knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from sentwatch.core.check import Checked
from sentwatch.core.checks.domain_dmarc_reports import CHECK
from sentwatch.core.dmarc_reports import (
    AggregateReport,
    DmarcReportFacts,
    ReportRow,
    SentCount,
    UnreadReport,
    forged,
    more_than_sent,
    own_failing,
    relay_of,
    unique,
)
from sentwatch.core.domains import DomainFacts, SpfFacts
from sentwatch.core.looks import NotChecked
from sentwatch.core.snapshot import Snapshot

D = "example.test"
KEY = f"s1._domainkey.{D}"
DAY = date(2026, 11, 20)
BEGIN = datetime(2026, 11, 20, tzinfo=UTC)


def genuine(count, *, source="192.0.2.25", key=KEY):
    return ReportRow(
        source=source, count=count, dkim_passed=True, spf_passed=True, signed_by=(key,), envelope_domains=(D,)
    )


def false(count, *, source="203.0.113.66", disposition="none", reasons=()):
    return ReportRow(source=source, count=count, disposition=disposition, reasons=reasons)


def report(*rows, number="1", receiver="r.test", begin=BEGIN):
    return AggregateReport(
        receiver=receiver, report_id=number, domain=D, begins_at=begin, ends_at=begin + timedelta(hours=24), rows=rows
    )


def facts(*reports, ledger=None, unread=()):
    return DmarcReportFacts(reports=reports, ledger=ledger, unread=unread)


def run(reports):
    domain = DomainFacts(
        domain=D,
        exchangers=(),
        spf=SpfFacts(records=()),
        dmarc=None,
        selectors=(),
        mta_sts=(),
        tls_rpt=(),
        delegation_signers=(),
        reports=reports,
    )
    return CHECK.run(Snapshot(taken_at=BEGIN, domain=domain))


def codes(reports):
    outcome = run(reports)
    assert isinstance(outcome, Checked)
    return {finding.kind.code.removeprefix("domain.reports-") for finding in outcome.findings}


def test_how_a_row_came():
    assert relay_of(genuine(1), D) == KEY
    assert relay_of(ReportRow(source="x", count=1, spf_passed=True, envelope_domains=(f"b.{D}",)), D) == f"spf:b.{D}"
    assert (
        relay_of(ReportRow(source="x", count=1, dkim_passed=True, signed_by=("x._domainkey.other.test",)), D)
        == f"_domainkey.{D}"
    )
    assert relay_of(false(1), D) is None


def test_forged_mail_is_told_from_ones_own():
    seen = forged([report(genuine(40), false(120, disposition="quarantine"), false(3, reasons=("mailing_list",)))])
    assert (seen.messages, seen.held_back) == (120, 120)
    assert seen.sources == ("203.0.113.66 (120)",)
    assert forged([report(genuine(40))]) is None


def test_ones_own_server_that_fails_is_a_setting():
    rows = (genuine(10), false(4, source="192.0.2.25"))
    seen = own_failing([report(*rows)])
    assert (seen.messages, seen.relays) == (4, ("192.0.2.25",))
    assert forged([report(*rows)]) is None


def sent(recipients, *, day=DAY, relay=KEY):
    return SentCount(day=day, relay=relay, recipients=recipients)


@pytest.mark.parametrize(
    ("passed", "ledger", "is_more"),
    [
        (400, (sent(5),), True),
        (400, (), True),
        (19, (), False),
        (20, (), True),
        (100, (sent(70),), False),
        (100, (sent(60),), True),
        (100, (sent(70, relay=""),), False),
        (100, (sent(70, relay=f"other._domainkey.{D}"),), True),
        (100, (sent(70, day=DAY - timedelta(days=1)),), False),
        (100, (sent(70, day=DAY + timedelta(days=1)),), False),
        (100, (sent(70, day=DAY - timedelta(days=2)),), True),
    ],
)
def test_more_than_the_ledger_knows(passed, ledger, is_more):
    found = more_than_sent([report(genuine(passed))], ledger)
    assert bool(found) is is_more
    if found:
        assert (found[0].day, found[0].relay, found[0].passed) == (DAY, KEY, passed)


def test_receivers_add_up_and_copies_do_not():
    one, other = report(genuine(15)), report(genuine(15), receiver="s.test")
    assert more_than_sent([one, other], ())[0].passed == 30
    assert not more_than_sent([one, one], ())
    assert len(unique([one, one, other])) == 2


def test_forged_mail_is_no_evidence_of_a_takeover():
    assert not more_than_sent([report(false(5000))], ())


def test_what_is_said():
    assert codes(facts(report(genuine(400), false(3)), ledger=(sent(5),))) == {"more-than-sent", "forged"}
    assert codes(facts(report(genuine(400)), ledger=None)) == set()
    assert run(facts(report(genuine(1)), ledger=None)).limits
    assert not run(facts(report(genuine(1)), ledger=(sent(1),))).limits


def test_nothing_to_read_is_not_fine():
    assert isinstance(run(facts()), NotChecked)
    assert isinstance(run(facts(unread=(UnreadReport(name="a.zip", reason="x"),))), NotChecked)
    assert run(facts(report(genuine(1)), unread=(UnreadReport(name="a.zip", reason="x"),), ledger=())).limits
    assert run(None) is None


def test_reports_about_others_are_left_out():
    other = replace(report(false(5000)), domain="other.test")
    assert isinstance(run(facts(other)), NotChecked)
    assert codes(facts(other, report(genuine(1)))) == set()
    below = replace(report(false(5)), domain=f"news.{D}")
    assert codes(facts(below)) == {"forged"}
