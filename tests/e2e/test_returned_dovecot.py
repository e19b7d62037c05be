"""Mail that comes back, in the terminal and live against a real Dovecot: a takeover told where Sent shows nothing."""

from __future__ import annotations

import time

import pytest
from imapclient import IMAPClient
from tests.e2e.test_watch_cli import PASSWORD, Watching, add

from support.cli import run_cli
from support.delivery import LDA, deliver, set_sieve
from support.dovecot import running_dovecot
from support.returned_mail import RELAY, auto_reply, bounce, notice, ordinary, own_mail

pytestmark = pytest.mark.dovecot


@pytest.fixture(scope="module")
def server():
    with running_dovecot(extra=LDA) as server:
        yield server


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    return tmp_path / "data"


class Mailbox:
    """One mailbox on the server, and the program looking at it."""

    def __init__(self, server, data, name):
        self.server, self.data = server, data
        self.address = f"{name}@kaede.example"
        server.add_user(self.address)
        add(data, self.address, server.imaps_port, server.ca_file, "--role", "system")

    def put(self, messages, folder="INBOX", *, ago_s=600.0, gap_s=20.0, flags=""):
        messages = list(messages)
        start = time.time() - ago_s
        self.server.deliver(
            self.address, folder, messages, at_s=[start + n * gap_s for n in range(len(messages))], flags=flags
        )

    def check(self, *more):
        before = self.server.fingerprint(self.address)
        ran = run_cli("check", self.address, "--json", "--data-dir", self.data, *more)
        assert self.server.fingerprint(self.address) == before
        return ran

    def imap(self):
        client = IMAPClient(self.server.host, self.server.imaps_port, ssl_context=self.server.trusting_context())
        client.login(self.address, PASSWORD)
        return client


@pytest.fixture
def mailbox(server, data, request):
    return Mailbox(server, data, request.node.name.replace("_", "-")[:60])


def states(ran):
    return [report["state"] for report in ran.json["reports"]]


def test_bounces_of_mail_that_left_through_our_account_are_an_alarm_though_sent_is_empty(mailbox):
    own = mailbox.address
    mailbox.put(bounce(n, own=own, login=own) for n in range(12))
    ran = mailbox.check()
    [found] = ran.findings("sent.bounces-of-unknown-mail")
    assert ran.code == 1
    assert found["severity"] == "warning"
    assert (found["params"]["messages"], found["params"]["by_login"]) == (12, 12)
    assert "12 bounces came back" in found["title"]
    assert "your own account was signed in" in found["title"]
    assert states(ran) == ["confirmed"]
    assert {"label": "Subjects of the originals", "value": "Payment details"} in found["evidence"]
    again = mailbox.check()
    assert [one["status"] for one in again.findings("sent.bounces-of-unknown-mail")] == ["still"]


def test_the_own_server_is_learned_from_mail_to_oneself(mailbox):
    own = mailbox.address
    mailbox.put((ordinary(n, own=own) for n in range(20)), ago_s=90_000, gap_s=3600)
    mailbox.put([own_mail(1, own=own)], ago_s=5000)
    assert mailbox.check().code == 0
    mailbox.put(bounce(n, own=own) for n in range(12))
    ran = mailbox.check()
    [found] = ran.findings("sent.bounces-of-unknown-mail")
    assert (found["severity"], found["params"]["by_server"], found["params"]["by_login"]) == ("warning", 12, 0)
    assert {"label": "Mail servers known as yours", "value": RELAY} in found["evidence"]


def test_bounces_of_forged_mail_are_a_notice_that_says_so(mailbox):
    own = mailbox.address
    mailbox.put((ordinary(n, own=own) for n in range(20)), ago_s=90_000, gap_s=3600)
    mailbox.put([own_mail(1, own=own)], ago_s=5000)
    mailbox.put(bounce(n, own=own, relay=f"mail.spam{n % 3}.example") for n in range(12))
    mailbox.put((auto_reply(n, own=own) for n in range(6)), ago_s=300)
    ran = mailbox.check()
    assert ran.code == 0
    [found] = ran.findings("sent.address-forged")
    assert (found["severity"], found["params"]["messages"]) == ("notice", 12)
    assert "password is probably not involved" in found["why"]
    assert ran.findings("sent.bounces-of-unknown-mail") == []
    [answers] = ran.findings("sent.replies-to-unknown-mail")
    assert answers["severity"] == "notice"
    assert states(ran) == ["usual"]


