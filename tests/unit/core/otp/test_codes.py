"""One-time codes: the vectors of RFC 4226 and RFC 6238, and pyotp as referee where it takes the secret."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.core.otp.codes import code_at, code_for, hotp, seconds_left, step_at
from sentwatch.core.otp.entries import OtpEntry, OtpKind

SECRET = b"12345678901234567890"
SEEDS = {
    "SHA1": b"12345678901234567890",
    "SHA256": b"12345678901234567890123456789012",
    "SHA512": b"1234567890123456789012345678901234567890123456789012345678901234",
}


@pytest.mark.parametrize(
    ("counter", "code"),
    list(enumerate("755224 287082 359152 969429 338314 254676 287922 162583 399871 520489".split())),
)
def test_rfc_4226_appendix_d(counter, code):
    assert hotp(SECRET, counter, digits=6, algorithm="SHA1") == code


@pytest.mark.parametrize(
    ("seconds", "algorithm", "code"),
    [
        (59, "SHA1", "94287082"),
        (59, "SHA256", "46119246"),
        (59, "SHA512", "90693936"),
        (1111111109, "SHA1", "07081804"),
        (1111111109, "SHA256", "68084774"),
        (1111111109, "SHA512", "25091201"),
        (1111111111, "SHA1", "14050471"),
        (1111111111, "SHA256", "67062674"),
        (1111111111, "SHA512", "99943326"),
        (1234567890, "SHA1", "89005924"),
        (1234567890, "SHA256", "91819424"),
        (1234567890, "SHA512", "93441116"),
        (2000000000, "SHA1", "69279037"),
        (2000000000, "SHA256", "90698825"),
        (2000000000, "SHA512", "38618901"),
        (20000000000, "SHA1", "65353130"),
        (20000000000, "SHA256", "77737706"),
        (20000000000, "SHA512", "47863826"),
    ],
)
def test_rfc_6238_appendix_b(seconds, algorithm, code):
    entry = OtpEntry(account="x", secret=SEEDS[algorithm], algorithm=algorithm, digits=8)
    assert code_at(entry, datetime.fromtimestamp(seconds, tz=UTC)) == code


@given(
    secret=st.binary(min_size=16, max_size=64),
    at=st.integers(min_value=0, max_value=2**33),
    digits=st.sampled_from([6, 7, 8]),
    algorithm=st.sampled_from(sorted(SEEDS)),
    period_s=st.integers(min_value=1, max_value=120),
)
def test_pyotp_agrees(secret, at, digits, algorithm, period_s):
    entry = OtpEntry(account="x", secret=secret, algorithm=algorithm, digits=digits, period_s=period_s)
    named = {"SHA1": "sha1", "SHA256": "sha256", "SHA512": "sha512"}[algorithm]
    referee = pyotp.TOTP(base64.b32encode(secret).decode(), digits=digits, digest=named, interval=period_s)
    assert code_at(entry, datetime.fromtimestamp(at, tz=UTC)) == referee.at(at)


def test_weak_secrets_are_computed_too():
    entry = OtpEntry(account="x", secret=b"\x01", period_s=3600)
    assert len(code_for(entry, 1)) == 6


def test_steam_shows_five_letters_of_its_own():
    entry = OtpEntry(account="x", secret=SECRET, kind=OtpKind.STEAM, digits=5)
    number = int(hotp(SECRET, 1, digits=10, algorithm="SHA1"))
    letters = "23456789BCDFGHJKMNPQRTVWXY"
    expected = "".join(letters[number // 26**place % 26] for place in range(5))
    assert code_for(entry, 1) == expected


@pytest.mark.parametrize(
    "entry",
    [
        OtpEntry(account="x", secret=None),
        OtpEntry(account="x", secret=SECRET, algorithm="MD5"),
        OtpEntry(account="x", secret=SECRET, kind=OtpKind.OTHER),
    ],
)
def test_what_cannot_be_computed_is_none(entry):
    assert code_for(entry, 1) is None


def test_steps_and_the_time_left():
    entry = OtpEntry(account="x", secret=SECRET)
    at = datetime.fromtimestamp(59, tz=UTC)
    assert (step_at(entry, at), seconds_left(entry, at)) == (1, 1)
    assert step_at(OtpEntry(account="x", kind=OtpKind.HOTP, counter=7), at) == 7
    assert code_for(entry, -1) is None
