"""What the IMAP adapter reads of mail that arrives, on a real Dovecot, and what it hears of other folders."""

from __future__ import annotations

import threading
import time

import pytest
from imapclient import IMAPClient
from tests.e2e.test_imap_dovecot import enter

from sentwatch.core.bounces import Sort, parse_returned, way_of
from sentwatch.core.mime_parts import read_header
from support.dovecot import running_dovecot
from support.returned_mail import RELAY, auto_reply, bounce, notice, ordinary, own_mail

pytestmark = pytest.mark.dovecot
PASSWORD = "correct horse"
USER = "noreply@kaede.example"
NAMES = ("RSS Feeds", "迷惑メール", 'A "b" \\ c', "&-und-", "Sub/Folder")


@pytest.fixture(scope="module")
def server():
    with running_dovecot() as running:
        running.add_user(USER)
        for name in NAMES:
            running.make_folder(USER, name)
        raws = [bounce(1, size=200_000), auto_reply(2, answers="q2@kaede.example"), ordinary(3), notice(), own_mail(4)]
        running.deliver(USER, "INBOX", raws, flags="", at_s=[1_760_000_000 + n for n in range(5)])
        yield running


@pytest.fixture
def mail(server):
    before = server.fingerprint(USER)
    door = enter(server, user=USER, password=PASSWORD)
    yield door
    door.close()
    kept = server.fingerprint(USER)
    assert {name: kept.get(name) for name in before} == before


def test_header_facts(mail):
    mail.examine("INBOX")
    [window] = mail.read_received(first_uid=1, last_uid=5)
    back, away, plain, warning, own = window.messages
    assert (back.sort, back.is_list, back.sender, back.flags) == (Sort.REPORT, False, f"mailer-daemon@{RELAY}", ())
    assert (away.sort, away.answers) == (Sort.AUTO_REPLY, "q2@kaede.example")
    assert (plain.sort, plain.note_writer, plain.confirmed) == (None, "mx.kaede.example", ("office3.example",))
    assert warning.confirmed == ("accounts.google.com",)
    assert (own.uid, own.sender, own.at_s) == (5, USER, 1_760_000_004.0)


def test_beginnings_and_ways(mail):
    mail.examine("INBOX")
    [(uid, raw)] = mail.read_beginnings([1, 99])
    assert (uid, len(raw)) == (1, 65_536)
    assert parse_returned(raw).original_subject == "Payment details"
    [(uid, header)] = mail.read_ways([5])
    assert way_of(read_header(header)).entry_host == RELAY
    assert b"hello" not in header
    assert list(mail.read_beginnings([])) == []


def test_states_of_folders_with_difficult_names_and_of_one_that_is_not_there(server, mail):
    found = {folder.name for folder in mail.folders()}
    names = [name for name in NAMES if name in found]
    assert len(names) >= 4
    states = mail.states([*names, "not there", "INBOX"])
    assert [state.folder for state in states] == [*names, "INBOX"]
    assert states[-1].messages == 5


def test_which_folder_changed_is_told_by_its_name(server, mail):
    mail.examine("Sent")
    assert mail.watch_also()
    # Asking again does not deafen the server.
    assert mail.watch_also(but=["Drafts"])
    wanted = {*NAMES, "Trash"}

    def append():
        with IMAPClient(server.host, server.imaps_port, ssl_context=server.trusting_context()) as other:
            other.login(USER, PASSWORD)
            for name in ("Drafts", *wanted):
                other.append(name, ordinary(9))

    timer = threading.Timer(0.3, append)
    timer.start()
    changed = set()
    until = time.monotonic() + 30
    while not changed >= wanted and time.monotonic() < until:
        mail.wait_for_change(5)
        changed |= mail.take_changed()
    timer.join()
    assert changed >= wanted
    assert "Drafts" not in changed
    assert mail.take_changed() == frozenset()
