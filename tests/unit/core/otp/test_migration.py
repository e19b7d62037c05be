"""Google Authenticator's export pages: a protobuf written here by the rules of its encoding guide, and read back."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.core.otp.entries import Odd, OtpKind
from sentwatch.core.otp.migration import MAX_URI, is_migration_uri, missing_pages, read_migration

SECRET = b"Hello!\xde\xad\xbe\xef"


def varint(number):
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def entry(secret=SECRET, name=b"Example:alice@google.com", issuer=b"Example", algorithm=1, digits=1, kind=2, **more):
    parts = ((1, secret), (2, name), (3, issuer), (4, algorithm), (5, digits), (6, kind))
    return b"".join(field(n, v) for n, v in parts) + b"".join(field(int(n[1:]), v) for n, v in more.items())


def page(*entries, size=1, index=0, batch=1234, extra=b""):
    body = b"".join(field(1, one) for one in entries) + field(2, 1) + field(3, size) + field(4, index) + field(5, batch)
    return "otpauth-migration://offline?data=" + quote(base64.b64encode(body + extra).decode(), safe="")


def test_one_entry():
    read = read_migration(page(entry()))
    assert (read.size, read.index, read.batch, read.damaged) == (1, 0, 1234, 0)
    (found,) = read.entries
    assert (found.issuer, found.label_issuer, found.account) == ("Example", "Example", "alice@google.com")
    assert (found.secret, found.algorithm, found.digits, found.kind) == (SECRET, "SHA1", 6, OtpKind.TOTP)
    assert found.odd == ()
    assert repr(SECRET) not in repr(read)


def test_enums_and_counters():
    read = read_migration(page(entry(algorithm=2, digits=2), entry(algorithm=3), entry(kind=1, f7=2**40)))
    first, second, third = read.entries
    assert (first.algorithm, first.digits, second.algorithm) == ("SHA256", 8, "SHA512")
    assert (third.kind, third.counter) == (OtpKind.HOTP, 2**40)
    odd = read_migration(page(entry(algorithm=9), entry(digits=9), entry(kind=9), entry(secret=b"")))
    assert odd.entries[0].algorithm == "NUMBER9"
    assert odd.entries[1].odd == (Odd.DIGITS_UNREADABLE,)
    assert odd.entries[2].odd == (Odd.KIND_UNKNOWN,)
    assert odd.entries[3].odd == (Odd.SECRET_MISSING,)


def test_unknown_fields_of_every_wire_type_are_passed_over():
    extra = field(99, 7) + field(98, b"x") + varint(97 << 3 | 1) + bytes(8) + varint(96 << 3 | 5) + bytes(4)
    assert len(read_migration(page(entry(f9=5), extra=extra)).entries) == 1


def test_unescaped_and_url_safe_base64_is_read():
    whole = page(entry(secret=b"\xfb\xff\xfe" * 7))
    raw = base64.b64decode(whole.partition("data=")[2].replace("%2B", "+").replace("%2F", "/").replace("%3D", "="))
    for text in (base64.b64encode(raw), base64.urlsafe_b64encode(raw), base64.urlsafe_b64encode(raw).rstrip(b"=")):
        read = read_migration("otpauth-migration://offline?data=" + text.decode())
        assert read.entries[0].secret == b"\xfb\xff\xfe" * 7


def test_a_damaged_entry_costs_itself_only():
    read = read_migration(page(entry(), b"\x0a\x7f broken", entry(name=b"Bob")))
    assert (len(read.entries), read.damaged) == (2, 1)
    cut = read_migration(page(entry(), extra=b"\x0a\xff\x01x"))
    assert (len(cut.entries), cut.damaged) == (1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "otpauth://totp/x",
        "otpauth-migration://offline",
        "otpauth-migration://offline?data=",
        "otpauth-migration://offline?data=%%%",
        "otpauth-migration://offline?data=***",
        "otpauth-migration://offline?data=" + "A" * MAX_URI,
    ],
)
def test_what_is_no_page(text):
    assert read_migration(text) is None


def test_missing_pages():
    first, third = (read_migration(page(entry(), size=3, index=index)) for index in (0, 2))
    other = read_migration(page(entry(), batch=9))
    assert missing_pages((first, third)) == 1
    assert missing_pages((first, first, other)) == 2
    assert missing_pages((other,)) == 0
    assert missing_pages(()) == 0


def test_absurd_page_numbers_are_bounded():
    read = read_migration(page(entry(), size=2**31, index=2**31))
    assert (read.size, read.index) == (100, 99)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(body):
    read_migration("otpauth-migration://offline?data=" + base64.b64encode(body).decode())


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text):
    assert is_migration_uri("otpauth-migration://" + text)
    read_migration("otpauth-migration://" + text)
