"""Hostile and broken archives: nothing but Trouble comes out, nothing grows with the input."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sentwatch.adapters.archives import FileArchive, log, mbox
from sentwatch.adapters.archives.log_times import day_order, log_time
from sentwatch.adapters.archives.seen import SeenMessages
from sentwatch.adapters.archives.source import Source
from sentwatch.core.sent import SentMessage
from sentwatch.core.trouble import ARCHIVE_UNREADABLE, Trouble
from sentwatch.ports.cancel import CancelToken

CORPUS = Path(__file__).parents[3] / "corpus" / "archives"
SEEDS = [path.read_bytes() for path in sorted(CORPUS.iterdir())]
QUIET = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def read(path: Path, address: str | None = None):
    sent, received, damages = [], [], []
    for batch in FileArchive().read(str(path), address=address, cancel=CancelToken()):
        sent += batch.sent
        received += batch.received
        damages += batch.damages
    return sent, received, damages


def survive(path: Path) -> None:
    troubles: list[Trouble] = []
    for address in (None, "haru@minori.example"):
        try:
            sent, received, damages = read(path, address)
        except Trouble as trouble:
            troubles.append(trouble)
            continue
        for message in sent:
            assert 0 < message.at_s < 5e9
            assert len(message.recipients) <= 10_000
            assert len(message.subject) <= 1000
            "".join((message.sender, *message.recipients, message.message_id, message.subject)).encode("utf-8")
        for sender in received:
            assert 0 < sender.at_s < 5e9
            sender.address.encode("utf-8")
        for damage in damages:
            damage.where.encode("utf-8")
    try:
        FileArchive().guess_address(str(path), cancel=CancelToken())
    except Trouble as trouble:
        troubles.append(trouble)
    assert all(trouble.kind is ARCHIVE_UNREADABLE for trouble in troubles)


@QUIET
@given(data=st.binary(max_size=3000))
def test_random_bytes(tmp_path, data):
    file = tmp_path / "f"
    file.write_bytes(data)
    survive(file)


@QUIET
@given(
    seed=st.sampled_from(SEEDS),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=30)), min_size=1, max_size=8),
    is_packed=st.booleans(),
)
def test_mutated_archives(tmp_path, seed, cuts, is_packed):
    data = gzip.compress(seed) if is_packed else seed
    for place, length, new in cuts:
        start = int(place * len(data))
        data = data[:start] + new + data[start + length :]
    file = tmp_path / "f.mbox"
    file.write_bytes(data)
    survive(file)
    survive(tmp_path)


@QUIET
@given(text=st.text(max_size=60))
def test_any_text_as_a_time(text):
    at_s = log_time(text)
    assert at_s is None or 3e8 < at_s < 5e9
    assert day_order(text) in (True, False, None)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 16, 61, 1000])
@pytest.mark.parametrize("name", ["mboxrd.mbox", "mboxcl-crlf.mbox", "takeout-all.mbox", "thunderbird-sent"])
def test_where_the_chunks_end_makes_no_difference(monkeypatch, size, name):
    expected = read(CORPUS / name)
    monkeypatch.setattr(mbox, "CHUNK_BYTES", size)
    assert read(CORPUS / name) == expected


@pytest.mark.parametrize("name", ["plain.csv", "exchange-portal.csv", "japanese-jis.csv", "japanese-cp932.csv"])
def test_where_the_chunks_of_a_log_end_makes_no_difference(monkeypatch, name):
    from sentwatch.adapters.archives import log_rows

    expected = read(CORPUS / name)
    monkeypatch.setattr(log_rows, "CHUNK_BYTES", 5)
    assert read(CORPUS / name) == expected


GOOD = b"From x Mon Mar  3 00:00:00 2025\nFrom: me@a.example\nTo: b@b.example\nDate: Mon, 3 Mar 2025 09:00:00 +0900\nMessage-ID: <%d@a>\n\n"


def peak_of(path: Path) -> int:
    tracemalloc.start()
    try:
        survive(path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_huge_line_is_passed_over_in_flat_memory(tmp_path):
    file = tmp_path / "huge.mbox"
    with file.open("wb") as out:
        out.write(GOOD % 1)
        out.seek(200 << 20, 1)
        out.write(b"\n\n" + GOOD % 2)
    assert peak_of(file) < 16 << 20
    sent, _, damages = read(file)
    assert [message.message_id for message in sent] == ["1@a", "2@a"]
    assert sent[0].size > 200 << 20
    assert not damages


def test_a_huge_row_of_a_log_is_one_damage(tmp_path):
    file = tmp_path / "huge.csv"
    with file.open("wb") as out:
        out.write(b"date,sender,recipients\n2025-03-03T00:00:00Z,a@a.example,b@b.example\n")
        for _ in range(30):
            out.write(b"x" * (1 << 20))
        out.write(b"\n2025-03-03T00:01:00Z,a@a.example,b@b.example\n")
    assert peak_of(file) < 40 << 20
    sent, _, damages = read(file)
    assert len(sent) == 2
    assert [damage.reason.params["line"] for damage in damages] == [3]


def test_a_gzip_bomb_stays_flat(tmp_path):
    file = tmp_path / "bomb.gz"
    with gzip.open(file, "wb", compresslevel=1) as out:
        out.write(GOOD % 1)
        for _ in range(64):
            out.write(bytes(1 << 20))
    assert peak_of(file) < 16 << 20


def test_header_bombs(tmp_path):
    file = tmp_path / "bomb.mbox"
    many = b", ".join(b"p%d@b.example" % number for number in range(100_000))
    file.write_bytes(
        GOOD.replace(b"To: b@b.example", b"To: " + many) % 1
        + GOOD.replace(
            b"To: b@b.example", b"".join(b"X-%d: y\n" % number for number in range(60_000)) + b"To: c@c.example"
        )
        % 2
        + GOOD.replace(b"Subject", b"Subject").replace(b"\n\n", b"\nSubject: " + b"s" * 2_000_000 + b"\n\n") % 3
        + GOOD % 4
    )
    sent, _, damages = read(file)
    assert len(sent) + len(damages) == 4
    assert sent[-1].message_id == "4@a"
    assert all(len(message.recipients) <= 10_000 for message in sent)
    survive(file)


def test_a_hundred_thousand_recipients_in_a_log(tmp_path):
    file = tmp_path / "wide.csv"
    many = ";".join(f"p{number}@b.example" for number in range(100_000))
    rows = "\n".join(f"2025-03-03T00:00:00Z,a@a.example,p{number}@b.example,<one@a>" for number in range(30_000))
    file.write_text(f"date,sender,recipients,message_id\n{rows}\n2025-03-03T00:00:00Z,a@a.example,{many},<two@a>\n")
    sent, _, damages = read(file)
    assert len(sent[0].recipients) == 10_000
    assert len(sent) + len(damages) == 2


@pytest.mark.parametrize(
    "date",
    [
        "Mon, 3 Mar 0000 09:00:00 +0000",
        "Mon, 3 Mar 9999 09:00:00 +0000",
        "Mon, 3 Mar 2999 09:00:00 +9999",
        "Mon, 31 Feb 2025 09:00:00 +0000",
        "99 Mar 2025 99:99:99",
        "",
        "\x00\xff",
    ],
)
def test_dates_that_cannot_be_meant_are_damage(tmp_path, date):
    file = tmp_path / "x.eml"
    file.write_bytes(f"From: a@a.example\nMessage-ID: <1@a>\nDate: {date}\n\n".encode("latin-1"))
    with pytest.raises(Trouble):
        read(file)
    (tmp_path / "good.eml").write_bytes((GOOD % 1).partition(b"\n")[2])
    sent, _, damages = read(tmp_path)
    assert len(sent) == 1
    assert [damage.reason.text for damage in damages] == ["it has no readable date"]


def test_a_strange_date_header_does_not_beat_the_received_line(tmp_path):
    file = tmp_path / "x.eml"
    file.write_text(
        "Received: from x by y; Mon, 3 Mar 2025 09:00:00 +0900\nFrom: a@a.example\nDate: Mon, 3 Mar 9999 09:00:00 +0000\n\n"
    )
    sent, _, _ = read(file)
    assert sent[0].date_s is None
    assert sent[0].at_s == 1740960000.0


def test_rows_that_come_apart_far_are_still_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "_OPEN_MESSAGES", 3)
    file = tmp_path / "x.csv"
    rows = [f"2025-03-03T00:{number:02}:00Z,a@a.example,p{number}@b.example,<{number}@a>" for number in range(10)]
    file.write_text("date,sender,recipients,message_id\n" + "\n".join(rows))
    assert [message.message_id for message in read(file)[0]] == [f"{number}@a" for number in range(10)]


def test_a_file_cannot_be_opened_through_a_link(tmp_path):
    from sentwatch.adapters.archives.source import SourceBroken

    (tmp_path / "real").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(SourceBroken):
        Source(str(tmp_path / "link"))
    with Source(str(tmp_path / "link"), follow_link=True) as source:
        assert source.peek(10) == source.read(10) == b"x"


def test_seen_messages_grow_and_stay_exact():
    seen = SeenMessages()

    def message(number: int) -> SentMessage:
        return SentMessage(0, 1.0, 1.0, str(number), (), "a", ("b",), "", 0, (), None, "")

    assert all(seen.is_new(message(number), is_sent=True) for number in range(20_000))
    assert not any(seen.is_new(message(number), is_sent=True) for number in range(20_000))
    assert seen.is_new(message(1), is_sent=False)
    assert seen.is_new(message(1)._replace(message_id="", date_s=None), is_sent=True)
    assert seen.is_new(message(1)._replace(message_id="", date_s=None), is_sent=True)


def test_endless_escape_sequences_do_not_stop_a_log(tmp_path):
    file = tmp_path / "x.csv"
    row = b"2025-03-03T00:00:00Z,a@a.example,b@b.example,%s\n"
    file.write_bytes(b"date,sender,recipients,subject\n" + row % b"\x1b$B8+\x1b(B" + row % (b"\x1b$" * 40))
    sent, _, damages = read(file)
    assert len(sent) + len(damages) == 2
    assert sent
