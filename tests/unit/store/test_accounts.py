"""Accounts are kept, replaced, found and removed so that nothing of them is left in the file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sentwatch.core.accounts import Account, Role, Security, SignIn
from sentwatch.core.history import SentGap, moment
from sentwatch.core.phrase import Phrase
from sentwatch.core.rule_history import RuleTold, SeenRule
from sentwatch.core.sent import InboxSender, SentMessage
from sentwatch.store.accounts import Accounts
from sentwatch.store.folder_mark import INBOX, SENT
from support.stores import account_store, database_in

FIRST = Account(
    id="one",
    address="Yuki@Example.jp",
    host="mail.example.jp",
    port=143,
    security=Security.STARTTLS,
    sign_in=SignIn.OAUTH,
    role=Role.SHARED,
    display_name="ゆき",
    time_zone="Asia/Tokyo",
    ca_file="/etc/ca.pem",
    paused=True,
)


@pytest.fixture
def database(tmp_path):
    database = database_in(tmp_path)
    yield database
    database.close()


def test_accounts_come_back_as_they_were(database):
    accounts = Accounts(database)
    second = Account(id="two", address="b@example.jp", host="h")
    accounts.put(FIRST)
    accounts.put(second)
    accounts.put(replace(FIRST, paused=False))
    assert accounts.all() == (replace(FIRST, paused=False), second)
    assert accounts.get("two") == second
    assert accounts.get("three") is None
    assert accounts.by_address(" yuki@example.JP ") == replace(FIRST, paused=False)
    assert accounts.by_address("c@example.jp") is None


def test_nothing_of_a_removed_account_is_left(database, tmp_path):
    accounts = Accounts(database)
    accounts.put(FIRST)
    accounts.put(replace(FIRST, id="two", address="kept@example.jp"))
    for account_id in ("one", "two"):
        store = account_store(database, account_id)
        mark = store.ledger.begin(SENT, name="Sent", uid_validity=1)
        message = SentMessage(
            1,
            1.7e9,
            None,
            f"<id-{account_id}>",
            (),
            "a@b",
            ("c@d",),
            f"subject-{account_id}",
            9,
            (),
            "s._domainkey.example",
            "",
        )
        store.ledger.keep_sent(mark, [message], scanned_to=1, seen_s=2e9)
        inbox = store.ledger.begin(INBOX, name="INBOX", uid_validity=1)
        store.ledger.keep_senders(inbox, [InboxSender(1, 1.7e9, "x@y", "id")], scanned_to=1)
        assert store.judgement.take_senders(mark, inbox, after_row=0, limit=10) == inbox.row_of(1)
        store.judgement.keep_mailed(mark, {b"12345678": 1.0})
        told = RuleTold(name="n", where="w", sentence=Phrase(text="s"), raw="r")
        store.rules.keep("sieve", [SeenRule(digest=f"d-{account_id}", identity="i", told=told)], now=moment(1))
        store.rules.approve(f"d-{account_id}", because="mine", at=moment(1))
        store.backups.keep(
            digest=f"d-{account_id}", script="m", before=b"b", after=b"a", sentence=told.sentence, at=moment(1)
        )
        store.ledger.keep_gap(SentGap(since=moment(1), until=moment(2), missing=4))
    assert accounts.rows_of("one") >= 9
    accounts.remove("one")
    assert accounts.rows_of("one") == 0
    assert accounts.rows_of("two") >= 5
    assert accounts.all() == (replace(FIRST, id="two", address="kept@example.jp"),)
    assert database.value("SELECT count(*) FROM sent") == 1
    assert database.value("SELECT count(*) FROM inbox") == 1
    assert database.value("SELECT count(*) FROM mailed") == 1
    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"Yuki@Example.jp" not in on_disk
    assert b"kept@example.jp" in on_disk
    assert b"d-one" not in on_disk
    assert b"d-two" in on_disk
