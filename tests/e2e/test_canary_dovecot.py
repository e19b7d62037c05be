"""`sentwatch canary` as a user runs it: a real outgoing server on loopback, real delivery, real Sieve rules, real IMAP."""

from __future__ import annotations

import threading
import time

import pytest
from imapclient import IMAPClient
from tests.e2e.test_watch_cli import PASSWORD, add

from support.cli import run_cli
from support.delivery import LDA, deliver, set_sieve
from support.dovecot import running_dovecot
from support.returned_mail import bounce, received
from support.smtp_on_loopback import NAME, Outgoing, outgoing_server

pytestmark = pytest.mark.dovecot

HIDE = """require ["fileinto", "imap4flags", "mailbox"];
if header :contains "subject" "請求書" { addflag "\\\\Seen"; fileinto :create "RSS Feeds"; }
"""


@pytest.fixture(scope="module")
def server():
    with running_dovecot(extra=LDA) as server:
        yield server


class Mailbox:
    """An account whose outgoing server delivers into the same Dovecot."""

    def __init__(self, server, outgoing, data, name, bundle):
        self.server, self.outgoing, self.data = server, outgoing, data
        self.address = f"{name}@kaede.example"
        server.add_user(self.address)
        outgoing.users[self.address] = PASSWORD
        outgoing.on_message = self.arrive
        bundle.write_bytes(server.ca_file.read_bytes() + outgoing.ca_file.read_bytes())
        add(data, self.address, server.imaps_port, bundle)

    def arrive(self, handed):
        assert handed.recipients == (self.address,)
        way = received(NAME, login=handed.login).encode()
        deliver(self.server, self.address, way + handed.raw, sender=handed.sender)

    def canary(self, *more, lang="en"):
        where = ("--smtp-host", "127.0.0.1", "--smtp-port", self.outgoing.port, "--yes")
        return run_cli("canary", self.address, *where, "--lang", lang, "--data-dir", self.data, *more)


@pytest.fixture
def mailbox(server, tmp_path, monkeypatch, request):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    name = request.node.name.replace("_", "-")[5:50]
    with outgoing_server(tmp_path, Outgoing(starttls="starttls" in name)) as outgoing:
        yield Mailbox(server, outgoing, tmp_path / "data", name, tmp_path / "bundle.pem")


def test_it_stays_where_no_rule_touches_it(mailbox):
    ran = mailbox.canary()
    assert (ran.code, len(mailbox.outgoing.handed)) == (0, 1)
    assert ran.out.startswith("The test message arrived in the inbox, unread and unchanged.\n")
    # Looking changed nothing: it is still new.
    [kept] = mailbox.server.fingerprint(mailbox.address)
    assert "S" not in kept.partition(":2,")[2]
    # By the way it came we know our own outgoing server, and so what bounces quote.
    for number in range(6):
        deliver(mailbox.server, mailbox.address, bounce(number, own=mailbox.address, relay=NAME))
    checked = run_cli("check", mailbox.address, "--json", "--data-dir", mailbox.data)
    assert [one["params"]["by_server"] for one in checked.findings("sent.bounces-of-unknown-mail")] == [6]


def test_a_rule_that_hides_is_shown_by_what_it_does(mailbox):
    set_sieve(mailbox.server, mailbox.address, HIDE)
    ran = mailbox.canary("--json")
    assert ran.code == 1
    told = ran.json["canary"]
    assert (told["outcome"], told["folder"], told["flags"]) == ("moved", "RSS Feeds", ["\\seen"])
    [found] = ran.findings("rule.canary-moved")
    assert (found["severity"], found["status"]) == ("warning", "new")
    assert found["title"] == "The test message to yourself did not stay in the inbox: it went to RSS Feeds."
    # Later checks go on telling of it, until a new try says otherwise.
    later = run_cli("check", mailbox.address, "--json", "--data-dir", mailbox.data)
    assert [one["status"] for one in later.findings("rule.canary-moved")] == ["still"]
    set_sieve(mailbox.server, mailbox.address, "")
    again = mailbox.canary("--json")
    assert (again.code, again.json["canary"]["outcome"]) == (0, "untouched")
    assert [one["status"] for one in again.findings("rule.canary-moved")] == ["gone"]


def test_a_rule_that_discards_starttls(mailbox):
    set_sieve(mailbox.server, mailbox.address, 'if header :contains "subject" "undeliverable" { discard; }')
    ran = mailbox.canary("--starttls", "--wait", "5", lang="ja")
    assert ran.code == 1
    assert ran.out.startswith("テストメールは届いていません。\n")
    assert "自分あてのテストメールが、" in ran.out


def test_one_that_is_deleted_by_another_program(mailbox):
    def delete():
        time.sleep(3)
        with IMAPClient(
            mailbox.server.host, mailbox.server.imaps_port, ssl_context=mailbox.server.trusting_context()
        ) as other:
            other.login(mailbox.address, PASSWORD)
            other.select_folder("INBOX")
            other.delete_messages(other.search())
            other.expunge()

    def arrive(handed):
        mailbox.arrive(handed)
        threading.Thread(target=delete).start()

    mailbox.outgoing.on_message = arrive
    ran = mailbox.canary("--json")
    assert (ran.code, ran.json["canary"]["outcome"]) == (1, "gone")


def test_what_it_says_where_nothing_can_be_sent(mailbox):
    mailbox.outgoing.users.clear()
    ran = mailbox.canary()
    assert ran.code == 3
    assert mailbox.outgoing.handed == []
    assert "Traceback" not in ran.err
    assert len(ran.err.splitlines()) == 1
    assert PASSWORD not in ran.err


def test_it_asks_first(mailbox):
    ran = run_cli("canary", mailbox.address, "--smtp-host", "127.0.0.1", "--data-dir", mailbox.data)
    assert ran.code == 2
    assert mailbox.outgoing.heard == []
    ran = run_cli("canary", "nobody@nowhere.example", "--yes", "--data-dir", mailbox.data)
    assert ran.code == 2
