"""Header facts from bytes: ordinary, odd and hostile."""

from __future__ import annotations

import email.utils

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.adapters.imap.headers import (
    HeaderReader,
    addresses,
    date_s,
    dkim_selector,
    message_id,
    message_ids,
    split_header,
)
from sentwatch.core.sent import InboxSender, SentMessage


def sent(header: str | bytes, *, internal_date: bytes = b"17-Jul-2026 13:58:02 +0900") -> SentMessage:
    raw = header.encode() if isinstance(header, str) else header
    return HeaderReader().sent(7, 1234, rb"\Seen \Answered", internal_date, raw)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a@example.jp", ["a@example.jp"]),
        ("<A@Example.JP>", ["a@example.jp"]),
        ("Yamada <a@example.jp>, b@example.jp", ["a@example.jp", "b@example.jp"]),
        ('"Yamada, Yuki" <a@example.jp>', ["a@example.jp"]),
        ('"evil@example.net" <a@example.jp>', ["a@example.jp"]),
        ('"evil <e@example.net>, x" <a@example.jp>, b@c.jp', ["a@example.jp", "b@c.jp"]),
        ('"back\\"slash, e@e.net" <a@example.jp>', ["a@example.jp"]),
        ("Team: a@example.jp, B <b@example.jp>;, c@example.jp", ["a@example.jp", "b@example.jp", "c@example.jp"]),
        ("undisclosed-recipients:;", []),
        ("Undisclosed recipients: ;", []),
        ("a@example.jp (Yamada, of sales <x@y.z>)", ["a@example.jp"]),
        ("(nested (comment, e@e.net)) a@example.jp", ["a@example.jp"]),
        ("<@relay.example,@other.example:a@example.jp>", ["a@example.jp"]),
        ("=?UTF-8?B?5bGx55Sw?= <a@example.jp>", ["a@example.jp"]),
        ("=?UTF-8?Q?Yamada=2C_Yuki?= <a@example.jp>", ["a@example.jp"]),
        ("a@example.jp; b@example.jp", ["a@example.jp", "b@example.jp"]),
        ("a@example.jp, A@EXAMPLE.jp", ["a@example.jp"]),
        (",, a@example.jp,,", ["a@example.jp"]),
        ('"john doe"@example.jp', ['"john doe"@example.jp']),
        ("Yamada Yuki a@example.jp", ["a@example.jp"]),
        ("名前 <a@example.jp>", ["a@example.jp"]),
        ("user@日本.example", ["user@日本.example"]),
        ("Yamada <a@example.jp", ["a@example.jp"]),
        ("<a@example.jp> <b@example.jp>", ["b@example.jp"]),
        ("a @ example.jp", ["a@example.jp"]),
        ("nobody", []),
        ("@", []),
        ("", []),
        ('"', []),
        ('"unclosed, a@example.jp', ["a@example.jp"]),
        ("\\", []),
        ("(((((", []),
    ],
)
def test_addresses(value: str, expected: list[str]) -> None:
    assert list(addresses(value)) == expected


def test_a_long_hostile_list_is_read_in_linear_time_and_capped() -> None:
    assert len(addresses(",".join(f"a{n}@example.jp" for n in range(20_000)))) == 10_000
    for value in ('"' * 200_000, "(" * 200_000, "<" * 200_000, "\\" * 200_001, '"a\\' * 60_000, "a " * 100_000 + "@"):
        assert addresses(value) in ((), ("a@",))


