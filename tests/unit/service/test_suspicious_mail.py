"""Whether a sender was ever met, compared with the real ledgers of several accounts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.core.accounts import Account
from sentwatch.core.sent import InboxSender
from sentwatch.core.suspicious_mail import Mailbox, SuspiciousMail
from sentwatch.service.suspicious_mail import report_on_mail
from sentwatch.store.folder_mark import INBOX, SENT
from sentwatch.wiring import App
from support.clocks import HandClock

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
OFFICE = Account(id="office", address="info@aoyama-insatsu.example", host="mail.aoyama-insatsu.example")
HOME = Account(id="home", address="aoi@gmail.com", host="imap.gmail.com", provider="gmail")


@pytest.fixture
def app(tmp_path):
    app = App(data_dir=tmp_path, secrets=SessionSecrets(), clock=HandClock(NOW))
    yield app
    app.close()


def days_ago(days):
    return (NOW - timedelta(days=days)).timestamp()


def read(app, account, *senders, mailed=()):
    """Let an account's mail be read: who wrote (address, days ago, Message-ID), and who was mailed."""
    app.accounts.put(account)
    store = app.account_store(account.id)
    sent = store.ledger.begin(SENT, name="Sent", uid_validity=1)
    inbox = store.ledger.begin(INBOX, name="INBOX", uid_validity=1)
    rows = [InboxSender(n, days_ago(days), who, own) for n, (who, days, own) in enumerate(senders, start=1)]
    store.ledger.keep_senders(inbox, rows, scanned_to=len(rows))
    store.ledger.looked(inbox, uid_next=len(rows) + 1, messages=len(rows), modseq=None, at_s=NOW.timestamp())
    store.judgement.take_senders(sent, inbox, after_row=0, limit=100)
    hashes = app.keys.hashes
    store.judgement.keep_mailed(sent, {hashes.once(who): days_ago(days) for who, days in mailed})


def mail(address, *, message_id="this@x.example"):
    return SuspiciousMail(senders=(Mailbox(name="", address=address),), message_id=message_id, text="Hello")


def codes(app, shown):
    report = report_on_mail(shown, app.known_about(shown), now=NOW)
    return {one.finding.kind.code.removeprefix("office.mail-") for one in report.findings}


def test_a_sender_is_compared_with_all_accounts(app):
    read(app, OFFICE, ("tanaka@partner.example", 300, "1@p"), ("tanaka@partner.example", 2, "2@p"))
    read(app, HOME, ("shop@shop.example", 5, "3@s"), mailed=[("tanaka@partner.example", 40)])
    met = app.known_about(mail("tanaka@partner.example")).met
    assert met.mailboxes == 2
    home, office = met.meetings
    assert (office.account, office.wrote, office.mailed_first_at) == ("office", 2, None)
    assert office.wrote_first_at == NOW - timedelta(days=300)
    assert office.wrote_last_at == NOW - timedelta(days=2)
    assert (home.account, home.wrote, home.mailed_first_at) == ("home", 0, NOW - timedelta(days=40))
    assert met.reads_since == NOW - timedelta(days=300)
    assert "first-contact" not in codes(app, mail("tanaka@partner.example"))


def test_the_mail_itself_does_not_make_its_sender_known(app):
    read(app, OFFICE, ("new@stranger.example", 0, "this@x.example"))
    assert app.known_about(mail("new@stranger.example")).met.meetings == ()
    assert "first-contact" in codes(app, mail("new@stranger.example"))
    assert "first-contact" not in codes(app, mail("new@stranger.example", message_id="another@x.example"))


@pytest.mark.parametrize(
    "false",
    [
        "tanaka@partn3r.example",
        "tanaka@partnner.example",
        "tanaka@pertner.example",
        "tanaka@aprtner.example",
        f"tanaka@{'pаrtner.example'.encode('idna').decode()}",
    ],
)
def test_an_address_that_looks_like_a_known_one(app, false):
    read(app, OFFICE, ("tanaka@partner.example", 300, "1@p"))
    shown = mail(false)
    found = next(
        one.finding
        for one in report_on_mail(shown, app.known_about(shown), now=NOW).findings
        if one.finding.kind.code == "office.mail-lookalike-sender"
    )
    assert found.params["real"] == "partner.example"


def test_somebody_else_at_a_similar_domain_is_nobody_known(app):
    read(app, OFFICE, ("tanaka@partner.example", 300, "1@p"))
    assert "lookalike-sender" not in codes(app, mail("sales@partnner.example"))


def test_a_correspondent_is_not_suspected_for_a_similar_one(app):
    read(app, OFFICE, ("tanaka@partner.example", 300, "1@p"), ("tanaka@partners.example", 200, "2@p"))
    assert "lookalike-sender" not in codes(app, mail("tanaka@partners.example"))


def test_who_began_to_write_the_other_day_is_still_compared(app):
    read(app, OFFICE, ("tanaka@partner.example", 300, "1@p"), ("tanaka@partners.example", 2, "2@p"))
    assert "lookalike-sender" in codes(app, mail("tanaka@partners.example"))


def test_own_domains_are_those_of_the_accounts(app):
    read(app, OFFICE)
    read(app, HOME)
    assert app.known_about(mail("a@b.example")).own_domains == ("aoyama-insatsu.example",)
    assert "lookalike-sender" in codes(app, mail("info@aoyarna-insatsu.example"))


def test_without_a_mailbox_read_nothing_is_said_and_no_store_is_made(app, tmp_path):
    known = app.known_about(mail("a@b.example"))
    assert known.met is None
    assert list(tmp_path.iterdir()) == []
    report = report_on_mail(mail("a@b.example"), known, now=NOW)
    limits = report.results[0].outcome.limits
    assert any("was not compared" in limit.text for limit in limits)
    app.accounts.put(OFFICE)
    assert app.known_about(mail("a@b.example")).met is None


def test_a_text_alone_has_no_sender(app):
    read(app, OFFICE, ("tanaka@partner.example", 300, "1@p"))
    shown = SuspiciousMail(text="Act now", has_header=False)
    assert app.known_about(shown).met is None
    limits = report_on_mail(shown, app.known_about(shown), now=NOW).results[0].outcome.limits
    assert [limit.text.partition(":")[0] for limit in limits][1:] == ["Only the text was given"]
