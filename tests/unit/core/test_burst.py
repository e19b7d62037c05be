"""The burst fold: the published vectors to 1e-6, resumed at any message, days and hours of the account's own zone."""

from __future__ import annotations

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sentwatch.adapters.burst_params import burst_params
from sentwatch.core.burst import BurstScan
from sentwatch.core.burst_values import BurstState
from sentwatch.core.hour_profile import HOURS_OF_WEEK, hour_terms
from sentwatch.store.codec import decode_as, encode_as
from sentwatch.wiring import burst_scan
from support.streams import DAY_S, START_S, blast, ordinary

VECTORS = json.loads((Path(__file__).parents[2] / "corpus" / "burst" / "vectors.json").read_text())["cases"]


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"])
def test_the_vectors(case):
    scan = burst_scan()
    scores = [scan.push(*message).score for message in case["messages"]]
    assert scores == pytest.approx(case["scores"], abs=1e-6)


@pytest.mark.parametrize("every", [1, 7, 50])
@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"])
def test_a_scan_goes_on_where_it_was_kept(case, every):
    params = burst_params()
    scan = burst_scan()
    scores = []
    for number, message in enumerate(case["messages"]):
        if number % every == 0 and number:
            kept = encode_as(scan.state())
            scan = BurstScan.resume(params, decode_as(kept, BurstState))
        scores.append(scan.push(*message).score)
    assert scores == pytest.approx(case["scores"], abs=1e-6)


def test_an_unused_scan_has_no_state_and_resumes_from_none():
    assert burst_scan().state() is None
    assert BurstScan.resume(burst_params(), None).active_days == 0


def test_the_state_of_years_stays_small():
    scan = burst_scan()
    for message in ordinary(1_500):
        scan.push(*message[1:5])
    assert len(encode_as(scan.state())) < 80_000


def fold(scan, messages):
    return [scan.push(*message[1:5]) for message in messages]


def test_a_blast_is_seen_within_ten_messages_and_names_its_window():
    scan = burst_scan()
    fold(scan, ordinary(200))
    readings = fold(scan, blast(START_S + 201 * DAY_S + 50_000, 312))
    first_notice = next(n for n, reading in enumerate(readings) if reading.score >= scan.params.notice)
    assert first_notice < 10
    assert readings[first_notice - 1].column == -1
    # Early on the shortest window says it all; in the end the whole day is so far out that it says most.
    assert scan.params.windows_s[readings[first_notice].column % 5] == 300.0
    assert scan.params.windows_s[readings[-1].column % 5] == 86_400.0


def test_a_message_alone_within_the_hour_is_never_more_than_a_notice():
    scan = burst_scan()
    fold(scan, ordinary(60))
    reading = scan.push(START_S + 61 * DAY_S + 40_000, 5_000, 5_000, False)
    assert reading.score == scan.params.alone_cap


def test_an_older_message_counts_as_sent_with_the_last():
    late, sorted_in = burst_scan(), burst_scan()
    for scan in (late, sorted_in):
        scan.push(START_S + 100, 1, 1, False)
    late.push(START_S + 50, 1, 1, False)
    sorted_in.push(START_S + 100, 1, 1, False)
    assert late.last_s == START_S + 100
    assert late.state() == sorted_in.state()


def test_days_end_at_midnight_of_the_account():
    tokyo = burst_scan(zone=ZoneInfo("Asia/Tokyo"))
    # 14:59 UTC is 23:59 in Tokyo, 15:01 the next day there.
    tokyo.push(START_S + 14 * 3600 + 59 * 60, 1, 0, False)
    assert tokyo.active_days == 1
    tokyo.push(START_S + 15 * 3600 + 60, 1, 0, False)
    assert tokyo.active_days == 2


def test_summer_time_moves_the_hour_not_the_habit():
    """A mailbox that always writes at nine is at home at nine, winter and summer, in its own zone only."""
    berlin, utc = ZoneInfo("Europe/Berlin"), None
    import datetime as dt

    mornings = [
        dt.datetime(2025, 1, 6, 9, 5, tzinfo=berlin) + dt.timedelta(days=day) for day in range(200) if day % 7 < 5
    ]
    terms = {}
    for name, zone in (("own", berlin), ("utc", utc)):
        scan = burst_scan(zone=zone)
        for morning in mornings:
            scan.push(morning.timestamp(), 1, 0, False)
        state = scan.state()
        assert state is not None
        terms[name] = max(state.profile) - min(state.profile)
        # The hours used in the profile: one of each working day where the zone is the own one, two elsewhere.
        terms[f"{name} hours"] = sum(1 for count in state.hours if count)
    assert terms["own hours"] == 5
    assert terms["utc hours"] == 10


def test_what_the_owner_accepts_is_usual_afterwards():
    asked, accepted = burst_scan(), burst_scan()
    history = ordinary(120)
    first = list(blast(START_S + 121 * DAY_S + 40_000, 60))
    again = list(blast(START_S + 123 * DAY_S + 40_000, 60))
    for scan in (asked, accepted):
        fold(scan, [*history, *first])
    accepted.accept(first[0].at_s, first[-1].at_s)
    asked_for = max(reading.score for reading in fold(asked, again))
    assert asked_for >= asked.params.critical
    # As much as the usual busiest day is still a busy day: a notice at most.
    assert max(reading.score for reading in fold(accepted, again)) < min(accepted.params.critical, asked_for - 1)


def test_what_is_held_is_never_learned():
    free, held = burst_scan(), burst_scan()
    history = ordinary(120)
    attack = list(blast(START_S + 121 * DAY_S + 40_000, 200))
    weeks_later = [m._replace(at_s=m.at_s + 130 * DAY_S) for m in ordinary(30)]
    for scan in (free, held):
        fold(scan, [*history, *attack])
    held.hold(attack[0].at_s, attack[-1].at_s)
    for scan in (free, held):
        fold(scan, weeks_later)
    without = burst_scan()
    fold(without, [*history, *weeks_later])
    # The third highest day counts: one day of attack is forgotten either way, but held it does not even count.
    assert held.learned_days == without.learned_days == free.learned_days - 1


def test_hold_and_accept_survive_being_kept():
    scan = burst_scan()
    attack = list(blast(START_S + 121 * DAY_S + 40_000, 200))
    fold(scan, [*ordinary(120), *attack])
    scan.hold(attack[0].at_s, attack[-1].at_s)
    resumed = BurstScan.resume(scan.params, decode_as(encode_as(scan.state()), BurstState))
    assert resumed.state() == scan.state()
    resumed.accept(attack[0].at_s, attack[-1].at_s)
    state = resumed.state()
    assert state is not None
    assert not state.today.held
    assert len(state.days) == len(scan.state().days) + 3


def test_rare_hours_weigh_more_and_unknown_ones_not_beyond_the_cap():
    counts = [0] * HOURS_OF_WEEK
    for day in range(5):
        for hour in range(9, 18):
            counts[day * 24 + hour] = 40
    terms = hour_terms(counts)
    assert terms[12] == 0.0
    assert terms[3] == 1.5
    assert 0 < terms[8] < 1.5
    assert len(terms) == HOURS_OF_WEEK
