"""The test message over the fake mailbox: what becomes of it, told as it was seen, kept, and never sent by itself."""

from __future__ import annotations

import email
from email.header import decode_header, make_header

import pytest

from sentwatch.core.accounts import Account, Security
from sentwatch.core.canary import LASTS, CanaryOutcome, canary_message
from sentwatch.core.received import ReceivedMessage
from sentwatch.core.rule_indicators import BOUNCE_WORDS, MONEY_WORDS, SECURITY_WORDS, words_in
from sentwatch.core.trouble import SERVER_REFUSED, Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.ports.mail import Credential
from sentwatch.ports.outgoing import OutgoingServer
from sentwatch.ports.progress import silent
from sentwatch.service.canary import Canary, known_canary
from support.clocks import HandClock
from support.fake_mail import FakeDoor, FakeFolder, FakeMailbox
from support.stores import account_store, database_in

ACCOUNT = Account(id="one", address="me@kaede.example", host="imap.kaede.example")
SERVER = OutgoingServer(host="smtp.kaede.example", port=465, security=Security.TLS)


class Waits(CancelToken):
    """Lets the clock pass instead of sleeping, and things happen meanwhile."""

    def __init__(self, clock):
        super().__init__()
        self.clock = clock
        self.later = []

    def wait(self, wait_s):
        self.check()
        self.clock.turn(wait_s)
        for at_s, act in tuple(self.later):
            if self.clock.monotonic >= at_s:
                self.later.remove((at_s, act))
                act()


class Trial:
    """One try: `arrives` says what the server does with the message."""

    def __init__(self, tmp_path):
        self.clock = HandClock()
        self.cancel = Waits(self.clock)
        self.box = FakeMailbox()
        self.box.folders["Junk"] = FakeFolder(flags=frozenset({"\\junk"}))
        self.box.folders["RSS Feeds"] = FakeFolder()
        self.database = database_in(tmp_path)
        self.kept = account_store(self.database).kept
        self.handed = []
        self.ways = []
        self.then = lambda: None

    def send(self, account, server, message, cancel):
        assert server is SERVER
        self.handed.append(message)
        self.then()

    def put(self, folder="INBOX", *, flags=(), subject=None, message_id=None):
        parsed = email.message_from_bytes(self.handed[-1])
        said = str(make_header(decode_header(parsed["Subject"]))) if subject is None else subject
        message = ReceivedMessage(
            0, self.clock.now().timestamp(), message_id or parsed["Message-ID"].strip("<>"), "", ACCOUNT.address, said,
            900, flags,
        )  # fmt: skip
        return self.box.folders[folder].arrive(message, way=b"Received: by smtp.kaede.example\r\n")

    def after(self, seconds, act):
        self.cancel.later.append((self.clock.monotonic + seconds, act))

    def run(self, wait_s=60.0):
        canary = Canary(
            enter=lambda _account, cancel: FakeDoor(self.box).open(
                credential=Credential(self.box.secret), cancel=cancel
            ),
            send=self.send, kept=self.kept, learn_way=self.ways.append, clock=self.clock,
        )  # fmt: skip
        return canary.run(ACCOUNT, SERVER, wait_s=wait_s, progress=silent, cancel=self.cancel)


@pytest.fixture
def trial(tmp_path):
    trial = Trial(tmp_path)
    yield trial
    trial.database.close()


def test_untouched_is_said_after_a_while_and_not_at_once(trial):
    trial.then = trial.put
    facts = trial.run()
    assert (facts.outcome, facts.folder) == (CanaryOutcome.UNTOUCHED, "INBOX")
    assert facts.waited_s >= 20
    assert len(trial.handed) == 1
    assert trial.ways == [b"Received: by smtp.kaede.example\r\n"]
    assert known_canary(trial.kept, now=trial.clock.now()) == facts
    assert known_canary(trial.kept, now=trial.clock.now() + 2 * LASTS) is None


