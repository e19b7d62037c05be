"""The IMAP adapter on a real Dovecot. First promise: looking changes nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from imapclient import IMAPClient

from sentwatch.adapters.imap import ImapDoor, ImapMail, Limits
from sentwatch.adapters.imap.wire import Wire
from sentwatch.core.accounts import Account, Security
from sentwatch.core.folders import FolderRole, find_folder
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential
from support.dovecot import Dovecot, running_dovecot

pytestmark = pytest.mark.dovecot
PASSWORD = "pässword 日本"
USER = "yuki@example.jp"
OTHER = "wait@example.jp"


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with running_dovecot() as running:
        running.add_user(USER, PASSWORD)
        running.deliver(USER, "Sent", [mail(n) for n in range(2500)])
        running.deliver(USER, "INBOX", [mail(n) for n in range(20)], flags="")
        running.make_folder(USER, "送信済みトレイ")
        running.add_user(OTHER, PASSWORD)
        yield running


def mail(number: int) -> bytes:
    return (
        f'Date: Sat, 17 Jul 2026 13:58:02 +0900\r\nFrom: "Yuki, Y" <{USER}>\r\nTo: a{number}@example.com,\r\n'
        f" B <b@example.com>\r\nSubject: =?UTF-8?B?6KuL5rGC5pu4?= {number}\r\nMessage-ID: <m{number}@x>\r\n\r\nbody\r\n"
    ).encode()


def enter(server: Dovecot, *, starttls: bool = False, password: str = PASSWORD, user: str = USER) -> ImapMail:
    account = Account(
        id="1",
        address=user,
        host=server.host,
        port=server.imap_port if starttls else server.imaps_port,
        security=Security.STARTTLS if starttls else Security.TLS,
        ca_file=str(server.ca_file),
    )
    return ImapDoor(account, limits=Limits(silence_s=20)).open(credential=Credential(password), cancel=CancelToken())


@pytest.mark.parametrize("starttls", [False, True])
@pytest.mark.parametrize("compressed", [False, True])
def test_looking_at_everything_changes_nothing(
    server: Dovecot, monkeypatch: pytest.MonkeyPatch, starttls: bool, compressed: bool
) -> None:
    if compressed:
        monkeypatch.setattr(Wire, "is_local", property(lambda _self: False))
    settle(server)
    before = server.fingerprint(USER)
    door = enter(server, starttls=starttls)
    assert (door._wire._inflate is not None) is compressed
    sent = find_folder(door.folders(), FolderRole.SENT).folder
    assert sent is not None
    for folder in door.folders():
        door.state(folder.name)
        state = door.examine(folder.name)
        list(door.read_headers(first_uid=1, last_uid=state.uid_next - 1))
        list(door.read_senders(first_uid=1, last_uid=state.uid_next - 1))
        list(door.present_uids(first_uid=1, last_uid=state.uid_next - 1))
        door.vanished_since(1)
        door.wait_for_change(0.05)
    state = door.examine(sent.name)
    windows = list(door.read_headers(first_uid=1, last_uid=state.uid_next - 1))
    door.close()
    assert sum(len(window.messages) for window in windows) == 2500
    assert sum(window.damaged for window in windows) == 0
    last = windows[-1].messages[-1]
    assert last.recipients == ("a2499@example.com", "b@example.com")
    assert last.subject == "=?UTF-8?B?6KuL5rGC5pu4?= 2499"
    assert server.fingerprint(USER) == before
    assert len(before) == 2520


def settle(server: Dovecot) -> None:
    """Let Dovecot itself move what was delivered into new/ to cur/, once."""
    door = enter(server)
    for folder in door.folders():
        door.examine(folder.name)
    door.close()


def test_the_inbox_stays_unseen(server: Dovecot) -> None:
    door = enter(server)
    state = door.examine("INBOX")
    (window,) = door.read_headers(first_uid=1, last_uid=state.uid_next - 1)
    door.close()
    assert len(window.messages) == 20
    assert all("\\seen" not in message.flags for message in window.messages)


def test_what_the_door_proved(server: Dovecot) -> None:
    door = enter(server)
    facts = door.facts
    door.close()
    assert facts.tls_version == "TLSv1.3"
    assert facts.mechanism == "PLAIN"
    assert "AUTH=PLAIN" in facts.capabilities
    assert facts.certificate_not_after is not None
    assert "COMPRESS=DEFLATE" in door.capabilities


def test_a_wrong_password(server: Dovecot) -> None:
    with pytest.raises(Trouble) as caught:
        enter(server, password="wrong")
    assert caught.value.kind.code == "bad-credential"


def test_a_new_message_ends_the_wait(server: Dovecot) -> None:
    door = enter(server, user=OTHER)
    door.examine("Junk")
    timer = threading.Timer(0.3, lambda: server.deliver(OTHER, "Junk", [mail(1)]))
    timer.start()
    try:
        assert door.wait_for_change(30) is True
    finally:
        timer.join()
        door.close()


def append(server: Dovecot, folder: str, raw: bytes) -> None:
    """As another mail program would."""
    with IMAPClient(server.host, server.imaps_port, ssl_context=server.trusting_context()) as other:
        other.plain_login(OTHER, PASSWORD)
        other.append(folder, raw)


def test_a_new_message_in_another_folder_ends_the_wait(server: Dovecot) -> None:
    door = enter(server, user=OTHER)
    door.examine("Sent")
    assert door.watch_also() is True
    assert door.wait_for_change(0.2) is False
    timer = threading.Timer(0.3, lambda: append(server, "Trash", mail(1)))
    timer.start()
    try:
        assert door.wait_for_change(30) is True
        assert door.state("Trash").messages == 1
    finally:
        timer.join()
        door.close()


def test_a_server_without_tls_hears_no_name_and_no_password() -> None:
    with running_dovecot(ssl_mode="no") as in_clear:
        in_clear.add_user(USER, PASSWORD)
        with pytest.raises(Trouble) as caught:
            enter(in_clear, starttls=True)
        assert caught.value.kind.code == "encryption-refused"
        assert "Login:" not in in_clear.log_text()
