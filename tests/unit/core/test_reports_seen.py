"""The sums over reports, and days on which more passed than usual beyond the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sentwatch.core.check import Checked
from sentwatch.core.checks.domain_dmarc_reports import CHECK
from sentwatch.core.dmarc_reports import (
    AggregateReport,
    DmarcReportFacts,
    ReportRow,
    SentCount,
    UnreadReport,
    more_than_sent,
    recent,
)
from sentwatch.core.domains import DmarcFacts, DomainFacts, SpfFacts
from sentwatch.core.looks import Failed
from sentwatch.core.reports_seen import reports_seen
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.trouble import ARCHIVE_UNREADABLE, Trouble
from sentwatch.store.codec import decode_as, encode_as

D = "example.test"
KEY = f"s1._domainkey.{D}"
DAY = date(2026, 11, 20)
BEGIN = datetime(2026, 11, 20, tzinfo=UTC)


def genuine(count, *, key=KEY):
    return ReportRow(source="192.0.2.25", count=count, dkim_passed=True, spf_passed=True, signed_by=(key,))


def false(count, *, source="203.0.113.66", disposition="none", reasons=()):
    return ReportRow(source=source, count=count, disposition=disposition, reasons=reasons)


def report(*rows, day=0, receiver="r.test", domain=D):
    begin = BEGIN + timedelta(days=day)
    return AggregateReport(
        receiver=receiver,
        report_id=str(day),
        domain=domain,
        begins_at=begin,
        ends_at=begin + timedelta(hours=24),
        rows=rows,
    )


def test_the_sums():
    facts = DmarcReportFacts(
        reports=(
            report(genuine(40), false(120, disposition="quarantine"), false(3, reasons=("mailing_list",))),
            report(genuine(7), false(2, source="192.0.2.25"), day=1, receiver="s.test"),
            report(genuine(900), domain="other.test"),
        ),
        unread=(UnreadReport(name="a.zip", reason="x"),),
        older=4,
    )
    seen = reports_seen(D, facts, read_at=BEGIN)
    assert (seen.reports, seen.receivers) == (2, ("r.test", "s.test"))
    assert (seen.genuine, seen.failing, seen.forged, seen.held_back, seen.passed_on) == (47, 2, 120, 120, 3)
    assert (seen.first, seen.last, seen.days, seen.compared) == (DAY, DAY + timedelta(days=1), 2, 0)
    assert [(way.way, way.messages) for way in seen.ways] == [(KEY, 47)]
    assert (seen.unread, seen.older) == (1, 4)
    assert decode_as(encode_as(seen), type(seen)) == seen


def test_every_message_is_counted_once():
    rows = (genuine(5), false(3), false(2, reasons=("forwarded",)), false(1, source="192.0.2.25"))
    seen = reports_seen(D, DmarcReportFacts(reports=(report(*rows),)), read_at=BEGIN)
    assert seen.genuine + seen.failing + seen.forged + seen.passed_on == sum(row.count for row in rows)


def test_days_the_ledger_does_not_cover_make_no_case():
    reports = (report(genuine(400)), report(genuine(400), day=5))
    covered = (DAY + timedelta(days=3), DAY + timedelta(days=9))
    found = more_than_sent(reports, (), covered=covered)
    assert [one.day for one in found] == [DAY + timedelta(days=5)]
    facts = DmarcReportFacts(reports=reports, ledger=(), covered=covered)
    seen = reports_seen(D, facts, read_at=BEGIN)
    assert (seen.days, seen.compared, len(seen.more)) == (2, 1, 1)
    outcome = judged(facts)
    assert [f.kind.code for f in outcome.findings] == ["domain.reports-more-than-sent"]
    assert "not compared" in outcome.limits[0].text
    assert outcome.limits[0].params["count"] == 1


def judged(reports):
    domain = DomainFacts(
        domain=D,
        exchangers=(),
        spf=SpfFacts(records=()),
        dmarc=DmarcFacts(records=()),
        selectors=(),
        mta_sts=(),
        tls_rpt=(),
        delegation_signers=(),
        reports=reports,
    )
    return CHECK.run(Snapshot(taken_at=BEGIN, domain=domain))


def test_a_folder_that_cannot_be_read_is_said():
    outcome = judged(Failed(Trouble(ARCHIVE_UNREADABLE, path="/x", reason="gone")))
    assert isinstance(outcome, Failed)


def test_reports_that_are_too_old_are_said():
    outcome = judged(DmarcReportFacts(reports=(report(genuine(1)),), ledger=(), older=3))
    assert isinstance(outcome, Checked)
    assert [limit.params for limit in outcome.limits] == [{"count": 3}]
    assert judged(DmarcReportFacts(reports=(), older=3)).reason.params == {"count": 3}


# --- what is usual beyond the ledger


def office(days, count):
    """An office whose colleagues are not watched: every day so many more than we know."""
    return tuple(report(genuine(count + day % 5), day=day) for day in range(days))


def test_colleagues_who_are_not_watched_become_usual():
    assert len(more_than_sent(office(7, 60), ())) == 7
    assert not more_than_sent(office(8, 60), ())


def test_a_takeover_stands_out_of_a_busy_office():
    days = (*office(20, 60), report(genuine(500), day=20))
    assert [one.passed for one in more_than_sent(days, ())] == [500]
    known = tuple(SentCount(day=DAY + timedelta(days=n), relay="", recipients=60) for n in range(20))
    assert [one.passed for one in more_than_sent(days, known)] == [500]


def test_another_key_is_no_excuse():
    other = f"s2._domainkey.{D}"
    days = (*office(20, 60), report(genuine(90, key=other), day=20))
    assert [one.relay for one in more_than_sent(days, ())] == [other]


def test_recent_reports():
    old, new = report(genuine(1)), report(genuine(1), day=60)
    assert recent((old, new), BEGIN + timedelta(days=30)) == (new,)
    assert recent((old,), BEGIN + timedelta(hours=24)) == (old,)
    assert replace(old, ends_at=BEGIN) not in recent((replace(old, ends_at=BEGIN),), BEGIN + timedelta(seconds=1))
