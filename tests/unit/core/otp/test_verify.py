"""The code a phone shows against its entry: right, another time, another secret."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.core.otp.codes import code_at, code_for
from sentwatch.core.otp.entries import OtpEntry, OtpKind
from sentwatch.core.otp.verify import Match, verify

NOW = datetime(2026, 11, 24, 12, 0, 10, tzinfo=UTC)
ENTRY = OtpEntry(account="hana", issuer="Mail", secret=b"\x9a\x11 right secret \x03\xf0")
OTHER = OtpEntry(account="hana", issuer="Mail", secret=b"\x17\xfe wrong secret \x41\x08")


def shown(entry=ENTRY, *, ahead_s=0, steps=1):
    return tuple(code_at(entry, NOW + timedelta(seconds=ahead_s + 30 * step)) for step in range(steps))


@pytest.mark.parametrize("ahead_s", [0, -30, 30])
def test_within_one_step_it_is_right(ahead_s):
    assert verify(ENTRY, shown(ahead_s=ahead_s), at=NOW).match is Match.RIGHT


@pytest.mark.parametrize(("ahead_s", "steps"), [(90, 3), (-300, -10), (600, 20), (-600, -20)])
def test_a_clock_set_by_hand(ahead_s, steps):
    seen = verify(ENTRY, shown(ahead_s=ahead_s), at=NOW)
    assert (seen.match, seen.steps, seen.shift_s) == (Match.SHIFTED, steps, ahead_s)


@pytest.mark.parametrize("hours", [9, -9, 14, -12, 1])
def test_a_wrong_time_zone_wants_a_second_code(hours):
    seen = verify(ENTRY, shown(ahead_s=hours * 3600), at=NOW)
    assert (seen.match, seen.shift_s) == (Match.PERHAPS_SHIFTED, hours * 3600)
    sure = verify(ENTRY, shown(ahead_s=hours * 3600, steps=2), at=NOW)
    assert (sure.match, sure.shift_s) == (Match.SHIFTED, hours * 3600)


def test_another_secret_is_told_from_another_time():
    assert verify(ENTRY, shown(OTHER, steps=2), at=NOW).match is Match.WRONG
    assert verify(ENTRY, shown(ahead_s=40 * 3600), at=NOW).match is Match.WRONG


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef ghi", "12"])
def test_what_is_no_code(typed):
    assert verify(ENTRY, (typed,), at=NOW).match is Match.UNREADABLE


def test_spaces_and_full_width_digits_are_read():
    (code,) = shown()
    wide = "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in code)
    assert verify(ENTRY, (f" {code[:3]} {code[3:]} ",), at=NOW).match is Match.RIGHT
    assert verify(ENTRY, (wide,), at=NOW).match is Match.RIGHT


def test_counters_are_looked_for_ahead_only():
    entry = OtpEntry(account="t", kind=OtpKind.HOTP, secret=ENTRY.secret, counter=7)
    assert verify(entry, (code_for(entry, 7),), at=NOW).match is Match.RIGHT
    ahead = verify(entry, (code_for(entry, 12),), at=NOW)
    assert (ahead.match, ahead.steps, ahead.shift_s) == (Match.SHIFTED, 5, None)
    assert verify(entry, (code_for(entry, 6),), at=NOW).match is Match.WRONG


def test_steam_letters_in_small_ones_too():
    entry = OtpEntry(account="s", kind=OtpKind.STEAM, secret=ENTRY.secret, digits=5)
    assert verify(entry, (code_at(entry, NOW).lower(),), at=NOW).match is Match.RIGHT


def test_what_cannot_be_computed_is_said():
    assert verify(OtpEntry(account="x"), ("123456",), at=NOW).match is Match.NOT_COMPUTABLE
