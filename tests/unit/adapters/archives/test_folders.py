"""Folders of mail: which file says what, what is left out, what is never followed, nothing twice."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from sentwatch.adapters.archives import FileArchive
from sentwatch.adapters.archives.entries import Hint
from sentwatch.adapters.archives.folder_names import hint_of_labels, hint_of_name, hint_of_path
from sentwatch.core.trouble import ARCHIVE_UNREADABLE, Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken

CORPUS = Path(__file__).parents[3] / "corpus" / "archives"


def mail(number: int, sender: str = "me@a.example", to: str = "you@b.example", *, minute: int | None = None) -> str:
    return (
        f"From: {sender}\nTo: {to}\nDate: Mon, 3 Mar 2025 09:{(number if minute is None else minute) % 60:02}:00 +0900\n"
        f"Message-ID: <{number}@a.example>\nSubject: mail {number}\n\ntext\n\n"
    )


def mbox(*mails: str) -> str:
    return "".join("From - Mon Mar  3 09:00:00 2025\n" + text for text in mails)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def read(path: Path, address: str | None = None):
    sent, received, damages = [], [], []
    for batch in FileArchive().read(str(path), address=address, cancel=CancelToken()):
        sent += [message.message_id.partition("@")[0] for message in batch.sent]
        received += [message.message_id.partition("@")[0] for message in batch.received]
        damages += [damage.where for damage in batch.damages]
    return sent, received, damages


def guess(path: Path) -> str | None:
    return FileArchive().guess_address(str(path), cancel=CancelToken())


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Sent", Hint.SENT),
        ("Sent-1", Hint.SENT),
        ("Sent.mbox", Hint.SENT),
        ("sent.mbox.gz", Hint.SENT),
        ("Sent Items.sbd", Hint.SENT),
        ("送信済み", Hint.SENT),
        ("送信済みトレイ", Hint.SENT),
        ("&kAFP4W4IMH8-", Hint.SENT),
        ("INBOX", Hint.OTHER),
        ("受信トレイ", Hint.OTHER),
        ("Trash", Hint.OTHER),
        ("Drafts", Hint.LEFT_OUT),
        ("下書き", Hint.LEFT_OUT),
        ("送信トレイ", Hint.LEFT_OUT),
        ("Unsent Messages", Hint.LEFT_OUT),
        ("迷惑メール.mbox", Hint.LEFT_OUT),
        ("project", Hint.UNKNOWN),
        ("&&&&", Hint.UNKNOWN),
        ("x" * 5000, Hint.UNKNOWN),
    ],
)
def test_names(name, hint):
    assert hint_of_name(name) is hint


def test_the_innermost_name_that_says_something_counts():
    assert hint_of_path(("Inbox.sbd", "Sent", "2024")) is Hint.SENT
    assert hint_of_path(("Sent.sbd", "Drafts")) is Hint.LEFT_OUT
    assert hint_of_path((".Archive.Sent",)) is Hint.SENT
    assert hint_of_path(("a", "b")) is Hint.UNKNOWN


@pytest.mark.parametrize(
    ("labels", "hint"),
    [
        (b"Sent,Inbox", Hint.SENT),
        (b"Inbox,Unread", Hint.OTHER),
        (b"Sent,Drafts", Hint.LEFT_OUT),
        (b"Spam", Hint.LEFT_OUT),
        (b"Spam,Sent", Hint.SENT),
        (b"=?UTF-8?B?6YCB5L+h5riI44G/LOmWi+WwgQ==?=", Hint.SENT),
        (b"=?no-such-charset?Q?Sent?=", Hint.OTHER),
        (b"=?UTF-8?B?!!!?=", Hint.OTHER),
        (b"\xff\xfe", Hint.OTHER),
        (b"", Hint.OTHER),
    ],
)
def test_labels(labels, hint):
    assert hint_of_labels(labels) is hint


def test_thunderbird_folder(tmp_path):
    root = tmp_path / "ImapMail" / "mail.a.example"
    write(root / "INBOX", mbox(mail(1, "you@b.example", "me@a.example"), mail(2, "she@c.example", "me@a.example")))
    write(root / "INBOX.msf", "// <!-- not mail -->")
    write(root / "Sent-1", mbox(mail(3), mail(4, "alias@a.example")))
    write(root / "Sent-1.sbd" / "2024", mbox(mail(5)))
    write(root / "Drafts", mbox(mail(6)))
    write(root / "Junk", mbox(mail(7, "me@a.example", "me@a.example")))
    write(root / "Work", mbox(mail(8, "ME@A.example"), mail(9, "he@d.example", "me@a.example")))
    write(root / "msgFilterRules.dat", "version=9")
    sent, received, damages = read(root, "me@a.example")
    assert sorted(sent) == ["3", "4", "5", "8"]
    assert sorted(received) == ["1", "2", "9"]
    assert not damages
    assert guess(root) == "me@a.example"
    without, others, _ = read(root)
    assert sorted(without) == ["3", "4", "5"]
    assert sorted(others) == ["1", "2", "8", "9"]


@pytest.mark.parametrize("folder", [".Sent", ".&kAFP4W4IMH8-", "Sent"])
def test_maildir(tmp_path, folder):
    write(tmp_path / "cur" / "1.host:2,S", mail(1, "you@b.example"))
    write(tmp_path / "new" / "2.host", mail(2, "she@c.example"))
    write(tmp_path / "tmp" / "3.host", mail(3))
    write(tmp_path / folder / "cur" / "4.host,S=120:2,RS", mail(4))
    write(tmp_path / folder / "cur" / "5.host:2,DS", mail(5))
    write(tmp_path / folder / "tmp" / "6.host", mail(6))
    write(tmp_path / folder / "dovecot.index.log", "\0\1\2")
    sent, received, damages = read(tmp_path)
    assert sent == ["4"]
    assert sorted(received) == ["1", "2"]
    assert not damages
    batches = list(FileArchive().read(str(tmp_path / folder), address=None, cancel=CancelToken()))
    assert [message.flags for batch in batches for message in batch.sent] == [("\\answered", "\\seen")]


def test_a_folder_of_eml_files_goes_down_and_names_what_is_damaged(tmp_path):
    shutil.copy(CORPUS / "one.eml", tmp_path / "one.eml")
    write(tmp_path / "deep" / "er" / "two.eml", mail(2))
    write(tmp_path / "deep" / "no-date.eml", "From: me@a.example\nSubject: x\n\n")
    write(tmp_path / "deep" / "empty.eml", "")
    write(tmp_path / "deep" / "picture.eml", "\x89PNG")
    write(tmp_path / "deep" / "readme.txt", "nothing to do with mail")
    sent, _, damages = read(tmp_path)
    assert sorted(sent) == ["2", "e1"]
    assert sorted(damages) == ["deep/empty.eml", "deep/no-date.eml", "deep/picture.eml"]


def test_takeout_counts_a_message_once_over_labels_and_files(tmp_path):
    folder = tmp_path / "Takeout" / "Mail"
    folder.mkdir(parents=True)
    shutil.copy(CORPUS / "takeout-all.mbox", folder / "すべてのメール(迷惑メール、ゴミ箱のメールを含む).mbox")
    shutil.copy(CORPUS / "takeout-all.mbox", folder / "Work.mbox")
    write(tmp_path / "Takeout" / "archive_browser.html", "<html>")
    sent, received, damages = read(tmp_path, "mei@post.example")
    assert sent == ["t1", "t3"]
    assert received == ["t2", "t6"]
    assert not damages
    assert guess(tmp_path) == "mei@post.example"


def test_mail_to_oneself_counts_once_and_as_sent(tmp_path):
    write(tmp_path / "Inbox", mbox(mail(1, to="me@a.example")))
    write(tmp_path / "Sent", mbox(mail(1, to="me@a.example")))
    assert read(tmp_path, "me@a.example") == (["1"], [], [])
    assert read(tmp_path) == (["1"], ["1"], [])


def test_a_shared_message_id_hides_nobody(tmp_path):
    same = [mail(1, to=f"p{number}@b.example", minute=0) for number in range(40)]
    write(tmp_path / "Sent", mbox(*same, *same))
    assert read(tmp_path)[0] == ["1"] * 40


def test_links_pipes_and_loops_inside_are_left_alone(tmp_path):
    outside = tmp_path / "outside"
    write(outside / "secret.mbox", mbox(mail(1)))
    inside = tmp_path / "inside"
    write(inside / "Sent", mbox(mail(2)))
    (inside / "link.mbox").symlink_to(outside / "secret.mbox")
    (inside / "folder").symlink_to(outside, target_is_directory=True)
    (inside / "loop").symlink_to(inside, target_is_directory=True)
    os.mkfifo(inside / "pipe.mbox")
    assert read(inside) == (["2"], [], [])


def test_the_path_itself_may_be_a_link(tmp_path):
    write(tmp_path / "Sent", mbox(mail(2)))
    (tmp_path / "link").symlink_to(tmp_path / "Sent")
    assert read(tmp_path / "link") == (["2"], [], [])


def test_a_path_that_is_nothing_is_trouble_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "none", tmp_path / "pipe", "a\0b", "\udcff", "/dev/null"):
        with pytest.raises(Trouble) as caught:
            FileArchive().read(str(path), address=None, cancel=CancelToken())
        assert caught.value.kind is ARCHIVE_UNREADABLE
        str(caught.value.params["path"]).encode()


def test_an_empty_folder_is_trouble(tmp_path):
    with pytest.raises(Trouble) as caught:
        read(tmp_path)
    assert caught.value.params["reason"].text == "no mail was found in it"


def test_names_that_are_no_text_can_be_shown(tmp_path):
    name = os.path.join(os.fsencode(tmp_path), b"bad-\xff-name.eml")
    with open(name, "w") as file:
        file.write("From: me@a.example\n\n")
    write(tmp_path / "good.eml", mail(1))
    sent, _, damages = read(tmp_path)
    assert sent == ["1"]
    assert damages[0].encode()


def test_without_hints_and_address_all_count_as_sent(tmp_path):
    write(tmp_path / "export.mbox", mbox(mail(1), mail(2, "you@b.example")))
    assert read(tmp_path / "export.mbox") == (["1", "2"], [], [])
    assert read(tmp_path / "export.mbox", "ME@a.example") == (["1"], ["2"], [])


def test_numbers_run_on_over_sent_and_received(tmp_path):
    write(tmp_path / "Sent", mbox(*(mail(number) for number in range(30))))
    write(tmp_path / "Inbox", mbox(*(mail(number + 100, "you@b.example") for number in range(30))))
    numbers = [
        message.uid
        for batch in FileArchive().read(str(tmp_path), address=None, cancel=CancelToken())
        for message in (*batch.sent, *batch.received)
    ]
    assert sorted(numbers) == list(range(1, 61))


def test_many_records_come_in_batches_and_can_be_cancelled(tmp_path):
    write(tmp_path / "Sent", mbox(*(mail(number) for number in range(4500))))
    token = CancelToken()
    batches = FileArchive().read(str(tmp_path), address=None, cancel=token)
    first = next(batches)
    assert len(first.sent) == 2000
    assert 0 < first.done <= first.total == (tmp_path / "Sent").stat().st_size
    token.cancel()
    with pytest.raises(Cancelled):
        list(batches)


def test_cancelled_before_it_begins(tmp_path):
    write(tmp_path / "cur" / "1", mail(1))
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        list(FileArchive().read(str(tmp_path), address=None, cancel=token))
    with pytest.raises(Cancelled):
        FileArchive().guess_address(str(tmp_path), cancel=token)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_named(tmp_path):
    write(tmp_path / "a.mbox", mbox(mail(1)))
    write(tmp_path / "b.mbox", mbox(mail(2)))
    (tmp_path / "a.mbox").chmod(0)
    assert read(tmp_path) == (["2"], [], ["a.mbox"])


def test_looking_changes_nothing(tmp_path):
    write(tmp_path / "cur" / "1.host", mail(1))
    write(tmp_path / "Sent", mbox(mail(2)))
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file()}
    read(tmp_path)
    assert before == {
        path: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file()
    }


def test_guess_needs_more_than_half(tmp_path):
    write(
        tmp_path / "x.mbox",
        mbox(*(mail(number, f"p{number}@b.example", f"q{number}@b.example") for number in range(9))),
    )
    assert guess(tmp_path / "x.mbox") is None
    write(
        tmp_path / "mixed",
        mbox(mail(1), mail(2, "you@b.example", "me@a.example"), mail(3, "she@c.example", "me@a.example")),
    )
    assert guess(tmp_path / "mixed") == "me@a.example"