def test_all_facts_of_an_ordinary_message() -> None:
    message = sent(
        "Date: Fri, 17 Jul 2026 13:58:00 +0900\r\nFrom: Yuki <Yuki@Example.jp>\r\n"
        "To: a@example.com,\r\n\tb@example.com\r\nCc: a@example.com, c@example.com\r\nBcc: d@example.com\r\n"
        "Subject: =?UTF-8?B?6KuL5rGC?=\r\n =?UTF-8?B?5pu4?=\r\nMessage-ID: <m1@example.jp>\r\n"
        "In-Reply-To: <r2@example.com>\r\nReferences: <r1@example.com>\r\n <r2@example.com>\r\n"
        "DKIM-Signature: v=1; a=rsa-sha256; d=Example.jp; s=S1;\r\n\tbh=abc; b=d=x\r\nUser-Agent: Thunderbird\r\n\r\n"
    )
    assert message == SentMessage(
        uid=7,
        at_s=1784264282.0,
        date_s=1784264280.0,
        message_id="m1@example.jp",
        references=("r2@example.com", "r1@example.com"),
        sender="yuki@example.jp",
        recipients=("a@example.com", "b@example.com", "c@example.com", "d@example.com"),
        subject="=?UTF-8?B?6KuL5rGC?= =?UTF-8?B?5pu4?=",
        size=1234,
        flags=("\\answered", "\\seen"),
        dkim_selector="s1._domainkey.example.jp",
        mailer="Thunderbird",
    )


def test_an_empty_header_still_has_its_internal_date() -> None:
    message = sent(b"\r\n")
    assert message.at_s == 1784264282.0
    assert (message.date_s, message.message_id, message.sender, message.recipients) == (None, "", "", ())


def test_without_an_internal_date_the_date_header_stands_in() -> None:
    assert sent("Date: Fri, 17 Jul 2026 13:58:00 +0900\r\n\r\n", internal_date=b"").at_s == 1784264280.0


def test_several_to_headers_all_count_and_the_first_from_wins() -> None:
    message = sent("To: a@x.jp\r\nTO: b@x.jp\r\nFrom: me@x.jp\r\nFrom: other@x.jp\r\n\r\n")
    assert message.recipients == ("a@x.jp", "b@x.jp")
    assert message.sender == "me@x.jp"


def test_sender_stands_in_for_a_missing_or_empty_from() -> None:
    assert sent("From: \r\nSender: me@x.jp\r\n\r\n").sender == "me@x.jp"


def test_eight_bit_and_nul_and_bare_line_feeds() -> None:
    assert sent("Subject: 請求書\n To\0To: a@x.jp\nTo: b@x.jp\n\n").subject == "請求書 ToTo: a@x.jp"
    assert sent(b"Subject: \x90\xbf\x8b\x81\r\nTo: \x90 <a@x.jp>\r\n\r\n").recipients == ("a@x.jp",)
    assert sent("T\0o: a@x.jp\r\n\r\n").recipients == ("a@x.jp",)


def test_texts_are_capped() -> None:
    message = sent("Subject: " + "x" * 5000 + "\r\nX-Mailer: " + "y" * 5000 + "\r\n\r\n")
    assert len(message.subject) == 1000
    assert len(message.mailer) == 250
    assert len(message_ids("".join(f"<{n}@x>" for n in range(500)))) == 50


@pytest.mark.parametrize(
    ("value", "expected"),
    [("<a@b>", "a@b"), (" a@b ", "a@b"), ("<a@b> (comment)", "a@b"), ("<<a@b>>", "a@b"), ("", ""), ("<>", "")],
)
def test_message_id(value: str, expected: str) -> None:
    assert message_id(value).strip("<>") == expected


@pytest.mark.parametrize(
    "value",
    [
        "Fri, 17 Jul 2026 13:58:02 +0900",
        "17 Jul 2026 13:58:02 +0900 (JST)",
        "Fri, 17 Jul 26 04:58:02 GMT",
        "Fri,  17 Jul 2026 04:58:02 UT",
        "Fri, 17 Jul 2026 13:58:02 JST",
        "17-Jul-2026 04:58:02 +0000",
        "Fri, 17 July 2026 00:58:02 EDT",
        "Thu, 16 Jul 2026 23:58:02 -0500",
    ],
)
def test_dates(value: str) -> None:
    assert date_s(value) == 1784264282.0
    reader = HeaderReader()
    assert reader.date_s(value) == 1784264282.0
    assert reader.date_s(value) == 1784264282.0


