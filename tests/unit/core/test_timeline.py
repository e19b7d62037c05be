"""Bars stand on the local calendar, also where the clocks change, and nothing falls between them."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.core.timeline import CELL_S, MAX_EDGES, Bucket, Cell, Measure, Step, edges, fold

BERLIN, TOKYO, HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo"), ZoneInfo("Australia/Lord_Howe")
ZONES = [BERLIN, TOKYO, HOWE, ZoneInfo("Asia/Kathmandu"), ZoneInfo("America/St_Johns"), ZoneInfo("UTC")]


def at(text, zone):
    return datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()


def local(found, zone):
    return [datetime.fromtimestamp(e, tz=zone).strftime("%d %H:%M") for e in found]


def test_days_are_local_days():
    found = edges(at("2025-10-17T09:00", TOKYO), at("2025-10-18T14:40", TOKYO), Step.DAY, TOKYO)
    assert local(found, TOKYO) == ["17 00:00", "18 00:00", "19 00:00"]


def test_a_day_may_have_23_or_25_hours():
    spring = edges(at("2025-03-29T12:00", BERLIN), at("2025-03-31T12:00", BERLIN), Step.DAY, BERLIN)
    assert [round((b - a) / 3600) for a, b in pairwise(spring)] == [24, 23, 24]
    autumn = edges(at("2025-10-25T12:00", BERLIN), at("2025-10-27T12:00", BERLIN), Step.DAY, BERLIN)
    assert [round((b - a) / 3600) for a, b in pairwise(autumn)] == [24, 25, 24]


def test_weeks_begin_on_monday():
    found = edges(at("2025-10-15T12:00", BERLIN), at("2025-11-01T00:00", BERLIN), Step.WEEK, BERLIN)
    assert {datetime.fromtimestamp(e, tz=BERLIN).weekday() for e in found} == {0}
    assert local(found, BERLIN)[0] == "13 00:00"


def test_hours_go_through_a_clock_change():
    found = edges(at("2025-10-26T01:00", BERLIN), at("2025-10-26T04:00", BERLIN), Step.HOUR, BERLIN)
    assert local(found, BERLIN) == ["26 01:00", "26 02:00", "26 02:00", "26 03:00", "26 04:00"]
    assert {round(b - a) for a, b in pairwise(found)} == {3600}


def test_four_hours_go_through_a_clock_change():
    found = edges(at("2025-03-30T00:00", BERLIN), at("2025-03-30T12:00", BERLIN), Step.FOUR_HOURS, BERLIN)
    assert local(found, BERLIN) == ["30 00:00", "30 04:00", "30 08:00", "30 12:00"]
    assert round(found[1] - found[0]) == 3 * 3600


def test_a_clock_change_of_half_an_hour():
    found = edges(at("2025-10-05T00:00", HOWE), at("2025-10-05T05:00", HOWE), Step.HOUR, HOWE)
    assert all(entry.endswith(":00") for entry in local(found, HOWE)[3:])


def test_a_zone_whose_offset_is_no_whole_hour():
    kathmandu = ZoneInfo("Asia/Kathmandu")
    found = edges(at("2025-10-18T13:10", kathmandu), at("2025-10-18T15:10", kathmandu), Step.HOUR, kathmandu)
    assert local(found, kathmandu) == ["18 13:00", "18 14:00", "18 15:00", "18 16:00"]


@given(st.floats(0, 2_000_000_000), st.floats(60, 40 * 86_400), st.sampled_from(list(Step)), st.sampled_from(ZONES))
def test_edges_rise_and_cover_what_is_asked_for(start, span, step, zone):
    found = edges(start, start + span, step, zone)
    assert all(a < b for a, b in pairwise(found))
    assert found[0] <= start
    assert found[-1] >= start + span or len(found) == MAX_EDGES
    if step is not Step.MINUTE and start > 1_000_000_000:
        assert all(edge % CELL_S == 0 for edge in found)


def test_a_hostile_span_is_cut():
    assert len(edges(0, 4e9, Step.MINUTE, TOKYO)) == MAX_EDGES
    assert len(edges(0, 4e9, Step.FOUR_HOURS, TOKYO)) <= MAX_EDGES + 6


def test_folding_loses_nothing_and_counts_nothing_twice():
    along = (0.0, 10.0, 20.0, 35.0)
    cells = [
        Cell(0, 1, 2, 1),
        Cell(9.9, 1, 1, 0),
        Cell(10, 1, 5, 5),
        Cell(34.9, 2, 2, 2),
        Cell(35, 9, 9, 9),
        Cell(-1, 9, 9, 9),
    ]
    assert fold(cells, along) == (Bucket(0, 10, 2, 3, 1), Bucket(10, 20, 1, 5, 5), Bucket(20, 35, 2, 2, 2))
    assert fold(cells, ()) == ()
    assert fold(cells, (5.0,)) == ()


@pytest.mark.parametrize(
    ("measure", "count"), [(Measure.MESSAGES, 1), (Measure.RECIPIENTS, 2), (Measure.NEVER_MAILED, 3)]
)
def test_a_bar_knows_its_counts(measure, count):
    assert Bucket(0, 1, 1, 2, 3).count(measure) == count