def test_where_nothing_is_known_of_our_servers_nothing_is_called_forged(mailbox):
    mailbox.put(bounce(n, own=mailbox.address, relay="mail.unknown.example") for n in range(12))
    ran = mailbox.check()
    assert ran.findings("sent.address-forged") == []
    [found] = ran.findings("sent.bounces-of-unknown-mail")
    assert found["severity"] == "notice"
    assert states(ran) == ["watch"]


def test_copies_that_come_and_go_and_bounces_together_are_critical(mailbox):
    own = mailbox.address
    mailbox.put((ordinary(n, own=own) for n in range(5)), ago_s=90_000, gap_s=3600)
    assert mailbox.check().code == 0
    with mailbox.imap() as other:
        for number in range(12):
            raw = f"From: {own}\r\nTo: s{number}@p{number}.example\r\nSubject: Pay\r\nMessage-ID: <gone{number}@x>\r\n\r\nx"
            other.append("Sent", raw.encode())
        other.select_folder("Sent")
        other.delete_messages(other.search())
        other.expunge()
    mailbox.put((bounce(n, own=own, quotes=False) for n in range(6)), ago_s=300, gap_s=10)
    ran = mailbox.check()
    [gap] = ran.findings("sent.copies-missing")
    assert (gap["severity"], gap["params"]["missing"]) == ("warning", 12)
    [back] = ran.findings("sent.bounces-of-unknown-mail")
    assert back["severity"] == "warning"
    assert states(ran) == ["likely-takeover"]
    assert any(item["label"] == "At the same time" for item in back["evidence"])


def test_bounces_of_mail_in_sent_are_no_sign_and_teach_our_server(mailbox):
    own = mailbox.address
    sent = [
        f"From: {own}\r\nTo: p{n}@q{n}.example\r\nSubject: Newsletter\r\nMessage-ID: <letter{n}@kaede.example>\r\n\r\nx".encode()
        for n in range(9)
    ]
    mailbox.put(sent, "Sent", ago_s=86_400 * 3, gap_s=3600, flags="S")
    mailbox.put((bounce(n, own=own, original_id=f"letter{n}@kaede.example") for n in range(8)), ago_s=2000)
    ran = mailbox.check()
    assert ran.code == 0
    assert [one["code"] for one in ran.findings() if one["code"].startswith(("sent.", "rule."))] == []
    mailbox.put((bounce(n, own=own) for n in range(20, 26)), ago_s=300)
    [found] = mailbox.check().findings("sent.bounces-of-unknown-mail")
    assert found["params"]["by_server"] == 6


def test_a_security_notice_that_vanishes_is_told(mailbox):
    own = mailbox.address
    mailbox.put((ordinary(n, own=own) for n in range(20)), ago_s=90_000, gap_s=3600)
    assert mailbox.check().code == 0
    mailbox.put([notice(own=own)], ago_s=0)
    ran = mailbox.check()
    assert ran.code == 0
    assert [one["severity"] for one in ran.findings("sign-in.security-notice")] == ["info"]
    with mailbox.imap() as other:
        other.select_folder("INBOX")
        found = other.search(["SUBJECT", "Security alert"])
        other.delete_messages(found)
        other.expunge()
    ran = mailbox.check()
    [gone] = ran.findings("rule.inferred-notice-gone")
    assert gone["severity"] == "warning"
    assert "no-reply@accounts.google.com" in gone["title"]
    assert ran.code == 1


def test_a_security_notice_nobody_confirmed_is_not_believed(mailbox):
    own = mailbox.address
    mailbox.put((ordinary(n, own=own) for n in range(20)), ago_s=90_000, gap_s=3600)
    assert mailbox.check().code == 0
    fake = ordinary(0, own=own, sender="no-reply@accounts.google.com", subject="Security alert", noted=False)
    mailbox.put([fake], "Trash", ago_s=0)
    ran = mailbox.check()
    assert ran.findings("rule.inferred-notice-gone") == []
    assert ran.findings("sign-in.security-notice") == []


HIDE = """require ["fileinto", "imap4flags", "mailbox"];
if header :contains "subject" ["invoice", "請求書", "Sentwatch"] { addflag "\\\\Seen"; fileinto :create "RSS Feeds"; stop; }
"""