@pytest.mark.parametrize(
    "value",
    ["", "yesterday", "32 Jul 2026 10:00:00 +0900", "17 Foo 2026 10:00:00 +0900", "17 Jul 2026 25:00:00 +0900",
     "17 Jul 0000 10:00:00 +0000", "Fri, 17 Jul 2026", "17 Jul 2026 24:00:00 +0000", "١٧ Jul 2026 10:00:00 +0000"],
)  # fmt: skip
def test_what_is_not_a_date_is_none(value: str) -> None:
    assert date_s(value) is None
    assert HeaderReader().date_s(value) is None


def test_internal_date_with_a_leading_space_and_after_a_remembered_day() -> None:
    reader = HeaderReader()
    assert reader.internal_date_s(b" 7-Jul-2026 13:58:02 +0900") == 1783400282.0
    assert reader.internal_date_s(b" 7-Jul-2026 13:58:03 +0900") == 1783400283.0
    assert reader.internal_date_s(b" 7-Jul-2026 xx:58:03 +0900") is None
    assert reader.internal_date_s(b"\xff") is None


@given(st.datetimes(timezones=st.timezones(), min_value=__import__("datetime").datetime(1971, 1, 1)))
def test_dates_agree_with_the_standard_library(moment: __import__("datetime").datetime) -> None:
    value = email.utils.format_datetime(moment)
    parsed = email.utils.parsedate_to_datetime(value).timestamp()
    assert HeaderReader().date_s(value) == parsed


@given(st.binary(max_size=300), st.binary(max_size=40), st.binary(max_size=40))
def test_no_bytes_make_it_raise(header: bytes, internal_date: bytes, flags: bytes) -> None:
    reader = HeaderReader()
    message = reader.sent(1, 2, flags, internal_date, b"To: " + header + b"\r\nDate: " + header + b"\r\n")
    for text in (*message.recipients, message.subject, message.message_id, message.sender):
        text.encode()
    assert isinstance(reader.sender(1, internal_date, b"From: " + header), InboxSender)


@given(st.text(alphabet='ab@.,;:<>()"\\ \t', max_size=80))
def test_no_address_list_makes_it_raise_and_each_address_is_plain(value: str) -> None:
    for address in addresses(value):
        assert address.count("@") >= 1
        assert not set(address.rpartition("@")[2]) & set('<>(),;:" \t')


@given(st.lists(st.sampled_from(
    ["a@x.jp", "B <b@x.jp>", '"Q, q" <q@x.jp>', '"', "<", ">", " ", "\\", "(c)", ";", '"e@e.net" <f@x.jp>', "G:", "名 <n@x.jp>", ","]
), max_size=8), st.sampled_from([",", ", ", ""]))  # fmt: skip
def test_the_quick_way_agrees_with_the_careful_one(parts: list[str], comma: str) -> None:
    value = comma.join(parts)
    assert HeaderReader().addresses(value) == addresses(value)


@given(st.lists(st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.jp", fullmatch=True), unique=True, max_size=8))
def test_whatever_formataddr_writes_is_read_back(people: list[str]) -> None:
    written = ", ".join(email.utils.formataddr((f'N, "{n}" <e@e.net>', person)) for n, person in enumerate(people))
    assert list(addresses(written)) == people


def test_the_memo_does_not_grow_for_ever() -> None:
    reader = HeaderReader()
    for n in range(25_000):
        reader.addresses(f"a{n}@x.jp")
    assert len(reader._lists) <= 20_000


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("v=1; d=example.jp; s=sel", "sel._domainkey.example.jp"),
        ("s=sel;d=example.jp", "sel._domainkey.example.jp"),
        ("v=1; d=example.jp", None),
        ("bs=1; xd=2", None),
        ("", None),
    ],
)
def test_dkim_selector(value: str, expected: str | None) -> None:
    assert dkim_selector(value) == expected


def test_a_space_before_the_colon_and_lines_without_one() -> None:
    assert split_header(b"Subject : a\r\nnonsense\r\n: b\r\n") == {"subject": "a"}
