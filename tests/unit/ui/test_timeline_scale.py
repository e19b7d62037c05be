"""The chart's arithmetic: zoom and pan stay within limits, ticks stand on the local clock, also where it changes."""

from __future__ import annotations

import gettext
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.core.timeline import Step
from sentwatch.texts.words import Words
from sentwatch.ui.timeline_scale import NARROWEST_S, Visible, step_for, time_ticks, to_time, to_x, top_of

DAY = 86_400.0
YEAR = 365 * DAY
BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")


def seen(start=0.0, end=YEAR, first=0.0, last=YEAR):
    return Visible(start_s=start, end_s=end, first_s=first, last_s=last)


def at(text, zone):
    return datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()


def words(zone):
    return Words("en", gettext.NullTranslations(), zone=zone)


def labels(start, end, zone, *, width=700, room=70):
    span = seen(at(start, zone), at(end, zone), at(start, zone), at(end, zone))
    return [(tick.label, tick.context) for tick in time_ticks(span, width, words(zone), room=room)]


def test_zooming_keeps_the_moment_under_the_pointer_where_it_is():
    before = seen()
    moment = 100 * DAY
    after = before.zoomed(0.5, around_s=moment)
    assert after.span_s == pytest.approx(YEAR / 2)
    assert to_x(moment, after, 40, 700) == pytest.approx(to_x(moment, before, 40, 700))


def test_from_a_year_down_to_minutes_and_back():
    view = seen()
    for _ in range(60):
        view = view.zoomed(0.7, around_s=50 * DAY + 3600)
    assert view.span_s == NARROWEST_S
    assert step_for(view.span_s, 700) is Step.MINUTE
    for _ in range(60):
        view = view.zoomed(1.6, around_s=view.start_s)
    assert view.is_everything
    assert step_for(view.span_s, 900) is Step.DAY


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("zoom"), st.floats(0.01, 100), st.floats(-YEAR, 2 * YEAR)),
            st.tuples(st.just("pan"), st.floats(-YEAR, YEAR), st.just(0.0)),
            st.tuples(st.just("on"), st.floats(-YEAR, 2 * YEAR), st.floats(-YEAR, 2 * YEAR)),
        ),
        max_size=20,
    )
)
def test_whatever_is_done_the_span_stays_within_its_limits(steps):
    view = seen()
    for kind, one, other in steps:
        if kind == "zoom":
            view = view.zoomed(one, around_s=other)
        elif kind == "pan":
            view = view.panned(one)
        else:
            view = view.on(one, other)
        assert view.start_s >= -1e-3
        assert view.end_s <= YEAR + 1e-3
        assert NARROWEST_S - 1e-3 <= view.span_s <= YEAR + 1e-3


def test_a_history_of_one_minute_can_be_shown():
    view = Visible(start_s=1000, end_s=1060, first_s=1000, last_s=1060).everything()
    assert view.span_s == NARROWEST_S


def test_pixels_and_moments_are_each_others_inverse():
    view = seen(5 * DAY, 9 * DAY)
    assert to_time(to_x(6.25 * DAY, view, 48, 613), view, 48, 613) == pytest.approx(6.25 * DAY)


@pytest.mark.parametrize(
    ("days", "width", "step"),
    [
        (0.02, 700, Step.MINUTE),
        (0.1, 700, Step.FIVE_MINUTES),
        (0.5, 700, Step.TWENTY_MINUTES),
        (2, 700, Step.HOUR),
        (7, 700, Step.FOUR_HOURS),
        (14, 700, Step.DAY),
        (120, 700, Step.DAY),
        (365, 1000, Step.DAY),
        (365, 500, Step.WEEK),
        (3000, 700, Step.WEEK),
        (60000, 300, Step.WEEK),
    ],
)
def test_the_step_follows_the_span_and_the_room(days, width, step):
    assert step_for(days * DAY, width) is step


@pytest.mark.parametrize(
    ("highest", "top", "ticks"),
    [
        (0, 4, (0, 2, 4)),
        (3, 4, (0, 2, 4)),
        (5, 6, (0, 2, 4, 6)),
        (7, 8, (0, 2, 4, 6, 8)),
        (24, 30, (0, 10, 20, 30)),
        (312, 400, (0, 100, 200, 300, 400)),
        (1999, 2000, (0, 500, 1000, 1500, 2000)),
    ],
)
def test_the_count_axis(highest, top, ticks):
    assert top_of(highest) == (top, ticks)


def test_hours_with_their_day():
    got = labels("2025-10-18T12:00", "2025-10-18T16:00", TOKYO)
    assert got[0] == ("12:00", "Saturday 18 October 2025")
    assert [label for label, _ in got] == [f"{h}:{m}" for h in (12, 13, 14, 15) for m in ("00", "30")] + ["16:00"]
    assert all(context == "" for _, context in got[1:])


def test_days_weeks_months_and_years():
    assert labels("2025-10-05T00:00", "2025-10-18T00:00", TOKYO, width=1200)[:2] == [
        ("Sun 5", "Oct 2025"),
        ("Mon 6", ""),
    ]
    months = labels("2025-01-10T00:00", "2025-12-30T00:00", TOKYO)
    assert months[0] == ("Mar", "2025") or months[0] == ("Feb", "2025")
    assert labels("2019-06-01T00:00", "2025-06-01T00:00", TOKYO, room=60)[0] == ("2020", "")


def test_weeks_begin_on_monday():
    got = labels("2025-07-01T00:00", "2025-09-20T00:00", TOKYO)
    assert {label.split()[0] for label, _ in got} == {"Mon"}


def test_the_hour_that_does_not_exist_has_no_tick():
    got = [label for label, _ in labels("2025-03-30T00:00", "2025-03-30T06:00", BERLIN, room=90)]
    assert "01:00" in got
    assert "02:00" not in got
    assert "03:00" in got


def test_the_hour_that_comes_twice_has_one_tick():
    got = [label for label, _ in labels("2025-10-26T00:00", "2025-10-26T06:00", BERLIN, room=90)]
    assert got.count("02:00") == 1


def test_ticks_never_stand_closer_than_asked():
    for hours in (1, 3, 7, 20, 60, 200, 900, 5000, 30000):
        span = seen(at("2020-01-01T00:00", BERLIN), at("2020-01-01T00:00", BERLIN) + hours * 3600)
        ticks = time_ticks(span, 640, words(BERLIN), room=80)
        places = [to_x(tick.at_s, span, 0, 640) for tick in ticks]
        gaps = [b - a for a, b in pairwise(places)]
        # The shortest month has 28 of 30.44 days, the shortest local day 23 of 24 hours.
        assert all(gap >= 80 * 0.9 for gap in gaps), (hours, gaps)
