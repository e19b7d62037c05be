"""Each form of archive, read from small files of our own making."""

from __future__ import annotations

import gzip
from datetime import datetime
from pathlib import Path

import pytest

from sentwatch.adapters.archives import FileArchive
from sentwatch.core.sent import InboxSender, SentMessage
from sentwatch.core.trouble import ARCHIVE_UNREADABLE, Trouble
from sentwatch.ports.archive import Damage
from sentwatch.ports.cancel import CancelToken

CORPUS = Path(__file__).parents[3] / "corpus" / "archives"


def read(path: Path | str, address: str | None = None) -> tuple[list[SentMessage], list[InboxSender], list[Damage]]:
    sent, received, damages = [], [], []
    for batch in FileArchive().read(str(path), address=address, cancel=CancelToken()):
        sent += batch.sent
        received += batch.received
        damages += batch.damages
        assert 0 <= batch.done <= batch.total
    assert batch.done == batch.total
    return sent, received, damages


def at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def ids(messages) -> list[str]:
    return [message.message_id for message in messages]


def guess(path: Path | str) -> str | None:
    return FileArchive().guess_address(str(path), cancel=CancelToken())


def test_mboxrd_with_quoted_and_unquoted_lines():
    sent, received, damages = read(CORPUS / "mboxrd.mbox")
    assert ids(sent) == ["r1@minori.example", "r2@minori.example", "r3@minori.example"]
    assert not received
    first, second, third = sent
    assert first.sender == "haru@minori.example"
    assert first.recipients == ("aki@kobo.example", "rin@kobo.example")
    assert first.mailer == "Hibari Mail 5.2"
    assert first.at_s == first.date_s == at("2025-03-03T09:10:00+09:00")
    assert second.recipients == ("aki@kobo.example", "mei@kobo.example")
    assert second.references == ("q9@kobo.example",)
    assert third.date_s is None
    assert third.at_s == at("2025-03-03T02:00:00+00:00")
    assert [damage.where for damage in damages] == ["mboxrd.mbox"]
    offset = damages[0].reason.params["offset"]
    assert (CORPUS / "mboxrd.mbox").read_bytes()[offset:].startswith(b"From broken")


def test_mboxcl_with_crlf_and_a_length_that_lies():
    sent, _, damages = read(CORPUS / "mboxcl-crlf.mbox")
    assert ids(sent) == ["c1@kobo.example", "c2@kobo.example"]
    assert sent[0].subject == "crlf one"
    assert not damages


def test_takeout_labels_tell_sent_received_and_the_rest():
    sent, received, damages = read(CORPUS / "takeout-all.mbox", "mei@post.example")
    assert ids(sent) == ["t1@post.example", "t3@post.example"]
    assert ids(received) == ["t2@post.example", "t6@post.example"]
    assert received[0].address == "aki@kobo.example"
    assert not damages
    assert sent[0].at_s == at("2025-03-05T01:30:00+00:00"), "the From line carries a zone and wins"
    assert sent[0].date_s == at("2025-03-05T18:30:00+09:00")
    assert guess(CORPUS / "takeout-all.mbox") == "mei@post.example"
    without, _, _ = read(CORPUS / "takeout-all.mbox")
    assert ids(without) == ids(sent)


def test_thunderbird_mbox_with_bare_from_lines_and_flags():
    sent, _, damages = read(CORPUS / "thunderbird-sent")
    assert ids(sent) == ["b1@kobo.example", "b2@kobo.example"]
    assert sent[0].flags == ("\\answered", "\\seen")
    assert sent[1].flags == ("\\deleted", "\\seen")
    assert sent[0].at_s == at("2025-03-06T09:15:00+09:00"), "no zone on the From line: the Date header wins"
    assert sent[0].mailer == "Hibari Mail 5.2"
    assert not damages


def test_one_eml_takes_the_time_of_the_top_received_line():
    sent, _, _ = read(CORPUS / "one.eml")
    assert ids(sent) == ["e1@kobo.example"]
    assert sent[0].at_s == at("2025-03-07T12:00:05+09:00")
    assert sent[0].size == (CORPUS / "one.eml").stat().st_size


def test_emlx_of_apple_mail():
    sent, _, _ = read(CORPUS / "apple.emlx")
    assert ids(sent) == ["x1@post.example"]


def test_plain_columns():
    sent, _, damages = read(CORPUS / "plain.csv")
    assert [message.subject for message in sent] == [
        "no zone is UTC",
        "no zone is UTC",
        "見積もり",
        "two, with a comma",
    ]
    by_id = {message.message_id: message for message in sent}
    first, second = by_id["p1@minori.example"], by_id["p2@minori.example"]
    assert first.sender == "haru@minori.example"
    assert first.recipients == ("aki@kobo.example", "rin@kobo.example")
    assert first.at_s == at("2025-03-10T09:00:00+09:00")
    assert first.size == 1200
    assert second.size == 1300
    assert second.references == ("p1@minori.example",)
    assert "aki@kobo.example" in second.recipients
    assert "mei@kobo.example" in second.recipients
    assert sent[0].at_s == at("2025-03-10T01:10:00+00:00")
    assert [damage.reason.params["line"] for damage in damages] == [6, 7, 8, 9]