@pytest.mark.parametrize(
    ("put", "outcome"),
    [
        ({"flags": ("\\seen",)}, CanaryOutcome.READ),
        ({"folder": "Junk"}, CanaryOutcome.JUNK),
        ({"folder": "RSS Feeds", "flags": ("\\seen",)}, CanaryOutcome.MOVED),
        ({"folder": "Trash"}, CanaryOutcome.MOVED),
        ({"flags": ("\\recent", "$forwarded")}, CanaryOutcome.UNTOUCHED),
    ],
)
def test_where_it_lies(trial, put, outcome):
    trial.then = lambda: trial.put(**put)
    facts = trial.run()
    assert facts.outcome is outcome
    assert facts.is_trash == (put.get("folder") == "Trash")


def test_a_changed_subject_is_seen_though_the_number_changed_too(trial):
    def put():
        token = email.message_from_bytes(trial.handed[-1])["Message-ID"].strip("<>").split(".")[0]
        trial.put(subject=f"[EXTERNAL] Sentwatch {token}: hello", message_id="new@relay.example")

    trial.then = put
    assert trial.run().outcome is CanaryOutcome.CHANGED


def test_one_that_is_moved_some_seconds_after_it_arrived(trial):
    def move(uid):
        trial.box.folders["INBOX"].remove(uid)
        trial.put("RSS Feeds")

    def put():
        uid = trial.put()
        trial.after(10, lambda: move(uid))

    trial.then = put
    facts = trial.run()
    assert (facts.outcome, facts.folder) == (CanaryOutcome.MOVED, "RSS Feeds")


def test_one_that_is_moved_while_we_look_from_folder_to_folder_is_not_called_gone(trial):
    def put():
        uid = trial.put()
        trial.after(5, lambda: trial.box.folders["INBOX"].remove(uid))
        trial.after(6, lambda: trial.put("RSS Feeds"))

    trial.then = put
    assert trial.run().outcome is CanaryOutcome.MOVED


def test_one_that_vanishes(trial):
    def put():
        uid = trial.put()
        trial.after(5, lambda: trial.box.folders["INBOX"].remove(uid))

    trial.then = put
    facts = trial.run()
    assert (facts.outcome, facts.after_s) == (CanaryOutcome.GONE, 0)


def test_one_that_never_comes_and_one_that_comes_late(trial):
    assert trial.run(wait_s=30).outcome is CanaryOutcome.MISSING
    trial.then = lambda: trial.after(40, trial.put)
    facts = trial.run(wait_s=60)
    assert facts.outcome is CanaryOutcome.UNTOUCHED
    assert 38 <= facts.after_s <= 44


def test_a_folder_that_the_rule_makes_first(trial):
    def put():
        trial.box.folders["New"] = FakeFolder()
        trial.put("New")

    trial.then = put
    assert trial.run().folder == "New"


def test_where_it_cannot_be_sent_nothing_is_kept(trial):
    def refuse():
        raise Trouble(SERVER_REFUSED, host="smtp.kaede.example", answer="550 no")

    trial.then = refuse
    with pytest.raises(Trouble):
        trial.run()
    assert known_canary(trial.kept, now=trial.clock.now()) is None


def test_cancel_ends_the_wait_and_keeps_nothing(trial):
    trial.then = lambda: trial.after(6, trial.cancel.cancel)
    with pytest.raises(Cancelled):
        trial.run()
    assert known_canary(trial.kept, now=trial.clock.now()) is None


def test_the_message_names_nobody_else_and_holds_what_rules_look_for(trial):
    raw = canary_message("me@kaede.example", token="t0k3n", now=trial.clock.now())
    parsed = email.message_from_bytes(raw)
    assert (parsed["From"], parsed["To"], parsed["Cc"], parsed["Bcc"]) == (
        "me@kaede.example",
        "me@kaede.example",
        None,
        None,
    )
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    text = parsed.get_payload(decode=True).decode()
    for words in (SECURITY_WORDS, MONEY_WORDS, BOUNCE_WORDS):
        found = words_in((text,), words)
        assert any(word.isascii() for word in found)
        assert any(not word.isascii() for word in found)
