"""A clock compared with another by a Date, and how sure that makes us."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.core.clock_offset import offset_between, read_date

THEIR = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)


def measured(ours_ahead_s, took_s=0.2):
    # They wrote the second; in truth they were 0.5 s into it, in the middle of the way.
    middle = THEIR + timedelta(seconds=0.5 + ours_ahead_s)
    half = timedelta(seconds=took_s / 2)
    return offset_between(THEIR, host="x", asked_at=middle - half, answered_at=middle + half)


@pytest.mark.parametrize("ahead_s", [0, 0.4, -0.4, 3, -3, 100, -100, 86_400])
def test_the_true_offset_lies_within(ahead_s):
    seen = measured(ahead_s)
    assert seen.least_s <= ahead_s <= seen.most_s
    assert seen.offset_s == pytest.approx(ahead_s, abs=0.01)
    assert seen.uncertainty_s == pytest.approx(0.6)


def test_what_may_be_delay_is_not_counted():
    assert measured(0.4).surely_s == 0
    assert measured(100).surely_s == pytest.approx(99.4)
    assert measured(-100).surely_s == pytest.approx(-99.4)
    assert measured(20, took_s=60).surely_s == 0


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 24 Nov 2026 12:00:00 GMT",
        "Tue, 24 Nov 2026 21:00:00 +0900",
        "Tue Nov 24 12:00:00 2026",
        " Tue, 24 Nov 2026 12:00:00 -0000 ",
    ],
)
def test_dates(text):
    assert read_date(text) == THEIR


@pytest.mark.parametrize(
    "text", ["", "yesterday", "Tue, 99 Nov 2026 12:00:00 GMT", "x" * 5000, "0" * 60, "1 Jan 1 0:0 -9999"]
)
def test_no_dates(text):
    assert read_date(text) is None
