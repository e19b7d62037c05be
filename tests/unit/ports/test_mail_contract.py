"""The promises of MailPort, kept by the fake and by the IMAP adapter on a real Dovecot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest

from sentwatch.adapters.imap import ImapDoor
from sentwatch.adapters.imap.headers import HeaderReader
from sentwatch.core.accounts import Account
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.ports.mail import Credential, MailDoor, MailPort
from support.dovecot import Dovecot, running_dovecot
from support.fake_mail import FakeDoor, FakeMailbox

SECRET = "correct horse"
INTERNAL_S = 1_750_000_000


def message(number: int) -> bytes:
    return (
        f"Date: Sun, 15 Jun 2025 15:06:{number % 60:02} +0000\r\nFrom: Me <me@example.jp>\r\n"
        f"To: a{number}@example.com\r\nSubject: s{number}\r\nMessage-ID: <m{number}@x>\r\n\r\nbody\r\n"
    ).encode()


@dataclass
class Place:
    """A mailbox to look into, and a way to change it behind our back."""

    door: MailDoor
    add: Callable[[str, int], None]
    remove_first: Callable[[str, int], None]

    def enter(self, cancel: CancelToken | None = None) -> MailPort:
        return self.door.open(credential=Credential(SECRET), cancel=cancel or CancelToken())


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with running_dovecot() as server:
        yield server


@pytest.fixture(params=["fake", "imap"])
def place(request: pytest.FixtureRequest) -> Place:
    if request.param == "fake":
        return fake_place()
    return dovecot_place(request.getfixturevalue("dovecot"))


def fake_place() -> Place:
    mailbox = FakeMailbox(secret=SECRET)
    reader = HeaderReader()

    def add(folder: str, count: int) -> None:
        for _ in range(count):
            box = mailbox.folders[folder]
            raw = message(box.uid_next).partition(b"\r\n\r\n")[0] + b"\r\n"
            box.add(reader.sent(0, len(message(box.uid_next)), rb"\Seen", b"15-Jun-2025 15:06:40 +0000", raw))

    def remove_first(folder: str, count: int) -> None:
        for uid in sorted(mailbox.folders[folder].messages)[:count]:
            mailbox.folders[folder].remove(uid)

    return Place(FakeDoor(mailbox), add, remove_first)


def dovecot_place(server: Dovecot) -> Place:
    user = f"me{len(server.users)}@example.jp"
    server.add_user(user, SECRET)
    counts: dict[str, int] = {}

    def add(folder: str, count: int) -> None:
        start = counts.get(folder, 0) + 1
        counts[folder] = start + count - 1
        server.deliver(user, folder, [message(n) for n in range(start, start + count)], at_s=[INTERNAL_S] * count)

    account = Account(id="1", address=user, host=server.host, port=server.imaps_port, ca_file=str(server.ca_file))
    return Place(ImapDoor(account), add, lambda folder, count: server.remove_messages(user, folder, count))


def test_folders_carry_their_role(place: Place) -> None:
    mail = place.enter()
    by_name = {folder.name: folder for folder in mail.folders()}
    mail.close()
    assert "\\sent" in by_name["Sent"].flags
    assert "\\trash" in by_name["Trash"].flags
    assert "INBOX" in by_name


def test_header_windows_cover_the_range_without_gaps(place: Place) -> None:
    place.add("Sent", 2005)
    mail = place.enter()
    state = mail.examine("Sent")
    windows = list(mail.read_headers(first_uid=3, last_uid=state.uid_next - 1))
    mail.close()
    assert (state.messages, state.uid_next) == (2005, 2006)
    assert windows[0].first_uid == 3
    assert windows[-1].last_uid == 2005
    for one, following in pairwise(windows):
        assert following.first_uid == one.last_uid + 1
    uids = [m.uid for window in windows for m in window.messages]
    assert uids == list(range(3, 2006))
    first = windows[0].messages[0]
    assert first.recipients == ("a3@example.com",)
    assert (first.sender, first.subject, first.message_id) == ("me@example.jp", "s3", "m3@x")
    assert first.at_s == INTERNAL_S
    assert first.date_s == 1_749_999_963.0
    assert first.size == len(message(3))
    assert first.flags == ("\\seen",)


def test_state_is_the_same_as_examine(place: Place) -> None:
    place.add("Sent", 2)
    mail = place.enter()
    assert mail.examine("Sent") == mail.state("Sent")
    mail.close()


def test_an_empty_folder_and_an_empty_range(place: Place) -> None:
    mail = place.enter()
    state = mail.examine("Trash")
    assert state.messages == 0
    assert list(mail.read_headers(first_uid=1, last_uid=state.uid_next - 1)) == []
    assert [uid for uids in mail.present_uids(first_uid=1, last_uid=state.uid_next - 1) for uid in uids] == []
    mail.close()


def test_senders_of_the_inbox(place: Place) -> None:
    place.add("INBOX", 3)
    mail = place.enter()
    state = mail.examine("INBOX")
    windows = list(mail.read_senders(first_uid=1, last_uid=state.uid_next - 1))
    mail.close()
    assert [(s.uid, s.address, s.message_id) for w in windows for s in w.senders] == [
        (n, "me@example.jp", f"m{n}@x") for n in (1, 2, 3)
    ]


def test_removed_messages_are_missing_and_known_to_have_vanished(place: Place) -> None:
    place.add("Sent", 6)
    mail = place.enter()
    before = mail.examine("Sent")
    assert before.highest_modseq is not None
    mail.close()
    place.remove_first("Sent", 2)
    place.add("Sent", 1)
    mail = place.enter()
    after = mail.examine("Sent")
    assert [uid for uids in mail.present_uids(first_uid=1, last_uid=after.uid_next - 1) for uid in uids] == [
        3,
        4,
        5,
        6,
        7,
    ]
    assert mail.vanished_since(before.highest_modseq) == [1, 2]
    assert [
        m.uid for w in mail.read_headers(first_uid=before.uid_next, last_uid=after.uid_next - 1) for m in w.messages
    ] == [7]
    mail.close()


def test_a_missing_folder_is_told_and_the_session_lives_on(place: Place) -> None:
    mail = place.enter()
    for look in (mail.state, mail.examine):
        with pytest.raises(Trouble) as caught:
            look("送信済み")
        assert caught.value.kind.code == "folder-missing"
        assert caught.value.params["folder"] == "送信済み"
    assert mail.state("Sent").messages == 0
    mail.close()


def test_a_wrong_secret(place: Place) -> None:
    with pytest.raises(Trouble) as caught:
        place.door.open(credential=Credential("wrong"), cancel=CancelToken())
    assert caught.value.kind.code == "bad-credential"


def test_cancel_between_windows(place: Place) -> None:
    place.add("Sent", 4100)
    cancel = CancelToken()
    mail = place.enter(cancel)
    state = mail.examine("Sent")
    windows = mail.read_headers(first_uid=1, last_uid=state.uid_next - 1)
    assert next(windows).first_uid == 1
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(windows)
    mail.close()


def test_waiting_without_news(place: Place) -> None:
    mail = place.enter()
    mail.examine("Sent")
    assert mail.wait_for_change(0.05) is False
    assert mail.facts.mechanism == "PLAIN"
    mail.close()


def test_a_wait_can_be_left(place: Place) -> None:
    mail = place.enter()
    mail.examine("Sent")
    asked: list[bool] = []

    def leave() -> bool:
        asked.append(True)
        return len(asked) > 2

    assert mail.wait_for_change(600, leave=leave) is False
    assert mail.wait_for_change(0.05) is False
    mail.close()
