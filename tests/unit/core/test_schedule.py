"""What is due, over sleep and clock changes; what was watched and what was not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.core.schedule import Area, Watched, WatchPolicy, carried_on, next_due, wait_until_due_s

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
POLICY = WatchPolicy(intervals={Area.SENT: timedelta(minutes=15), Area.RULES: timedelta(hours=1)})


@pytest.mark.parametrize(
    ("sent_min", "rules_min", "due"),
    [
        (None, None, {Area.SENT, Area.RULES}),
        (14, 59, set()),
        (15, 59, {Area.SENT}),
        (14, 60, {Area.RULES}),
        (60 * 24 * 7, 60 * 24 * 7, {Area.SENT, Area.RULES}),
        (-30, 10, {Area.SENT}),
    ],
)
def test_due(sent_min, rules_min, due):
    runs = {Area.SENT: sent_min, Area.RULES: rules_min}
    last = {area: NOW - timedelta(minutes=minutes) for area, minutes in runs.items() if minutes is not None}
    assert next_due(NOW, last, POLICY) == due
    assert (wait_until_due_s(NOW, last, POLICY) == 0) is bool(due)


def test_the_wait_is_that_of_the_first_area():
    last = {Area.SENT: NOW - timedelta(minutes=5), Area.RULES: NOW - timedelta(minutes=55)}
    assert wait_until_due_s(NOW, last, POLICY) == 300
    assert wait_until_due_s(NOW, {}, WatchPolicy(intervals={})) == 0


def test_a_week_off_is_one_gap_and_a_short_silence_none():
    before = Watched(since=NOW - timedelta(days=9), until=NOW - timedelta(days=7))
    span, gap = carried_on(before, NOW)
    assert (span.since, span.until) == (NOW, NOW)
    assert gap == Watched(since=NOW - timedelta(days=7), until=NOW)
    short = Watched(since=NOW - timedelta(days=9), until=NOW - timedelta(minutes=4))
    assert carried_on(short, NOW) == (Watched(since=short.since, until=NOW), None)
    assert carried_on(None, NOW) == (Watched(since=NOW, until=NOW), None)


def test_a_clock_that_was_set_back_makes_no_gap():
    ahead = Watched(since=NOW + timedelta(hours=1), until=NOW + timedelta(hours=2))
    assert carried_on(ahead, NOW) == (Watched(since=NOW, until=NOW), None)