def test_mail_that_a_sieve_rule_hides_is_inferred(mailbox):
    own = mailbox.address
    mailbox.put((ordinary(n, own=own) for n in range(20)), ago_s=90_000, gap_s=3600)
    assert mailbox.check().code == 0
    set_sieve(mailbox.server, own, HIDE)
    for number in range(4):
        hidden = ordinary(number, own=own, sender=f"a{number}@b{number}.example", subject=f"invoice no {number}")
        deliver(mailbox.server, own, hidden)
        deliver(mailbox.server, own, ordinary(number + 50, own=own))
    ran = mailbox.check()
    [found] = ran.findings("rule.inferred-move")
    assert found["params"]["folder"] == "RSS Feeds"
    assert "invoice" in found["title"]
    assert found["severity"] == "warning"
    assert {"label": "Already read when first seen", "value": "4"} in found["evidence"]


def test_bounces_hidden_in_the_trash_are_found(mailbox):
    own = mailbox.address
    assert mailbox.check().code == 0
    set_sieve(
        mailbox.server,
        own,
        'require ["fileinto"]; if address :is "from" "MAILER-DAEMON@smtp.kaede.example" { fileinto "Trash"; }',
    )
    for number in range(6):
        deliver(mailbox.server, own, bounce(number, own=own, login=own))
    [found] = mailbox.check().findings("sent.bounces-of-unknown-mail")
    assert found["params"]["messages"] == 6
    assert {"label": "Found in", "value": "Trash"} in found["evidence"]


def test_a_mailbox_without_a_sent_folder_still_tells_of_bounces(server, data):
    import shutil

    box = Mailbox(server, data, "nosent")
    for folder in ("Sent", "Drafts"):
        shutil.rmtree(server.folder_path(box.address, folder))
    box.put(bounce(n, own=box.address, login=box.address) for n in range(12))
    ran = box.check()
    assert ran.code == 1
    assert [one["severity"] for one in ran.findings("sent.bounces-of-unknown-mail")] == ["warning"]
    outcomes = {check["code"]: check["outcome"] for check in ran.json["reports"][0]["checks"]}
    assert (outcomes["sent.burst"], outcomes["sent.bounces"]) == ("failed", "checked")


@pytest.fixture
def watching():
    """Starts watches and ends them whatever happens."""
    started = []

    def start(folder):
        started.append(Watching(folder))
        started[-1].wait_for("state", sight="live")
        time.sleep(1)
        return started[-1]

    yield start
    assert [watch.stop() for watch in started] == [(0, "")] * len(started)


def test_the_watch_tells_within_seconds(mailbox, watching):
    own = mailbox.address
    mailbox.put((ordinary(n, own=own) for n in range(5)), ago_s=90_000, gap_s=3600)
    watch = watching(mailbox.data)
    began = time.monotonic()
    for number in range(6):
        deliver(mailbox.server, own, bounce(number, own=own, login=own))
    told = watch.wait_for("finding", seconds=20)
    assert told["finding"]["code"] == "sent.bounces-of-unknown-mail"
    assert time.monotonic() - began < 15
    assert watch.wait_for("state", seconds=20, account_state="confirmed")["sight"] == "live"


def test_the_watch_sees_what_a_rule_hides_and_what_is_deleted(mailbox, watching):
    own = mailbox.address
    mailbox.put((ordinary(n, own=own) for n in range(20)), ago_s=90_000, gap_s=3600)
    mailbox.server.make_folder(own, "RSS Feeds")
    set_sieve(mailbox.server, own, HIDE)
    watch = watching(mailbox.data)
    deliver(mailbox.server, own, notice(own=own))
    time.sleep(2)
    with mailbox.imap() as other:
        other.select_folder("INBOX")
        other.delete_messages(other.search(["SUBJECT", "Security alert"]))
        other.expunge()
    assert watch.wait_for("finding", seconds=20)["finding"]["code"] == "rule.inferred-notice-gone"
    for number in range(4):
        hidden = ordinary(number, own=own, sender=f"a{number}@b{number}.example", subject=f"invoice no {number}")
        deliver(mailbox.server, own, hidden)
    assert watch.wait_for("finding", seconds=20)["finding"]["code"] == "rule.inferred-move"
