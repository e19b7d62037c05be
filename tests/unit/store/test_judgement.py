"""What judging asks the store: known Message-IDs, the same from the disk, a set and a sorted array."""

from __future__ import annotations

import pytest

from sentwatch.core.sent import InboxSender, SentMessage
from sentwatch.store import judgement
from sentwatch.store.folder_mark import INBOX, SENT
from sentwatch.store.keys import KeyedHash, number
from support.stores import KEY, account_store, database_in


def hashed(message_id):
    return number(KeyedHash(KEY).once(message_id))


def sent(uid, message_id):
    return SentMessage(uid, 1.7e9, 1.7e9, message_id, (), "me@example.jp", (), "", 100, (), None, "")


@pytest.mark.parametrize(("kept_ready", "in_a_set"), [(False, 0), (True, 150_000), (True, 2), (True, 0)])
def test_known_ids_are_the_same_wherever_they_are_looked_up(kept_ready, in_a_set, tmp_path, monkeypatch):
    monkeypatch.setattr(judgement, "_IN_A_SET", in_a_set)
    database = database_in(tmp_path)
    store = account_store(database)
    of_sent = store.ledger.begin(SENT, name="Sent", uid_validity=1)
    store.ledger.keep_sent(of_sent, [sent(1, "a@x"), sent(2, "b@x"), sent(3, "")], scanned_to=3, seen_s=2e9)
    of_inbox = store.ledger.begin(INBOX, name="INBOX", uid_validity=1)
    store.ledger.keep_senders(of_inbox, [InboxSender(1, 1.7e9, "anna@example.com", "c@x")], scanned_to=1)
    known = store.judgement.known_ids((of_sent, of_inbox))
    if kept_ready:
        known.load()
    asked = {hashed(one) for one in ("a@x", "c@x", "nobody@x")}
    assert known.among(asked) == {hashed("a@x"), hashed("c@x")}
    assert store.judgement.known_ids((of_sent, None)).among(asked) == {hashed("a@x")}
    database.close()
