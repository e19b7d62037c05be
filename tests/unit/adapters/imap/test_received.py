"""Header facts of incoming mail from whatever bytes stand there: never raising, capped, and only what a note says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.adapters.imap.headers import HeaderReader
from sentwatch.adapters.imap.received import read_received
from sentwatch.core.bounces import Sort
from sentwatch.core.received import ReceivedMessage


def read(header: bytes, internal_date: bytes = b"17-Jul-2026 13:58:02 +0900") -> ReceivedMessage:
    return read_received(HeaderReader(), 7, size=10, flags=b"\\Seen", internal_date=internal_date, header=header)


@pytest.mark.parametrize(
    ("header", "sort", "is_list"),
    [
        (b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n", Sort.REPORT, False),
        (b"Content-Type: multipart/report; report-type=disposition-notification\r\n", None, False),
        (b"Auto-Submitted: auto-replied\r\nSubject: Away\r\n", Sort.AUTO_REPLY, False),
        (b"X-Failed-Recipients: a@b.example\r\nSubject: Mail delivery failed\r\n", Sort.REPORT, False),
        (b"List-Id: <talk.example>\r\nIn-Reply-To: <a@b>\r\n", None, True),
        (b"Precedence: bulk\r\n", None, True),
        (b"Subject: lunch\r\n", None, False),
    ],
)
def test_what_the_header_says_it_is(header: bytes, sort: Sort | None, is_list: bool) -> None:
    found = read(header)
    assert (found.sort, found.is_list) == (sort, is_list)


def test_only_the_topmost_note_counts() -> None:
    found = read(
        b"Authentication-Results: mx.kaede.example; dkim=pass header.d=a.example\r\n"
        b"Authentication-Results: mx.kaede.example; dkim=pass header.d=bank.example\r\nFrom: x@bank.example\r\n"
    )
    assert (found.note_writer, found.confirmed) == ("mx.kaede.example", ("a.example",))


def test_where_there_is_no_internal_date_the_header_tells() -> None:
    assert read(b"Date: Fri, 17 Jul 2026 04:58:02 +0000\r\n", b"").at_s == read(b"").at_s


def test_huge_headers_end_and_are_cut() -> None:
    found = read(
        b"In-Reply-To: <a@b>\r\nSubject: " + b"x" * 500_000 + b"\r\nReferences: " + b"<c@d> " * 50_000 + b"\r\n"
    )
    assert len(found.subject) <= 1_000
    assert found.answers == "a@b"


@given(st.binary(max_size=2000))
def test_nothing_raises(header: bytes) -> None:
    read(header)
    read(b"From: " + header + b"\r\nAuthentication-Results: " + header, b"nonsense")
