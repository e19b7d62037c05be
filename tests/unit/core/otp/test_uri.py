"""otpauth:// addresses: read whatever a program made of them, with what is odd noted; written so that apps read them."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.core.otp.entries import Odd, OtpEntry, OtpKind, read_algorithm, read_secret, written_secret
from sentwatch.core.otp.uri import MAX_URI, is_otp_uri, read_uri, write_uri

SECRET = "JBSWY3DPEHPK3PXP"
RAW = base64.b32decode(SECRET)


def read(rest, kind="totp"):
    return read_uri(f"otpauth://{kind}/{rest}")


def test_the_example_of_the_format():
    entry = read(
        "ACME%20Co:john.doe@email.com?secret=HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ&issuer=ACME%20Co"
        "&algorithm=SHA1&digits=6&period=30"
    )
    assert (entry.issuer, entry.label_issuer, entry.account) == ("ACME Co", "ACME Co", "john.doe@email.com")
    assert (entry.kind, entry.algorithm, entry.digits, entry.period_s) == (OtpKind.TOTP, "SHA1", 6, 30)
    assert len(entry.secret) == 20
    assert entry.odd == ()
    assert entry.name == "ACME Co: john.doe@email.com"


@pytest.mark.parametrize(
    ("rest", "changes"),
    [
        (f"x?secret={SECRET}", {"digits": 6, "period_s": 30, "algorithm": "SHA1", "issuer": "", "label_issuer": None}),
        (f"x?SECRET={SECRET.lower()}", {"secret": RAW}),
        ("x?secret=jbsw%20y3dp-ehpk+3pxp%3D%3D", {"secret": RAW}),
        (f"A%3Ax?secret={SECRET}", {"label_issuer": "A", "account": "x"}),
        (f"A:%20x?secret={SECRET}", {"label_issuer": "A", "account": "x"}),
        (f"A: x?secret={SECRET}", {"label_issuer": "A", "account": "x"}),
        (f"x?secret={SECRET}&issuer=Air+Canada", {"issuer": "Air Canada"}),
        (f"me+tag@x.example?secret={SECRET}", {"account": "me+tag@x.example"}),
        (f"%E4%BD%90%E8%97%A4?secret={SECRET}", {"account": "佐藤"}),
        (f"佐藤?secret={SECRET}", {"account": "佐藤"}),
        (f"x?secret={SECRET}&amp;digits=8", {"digits": 8}),
        (f"x?secret={SECRET}&algorithm=HmacSHA256", {"algorithm": "SHA256"}),
        (f"x?secret={SECRET}&algorithm=sha-512", {"algorithm": "SHA512"}),
        (f"x?secret={SECRET}#fragment", {"secret": RAW}),
        (f"x/y?secret={SECRET}", {"account": "x/y"}),
        (f"x?secret={SECRET}&image=https%3A%2F%2Fx.example", {"odd": ()}),
    ],
)
def test_what_programs_write(rest, changes):
    entry = read(rest)
    assert {name: getattr(entry, name) for name in changes} == changes
    assert entry.odd == ()


@pytest.mark.parametrize(
    ("rest", "kind", "odd"),
    [
        ("x", "totp", Odd.SECRET_MISSING),
        ("x?secret=", "totp", Odd.SECRET_MISSING),
        ("x?secret=1890!", "totp", Odd.SECRET_UNREADABLE),
        ("x?secret=A", "totp", Odd.SECRET_UNREADABLE),
        (f"x?secret={'A' * 2000}", "totp", Odd.SECRET_UNREADABLE),
        (f"x?secret={SECRET}&digits=six", "totp", Odd.DIGITS_UNREADABLE),
        (f"x?secret={SECRET}&digits=0", "totp", Odd.DIGITS_UNREADABLE),
        (f"x?secret={SECRET}&digits=99999999999999999999999", "totp", Odd.DIGITS_UNREADABLE),
        (f"x?secret={SECRET}&digits=²", "totp", Odd.DIGITS_UNREADABLE),
        (f"x?secret={SECRET}&period=0", "totp", Odd.PERIOD_UNREADABLE),
        (f"x?secret={SECRET}&period=-30", "totp", Odd.PERIOD_UNREADABLE),
        (f"x?secret={SECRET}", "hotp", Odd.COUNTER_MISSING),
        (f"x?secret={SECRET}&counter=x", "hotp", Odd.COUNTER_UNREADABLE),
        (f"x?secret={SECRET}&secret=AAAAAAAA", "totp", Odd.PARAMETER_TWICE),
        (f"x?secret={SECRET}", "yaotp", Odd.KIND_UNKNOWN),
        (f"?secret={SECRET}", "totp", Odd.LABEL_MISSING),
    ],
)
def test_what_is_odd_is_noted_and_never_refused(rest, kind, odd):
    entry = read(rest, kind)
    assert entry.odd == (odd,)
    assert SECRET not in repr(entry)
    assert repr(RAW) not in repr(entry)


def test_the_same_parameter_twice_with_one_value_is_fine():
    assert read(f"x?secret={SECRET}&secret={SECRET}").odd == ()


@pytest.mark.parametrize("text", ["", "https://x.example", "otpauth:", "otpauth-migration://offline", "x" * 99])
def test_other_texts_are_no_such_address(text):
    assert read_uri(text) is None


def test_absurd_length_is_none():
    assert is_otp_uri("OTPAUTH://totp/x")
    assert read_uri("otpauth://totp/x?secret=" + "A" * MAX_URI) is None


ENTRIES = st.builds(
    OtpEntry,
    account=st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Z"), exclude_characters=":"), min_size=1, max_size=40
    ),
    issuer=st.text(st.characters(exclude_categories=("Cs", "Cc", "Z"), exclude_characters=":"), max_size=40),
    kind=st.sampled_from([OtpKind.TOTP, OtpKind.STEAM]),
    secret=st.binary(min_size=1, max_size=64),
    algorithm=st.sampled_from(["SHA1", "SHA256", "SHA512"]),
    digits=st.integers(5, 8),
    period_s=st.integers(1, 120),
)


@given(ENTRIES)
def test_what_is_written_is_read_again(entry):
    again = read_uri(write_uri(entry))
    assert (again.account, again.issuer, again.secret) == (entry.account, entry.issuer, entry.secret)
    assert (again.kind, again.algorithm, again.digits) == (entry.kind, entry.algorithm, entry.digits)
    assert again.period_s == entry.period_s
    assert again.odd == ()


def test_counters_are_written_and_the_rest_is_not():
    entry = OtpEntry(account="a", kind=OtpKind.HOTP, secret=RAW, counter=5)
    assert read_uri(write_uri(entry)).counter == 5
    assert write_uri(OtpEntry(account="a")) is None
    assert write_uri(OtpEntry(account="a", secret=RAW, kind=OtpKind.OTHER)) is None


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text):
    entry = read_uri("otpauth://" + text)
    assert entry is None or isinstance(entry, OtpEntry)


@given(st.binary(min_size=1, max_size=80))
def test_secrets_are_read_as_they_are_written(secret):
    assert read_secret(written_secret(secret)) == (secret, None)


def test_algorithm_names():
    assert read_algorithm("HMAC_SHA-256") == "SHA256"
    assert read_algorithm("") == "SHA1"
    assert read_algorithm("MD5") == "MD5"