def test_exchange_summary_report_in_utf16():
    sent, received, damages = read(CORPUS / "exchange-portal.csv", "haru@minori.example")
    assert ids(sent) == ["o1@minori.example"]
    assert sent[0].recipients == ("aki@kobo.example", "rin@kobo.example")
    assert sent[0].subject == "納品書"
    assert sent[0].at_s == at("2025-03-11T00:00:01+00:00")
    assert [sender.address for sender in received] == ["aki@kobo.example"]
    assert not damages


def test_exchange_powershell_rows_are_put_together():
    sent, received, damages = read(CORPUS / "exchange-powershell.csv", "haru@minori.example")
    assert ids(sent) == ["w1@minori.example", "w2@minori.example"]
    assert sent[0].recipients == ("aki@kobo.example", "mei@kobo.example")
    assert sent[0].at_s == at("2025-03-11T04:58:02+00:00"), "month first: the 13th decides"
    assert sent[1].at_s == at("2025-03-13T13:00:00+00:00")
    assert not received, "mail between other people is nothing to us"
    assert not damages


def test_google_email_log_search():
    sent, received, _ = read(CORPUS / "google-els.csv", "mei@post.example")
    assert ids(sent) == ["g1@post.example", "g3@post.example"]
    assert sent[0].recipients == ("aki@kobo.example", "rin@kobo.example")
    assert sent[0].size == 3000
    assert ids(received) == ["g2@kobo.example"]
    assert guess(CORPUS / "google-els.csv") == "mei@post.example"


@pytest.mark.parametrize("name", ["japanese-cp932.csv", "japanese-jis.csv"])
def test_japanese_encodings_and_column_names(name):
    sent, _, damages = read(CORPUS / name)
    assert [message.subject for message in sent] == ["お見積書", "表示と能力"]
    assert sent[0].at_s == at("2025-03-13T13:05:00+00:00")
    assert not damages


def test_day_first_logs_are_told_by_a_day_above_twelve(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text(
        "Date;Sender;Recipient\n03/04/2025 10:00;a@a.example;b@b.example\n25/04/2025 10:00;a@a.example;b@b.example\n"
    )
    sent, _, _ = read(log)
    assert [message.at_s for message in sent] == [at("2025-04-03T10:00+00:00"), at("2025-04-25T10:00+00:00")]


@pytest.mark.parametrize("name", ["mboxrd.mbox", "plain.csv", "one.eml"])
def test_gzip_reads_the_same(tmp_path, name):
    packed = tmp_path / (name + ".gz")
    packed.write_bytes(gzip.compress((CORPUS / name).read_bytes()))
    got, expected = read(packed), read(CORPUS / name)
    assert [message._replace(size=0) for message in got[0]] == [message._replace(size=0) for message in expected[0]]
    assert len(got[2]) == len(expected[2])


def test_a_cut_gzip_file_gives_what_came_before_and_says_so(tmp_path):
    whole = gzip.compress((CORPUS / "mboxrd.mbox").read_bytes())
    packed = tmp_path / "cut.gz"
    packed.write_bytes(whole[:-12])
    sent, _, damages = read(packed)
    assert sent
    assert damages[-1].reason.text == "the gzip file is damaged or cut off"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"PK\x03\x04 and so on", "it is a packed file; unpack it first and name the folder"),
        (b"!BDN....", "it is an Outlook data file (.pst, .ost); export the mail as .eml or mbox, or take a CSV log"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is an Outlook message (.msg); export the mail as .eml or mbox"),
        (b"just a text\nof two lines\n", "it is none of the forms we can read"),
        (b"name,age\nx,3\n", "it is none of the forms we can read"),
        (b"\x1f\x8bnot gzip", "the gzip file is damaged or cut off"),
        (b"date,sender,recipients\n", "no mail was found in it"),
        (b"date,sender,recipients\nx,y,z\n", "its one record cannot be read"),
        (b"From x Mon Mar  3 00:00:00 2025\n\nx\n", "its one record cannot be read"),
    ],
)
def test_what_is_no_mail_is_refused_in_words(tmp_path, content, reason):
    file = tmp_path / "thing"
    file.write_bytes(content)
    with pytest.raises(Trouble) as caught:
        read(file)
    assert caught.value.kind is ARCHIVE_UNREADABLE
    assert caught.value.params["reason"].text == reason
    assert caught.value.params["path"] == str(file)
