"""The ledger: windows kept once, hashes instead of texts, sealed texts for evidence, removed copies remembered."""

from __future__ import annotations

import pytest

from sentwatch.core.sent import InboxSender, SentMessage
from sentwatch.store.folder_mark import INBOX, SENT
from support.stores import account_store, database_in


def message(uid, *, at_s=1.7e9, recipients=("anna@example.com",), subject="Budget", message_id=None, references=()):
    return SentMessage(
        uid,
        at_s,
        at_s,
        message_id or f"m{uid}@example.jp",
        references,
        "me@example.jp",
        recipients,
        subject,
        100,
        (),
        None,
        "Mailer",
    )


@pytest.fixture
def database(tmp_path):
    database = database_in(tmp_path)
    yield database
    database.close()


@pytest.fixture
def ledger(database):
    return account_store(database).ledger


def test_a_window_that_comes_again_counts_once(ledger, database):
    mark = ledger.begin(SENT, name="Sent", uid_validity=7)
    ledger.keep_sent(mark, [message(1), message(2)], scanned_to=2, seen_s=2e9)
    ledger.keep_sent(mark, [message(2), message(3)], scanned_to=3, seen_s=2e9)
    assert database.value("SELECT count(*) FROM sent") == 3
    mark = ledger.mark(SENT)
    assert (mark.scanned_to, mark.uid_validity, mark.name) == (3, 7, "Sent")


def test_no_address_subject_or_id_lies_readable_on_the_disk(ledger, database, tmp_path):
    mark = ledger.begin(SENT, name="Sent", uid_validity=1)
    ledger.keep_sent(
        mark, [message(1, recipients=("secret-friend@example.com",), subject="very private")], scanned_to=1, seen_s=2e9
    )
    inbox = ledger.begin(INBOX, name="INBOX", uid_validity=1)
    ledger.keep_senders(inbox, [InboxSender(1, 1.7e9, "secret-sender@example.com", "hidden-id")], scanned_to=1)
    database.wipe_traces()
    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for text in (b"secret-friend", b"very private", b"m1@example.jp", b"secret-sender", b"hidden-id"):
        assert text not in on_disk


def test_the_texts_come_back_for_evidence_and_go_when_judged(ledger):
    mark = ledger.begin(SENT, name="Sent", uid_validity=1)
    for first in (1, 11):
        window = [message(uid, at_s=1.7e9 + uid, subject=f"s{uid}") for uid in range(first, first + 5)]
        ledger.keep_sent(mark, window, scanned_to=first + 9, seen_s=2e9)
    rows = [mark.row_of(uid) for uid in (2, 13, 99)]
    assert [(text.subject, text.recipients, text.mailer) for text in ledger.texts_of(rows)] == [
        ("s2", ("anna@example.com",), "Mailer"),
        ("s13", ("anna@example.com",), "Mailer"),
    ]
    ledger.forget_texts(mark, before_s=1.7e9 + 10, up_to_row=mark.row_of(20))
    assert [text.subject for text in ledger.texts_of(rows)] == ["s13"]


def test_a_message_from_the_future_counts_as_sent_now(ledger, database):
    mark = ledger.begin(SENT, name="Sent", uid_validity=1)
    ledger.keep_sent(mark, [message(1, at_s=4e9)], scanned_to=1, seen_s=2e9)
    assert database.value("SELECT at_s FROM sent") == 2e9


def test_a_new_generation_drops_the_old_one(ledger, database):
    mark = ledger.begin(SENT, name="Sent", uid_validity=1)
    ledger.keep_sent(mark, [message(1), message(2)], scanned_to=2, seen_s=2e9)
    fresh = ledger.begin(SENT, name="Sent", uid_validity=2)
    assert fresh.scanned_to == 0
    assert fresh.id > mark.id
    assert database.value("SELECT count(*) FROM sent") == 0


def test_removed_copies_are_remembered_and_those_removed_soon_counted(ledger):
    mark = ledger.begin(SENT, name="Sent", uid_validity=1)
    ledger.keep_sent(
        mark, [message(1, at_s=1000.0), message(2, at_s=5000.0), message(3, at_s=5100.0)], scanned_to=3, seen_s=1e4
    )
    assert ledger.keep_gone(mark, [1, 2], at_s=5200.0, soon_s=600) == 1
    assert ledger.keep_gone(mark, [1, 2], at_s=5200.0, soon_s=600) == 0
    assert ledger.present_between(mark, 1, 3) == {3}


def test_uids_up_to_the_highest_have_rows_of_their_own(ledger):
    mark = ledger.begin(SENT, name="Sent", uid_validity=1)
    highest = 2**32 - 1
    ledger.keep_sent(mark, [message(highest)], scanned_to=highest, seen_s=2e9)
    assert ledger.present_between(mark, highest, highest) == {highest}
    assert mark.row_of(highest) < mark.rows_end


def test_selectors_of_own_mail_are_learned(ledger):
    mark = ledger.begin(SENT, name="Sent", uid_validity=1)
    signed = [message(n, at_s=1.7e9 + n)._replace(dkim_selector=f"s{n % 2}._domainkey.example.jp") for n in range(1, 5)]
    ledger.keep_sent(mark, signed, scanned_to=4, seen_s=2e9)
    assert ledger.selectors() == ("s0._domainkey.example.jp", "s1._domainkey.example.jp")
