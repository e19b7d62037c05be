"""Own domains as the window and the watch look at them: DNS on loopback, reports in a folder, and what was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.core.check import Checked
from sentwatch.core.domain_seen import KeyState
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.report import Status
from sentwatch.core.schedule import Area
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.service.own_domains import key_of
from support.dmarc_reports import false, genuine, put_report, report_xml
from support.dns_zone_server import dns_zones
from support.own_domain import ACCOUNT, NOW, ZONE, D, app_in, send

DAY = timedelta(days=1)
MORE = "domain.reports-more-than-sent"


@pytest.fixture
def asked():
    return []


@pytest.fixture
def app(tmp_path, asked):
    with dns_zones(ZONE, asked=asked) as port:
        made = app_in(tmp_path / "data", dns_port=port)
        yield made
        made.close()


def day(days_ago):
    return datetime(2026, 11, 24, tzinfo=UTC) - days_ago * DAY


def look(app):
    return app.look_at_domain(D, cancel=CancelToken())


def result(report, code):
    return next(result for result in report.results if result.code == code)


def codes(report, *, status=None):
    return {f.finding.kind.code for f in report.findings if status is None or f.status is status}


def test_a_look_is_remembered(app):
    send(app, ACCOUNT, {20: 3, 3: 2})
    look(app)
    memory = app.look_after_domain.memory(D)
    assert memory.seen.at == NOW
    assert memory.seen.exchangers == (f"mail.{D}",)
    assert memory.seen.name_servers == ("ns1.dns.example", "ns2.dns.example")
    assert [(key.selector, key.state) for key in memory.seen.keys] == [("s1", KeyState.GOOD)]
    assert memory.seen.spf_lookups == 3
    assert (memory.reports, memory.lookalikes) == (None, None)
    again = look(app)
    assert codes(again, status=Status.NEW) == set()
    assert "domain.dmarc-none" in codes(again, status=Status.STILL)


def test_nobody_is_asked_who_is_not_on_the_list(app, asked):
    send(app, ACCOUNT, {20: 3})
    look(app)
    assert {name for name, _ in asked} == {
        D,
        f"_dmarc.{D}",
        f"_mta-sts.{D}",
        f"_smtp._tls.{D}",
        f"s1._domainkey.{D}",
        "_spf.newsletter.example",
        f"web.{D}",
    }


# --- reports of receivers


def test_a_takeover_that_leaves_no_copies(app, tmp_path):
    send(app, ACCOUNT, {20: 5, 6: 4, 5: 4, 4: 4})
    folder = tmp_path / "reports"
    put_report(folder, D, day(6), genuine(D, 4))
    put_report(folder, D, day(5), genuine(D, 400), false(D, 30, disposition="reject"))
    app.report_box.choose(str(folder))
    report = look(app)
    assert {MORE, "domain.reports-forged"} <= codes(report)
    found = next(f.finding for f in report.findings if f.finding.kind.code == MORE)
    assert (found.params["passed"], found.params["known"]) == (400, 12)
    seen = app.look_after_domain.memory(D).reports
    assert (seen.reports, seen.genuine, seen.forged, seen.held_back) == (2, 404, 30, 30)
    assert (seen.days, seen.compared, len(seen.more)) == (2, 2, 1)
    # Read again at every look, and not told as new.
    assert codes(look(app), status=Status.NEW) == set()


def test_what_was_sent_from_here_makes_no_case(app, tmp_path):
    send(app, ACCOUNT, {20: 5, 5: 380})
    put_report(tmp_path / "reports", D, day(5), genuine(D, 400))
    app.report_box.choose(str(tmp_path / "reports"))
    assert MORE not in codes(look(app))


def test_days_before_the_ledger_begins_and_after_the_last_look_make_no_case(app, tmp_path):
    send(app, ACCOUNT, {4: 5, 3: 1})
    for days_ago in (9, 4, 0):
        put_report(tmp_path / "reports", D, day(days_ago), genuine(D, 400))
    app.report_box.choose(str(tmp_path / "reports"))
    report = look(app)
    assert MORE not in codes(report)
    seen = app.look_after_domain.memory(D).reports
    assert (seen.days, seen.compared) == (3, 0)
    assert result(report, "domain.reports").outcome.limits[0].params["count"] == 3


@pytest.mark.parametrize("beside", [None, "unread", "empty"])
def test_without_a_whole_ledger_nothing_is_compared(app, tmp_path, beside):
    if beside is not None:
        send(app, ACCOUNT, {20: 5, 5: 4})
        other = replace(ACCOUNT, id="two", address=f"other@{D}")
        app.accounts.put(other)
        if beside == "empty":
            send(app, other, {})
    put_report(tmp_path / "reports", D, day(5), genuine(D, 400))
    app.report_box.choose(str(tmp_path / "reports"))
    report = look(app)
    assert MORE not in codes(report)
    assert "no record of sent mail" in result(report, "domain.reports").outcome.limits[0].text


def test_mail_read_and_not_yet_judged_is_not_compared(app, tmp_path):
    send(app, ACCOUNT, {20: 5, 5: 380})
    store = app.account_store(ACCOUNT.id)
    store.judgement.put_state(replace(store.judgement.state(), judged_row=1))
    put_report(tmp_path / "reports", D, day(5), genuine(D, 400))
    app.report_box.choose(str(tmp_path / "reports"))
    assert MORE not in codes(look(app))


def test_all_mailboxes_of_the_domain_count(app, tmp_path):
    send(app, ACCOUNT, {20: 5, 5: 200})
    other = replace(ACCOUNT, id="two", address=f"other@{D}")
    app.accounts.put(other)
    send(app, other, {20: 5, 5: 190})
    stranger = replace(ACCOUNT, id="three", address="me@elsewhere.example")
    app.accounts.put(stranger)
    put_report(tmp_path / "reports", D, day(5), genuine(D, 400))
    app.report_box.choose(str(tmp_path / "reports"))
    assert MORE not in codes(look(app))


def test_a_folder_that_is_gone_keeps_what_was_found(app, tmp_path):
    send(app, ACCOUNT, {20: 5, 5: 4})
    folder = tmp_path / "reports"
    path = put_report(folder, D, day(5), genuine(D, 400))
    app.report_box.choose(str(folder))
    assert MORE in codes(look(app))
    path.unlink()
    folder.rmdir()
    report = look(app)
    assert isinstance(result(report, "domain.reports").outcome, Failed)
    assert report.is_blind_somewhere
    assert MORE in {code for code, _ in app.findings(key_of(D)).known()}


def test_files_that_are_handed_over_stay_known(app, tmp_path):
    send(app, ACCOUNT, {20: 5, 5: 4})
    path = put_report(tmp_path / "mail", D, day(5), genuine(D, 400))
    junk = tmp_path / "mail/note.xml"
    junk.write_text("hello")
    handed = app.report_box.hand_over((path, junk), cancel=CancelToken())
    assert (handed.domains, handed.reports, [one.name for one in handed.unread]) == ((D,), 1, ["note.xml"])
    path.unlink()
    report = app.look_after_domain.read_reports(D, cancel=CancelToken())
    assert [one.code for one in report.results] == ["domain.reports"]
    assert MORE in codes(report)
    assert MORE in codes(look(app), status=Status.STILL)


def test_the_same_report_twice_counts_once(app, tmp_path):
    path = put_report(tmp_path / "mail", D, day(5), genuine(D, 400))
    app.report_box.choose(str(tmp_path / "mail"))
    for _ in range(2):
        app.report_box.hand_over((path,), cancel=CancelToken())
    look(app)
    assert app.look_after_domain.memory(D).reports.genuine == 400


def test_nothing_is_left_where_no_reports_are_wanted_any_more(app, tmp_path):
    send(app, ACCOUNT, {20: 5, 5: 4})
    put_report(tmp_path / "reports", D, day(5), genuine(D, 400))
    app.report_box.choose(str(tmp_path / "reports"))
    look(app)
    app.report_box.choose(None)
    app.look_after_domain.read_reports(D, cancel=CancelToken())
    assert not {code for code, _ in app.findings(key_of(D)).known()} & {MORE, "domain.reports-forged"}
    assert app.look_after_domain.memory(D).reports is None
    assert "domain.reports" not in {one.code for one in app.findings(key_of(D)).looks()}


def test_old_reports_are_left_out_and_that_is_said(app, tmp_path):
    put_report(tmp_path / "reports", D, day(200), false(D, 5000))
    app.report_box.choose(str(tmp_path / "reports"))
    report = look(app)
    assert isinstance(result(report, "domain.reports").outcome, NotChecked)
    put_report(tmp_path / "reports", D, day(3), genuine(D, 1))
    assert "domain.reports-forged" not in codes(look(app))
    assert app.look_after_domain.memory(D).reports.older == 1


def test_only_so_many_rows_of_handed_over_files_are_kept(app, tmp_path, monkeypatch):
    from sentwatch.service import report_box

    monkeypatch.setattr(report_box, "MAX_ROWS_KEPT", 3)
    paths = [put_report(tmp_path, D, day(n), genuine(D, 1), false(D, 1)) for n in (9, 2)]
    app.report_box.hand_over(paths, cancel=CancelToken())
    assert [one.begins_at for one in app.report_box.handed()] == [day(2)]


def test_reading_can_be_cancelled(app, tmp_path):
    for days_ago in (5, 6):
        put_report(tmp_path / "reports", D, day(days_ago), genuine(D, 400))
    app.report_box.choose(str(tmp_path / "reports"))
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        app.look_after_domain.read_reports(D, cancel=cancel, progress=lambda _step: cancel.cancel())


def test_reports_are_kept_sealed(app, tmp_path):
    (tmp_path / "r.xml").write_bytes(report_xml(D, day(5), genuine(D, 1, source="198.51.100.77")))
    app.report_box.hand_over((tmp_path / "r.xml",), cancel=CancelToken())
    app.report_box.choose(str(tmp_path / "a-folder-of-mine"))
    app.close()
    whole = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir() if path.is_file())
    assert b"198.51.100.77" not in whole
    assert b"a-folder-of-mine" not in whole


# --- look-alikes


def test_lookalikes_are_asked_for_only_on_request(tmp_path):
    asked = []
    zone = {
        **ZONE,
        ("aoyama-insatsu.com", "A"): ["192.0.2.1"],
        ("aoyama-lnsatsu.example", "MX"): ["10 mx.bad.example"],
    }
    with dns_zones(zone, asked=asked) as port:
        app = app_in(tmp_path, dns_port=port)
        look(app)
        assert not [name for name, _ in asked if "lnsatsu" in name]
        steps = []
        report = app.look_after_domain.look_for_lookalikes(D, cancel=CancelToken(), progress=steps.append)
        assert codes(report) == {"domain.lookalike-with-mail", "domain.lookalike-registered"}
        seen = app.look_after_domain.memory(D).lookalikes
        assert (seen.with_mail, seen.registered) == (("aoyama-lnsatsu.example",), ("aoyama-insatsu.com",))
        assert [step.done for step in steps] == list(range(seen.asked))
        # The next look does not ask again, and does not forget.
        count = len(asked)
        look(app)
        assert "domain.lookalike-with-mail" in {code for code, _ in app.findings(key_of(D)).known()}
        assert len(asked) - count < 20
        app.close()


def test_looking_for_lookalikes_can_be_cancelled(app):
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        app.look_after_domain.look_for_lookalikes(D, cancel=cancel, progress=lambda _step: cancel.cancel())
    assert app.look_after_domain.memory(D).lookalikes is None


# --- what is looked at by itself


def keys(app):
    return [(one.area, one.key) for one in app.surroundings()]


def test_everything_periodic_is_listed(app):
    from sentwatch.core.website import Site

    app.own_domains.add("second.example")
    app.own_domains.add(D)
    app.own_sites.state(Site(host=f"www.{D}"), at=NOW)
    assert keys(app) == [
        (Area.DEVICE, "device"),
        (Area.RULES, "rule-files"),
        (Area.NETWORK, "network"),
        (Area.DOMAIN, f"domain:{D}"),
        (Area.DOMAIN, "domain:second.example"),
        (Area.WEBSITE, f"website:www.{D}"),
    ]
    domain = app.surroundings()[3]
    assert domain.look(cancel=CancelToken()).account_key == domain.key
    app.own_domains.remove("second.example")
    app.own_sites.remove(f"www.{D}")
    assert len(keys(app)) == 4


def test_looking_at_the_list_makes_no_store(tmp_path):
    app = app_in(tmp_path / "data", account=None)
    assert [one.key for one in app.surroundings()] == ["device", "rule-files"]
    assert app.domains() == ()
    assert not (tmp_path / "data").exists()


def test_a_domain_of_a_provider_is_nobodys_own(app):
    app.accounts.put(replace(ACCOUNT, id="g", address="someone@gmail.com"))
    assert app.domains() == (D,)


def test_a_domain_goes_with_its_last_account(app):
    look(app)
    other = replace(ACCOUNT, id="two", address=f"other@{D}")
    app.accounts.put(other)
    app.remove_account(ACCOUNT)
    assert app.look_after_domain.memory(D).seen is not None
    app.remove_account(other)
    assert app.look_after_domain.memory(D).seen is None
    assert app.accounts.rows_of(key_of(D)) == 0


def test_a_domain_that_was_added_stays_without_an_account(app):
    app.own_domains.add(D)
    look(app)
    app.remove_account(ACCOUNT)
    assert app.look_after_domain.memory(D).seen is not None


def test_the_outcome_of_a_look_without_reports(app):
    report = look(app)
    assert "domain.reports" not in {one.code for one in report.results}
    assert isinstance(result(report, "domain.mx").outcome, Checked)
