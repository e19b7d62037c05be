"""Incidents: one at a time, counted exactly, imports told apart, answers learned from."""

from __future__ import annotations

import pytest

from sentwatch.core.incidents import Answer, IncidentTracker, Sent, TrackerState
from sentwatch.store.codec import decode_as, encode_as
from sentwatch.wiring import burst_scan
from support.streams import DAY_S, START_S, blast, ordinary

ATTACK_S = START_S + 121 * DAY_S + 50_000


def tracker_after(messages, **more):
    tracker = IncidentTracker(burst_scan(), **more)
    for message in messages:
        tracker.push(message)
    return tracker


@pytest.fixture
def history():
    return ordinary(120)


def test_a_blast_is_one_incident_with_its_own_messages(history):
    tracker = tracker_after([*history, *blast(ATTACK_S, 312)])
    incident = tracker.current
    assert incident is not None
    assert (incident.start_s, incident.end_s) == (ATTACK_S, ATTACK_S + 1140)
    assert (incident.messages, incident.recipients, incident.never_mailed, incident.replies) == (312, 312, 312, 0)
    assert incident.messages_at_alert <= 10
    assert ATTACK_S < incident.alert_s < ATTACK_S + 60
    assert incident.critical_s is not None
    assert incident.window_s <= 1200
    assert incident.usual_max >= 1
    assert incident.rows[0] == 100_000
    assert len(incident.rows) == 40
    assert not incident.dead_hours
    assert not tracker.take_closed()


def test_ordinary_mail_after_the_blast_is_not_counted(history):
    later = [Sent(200_000 + n, ATTACK_S + 1140 + 3600 * (n + 1), 1, 0, True) for n in range(6)]
    incident = tracker_after([*history, *blast(ATTACK_S, 312), *later]).current
    assert incident is not None
    assert (incident.messages, incident.end_s) == (312, ATTACK_S + 1140)


def test_a_second_blast_within_a_day_brings_the_first_up_to_date(history):
    second = list(blast(ATTACK_S + 6 * 3600, 50, first_row=200_000))
    tracker = tracker_after([*history, *blast(ATTACK_S, 312), *second])
    assert tracker.current is not None
    assert tracker.current.start_s == ATTACK_S
    assert tracker.current.messages == 362
    assert not tracker.take_closed()


def test_a_blast_days_later_is_another_incident(history):
    second = list(blast(ATTACK_S + 3 * DAY_S, 50, first_row=200_000))
    tracker = tracker_after([*history, *blast(ATTACK_S, 312), *second])
    assert [incident.messages for incident in tracker.take_closed()] == [312]
    assert tracker.current is not None
    assert tracker.current.messages == 50


def test_a_slow_drip_is_found_and_counted_whole(history):
    drip = [Sent(300_000 + n, ATTACK_S + n * 300, 1, 1, False) for n in range(60)]
    incident = tracker_after([*history, *drip]).current
    assert incident is not None
    assert incident.messages == 60
    assert incident.start_s == ATTACK_S


@pytest.mark.parametrize("every", [1, 5, 37])
def test_a_tracker_goes_on_where_it_was_kept(history, every):
    messages = [*history[-200:], *blast(ATTACK_S, 312), *blast(ATTACK_S + 7200, 20, first_row=200_000)]
    whole = tracker_after(messages)
    tracker = IncidentTracker(burst_scan())
    scan = tracker._scan
    for number, message in enumerate(messages):
        if number % every == 0:
            tracker = IncidentTracker(scan, decode_as(encode_as(tracker.state()), TrackerState))
        tracker.push(message)
    assert tracker.current == whole.current


def test_mail_whose_dates_scatter_was_moved_here(history):
    moved = [m._replace(date_s=START_S - n * 3 * DAY_S) for n, m in enumerate(blast(ATTACK_S, 200))]
    incident = tracker_after([*history, *moved]).current
    assert incident is not None
    assert incident.is_import


def test_mail_of_one_day_was_not_moved_here(history):
    incident = tracker_after([*history, *blast(ATTACK_S, 200)]).current
    assert incident is not None
    assert not incident.is_import
    undated = [m._replace(date_s=None) for m in blast(ATTACK_S, 200)]
    incident = tracker_after([*history, *undated]).current
    assert incident is not None
    assert not incident.is_import


def test_the_same_mail_to_many_weighs_more(history):
    same = [m._replace(never_mailed=0) for m in blast(ATTACK_S, 9, over_s=600)]
    different = [m._replace(subject=b"s%d" % n) for n, m in enumerate(same)]
    to_one = [m._replace(to=b"one") for m in same]
    scores = []
    for messages in (same, different, to_one):
        incident = tracker_after([*history, *messages]).current
        scores.append((incident.score, incident.same_mail) if incident else (0.0, 0))
    assert scores[0][1] >= 8
    assert scores[0][0] == pytest.approx(scores[1][0] + 0.5, abs=1e-9)
    assert scores[1][1] <= 1
    assert scores[2][1] == 1


def test_half_strangers_and_the_same_mail_make_it_critical(history):
    mild = [m._replace(never_mailed=1) for m in blast(ATTACK_S, 9, over_s=900)]
    incident = tracker_after([*history, *mild]).current
    assert incident is not None
    assert incident.critical_s is not None


def test_one_message_to_many_is_an_announcement(history):
    to_groups = [m._replace(recipients=6) for m in history]
    tracker = tracker_after([*to_groups, Sent(900_000, ATTACK_S, 24, 0, False)])
    assert tracker.current is None
    assert [one.recipients for one in tracker.announcements] == [24]


def test_what_the_owner_calls_their_own_ends_the_incident_and_is_learned(history):
    tracker = tracker_after([*history, *blast(ATTACK_S, 80)])
    assert tracker.current is not None
    tracker.answer(tracker.current, Answer.THAT_WAS_ME)
    assert tracker.current is None
    for message in blast(ATTACK_S + 7200, 5, first_row=200_000):
        tracker.push(message)
    assert tracker.current is None
    # Somebody else's blast on the same day is another incident, not part of the accepted one.
    for message in blast(ATTACK_S + 5 * 3600, 900, first_row=300_000):
        tracker.push(message)
    assert tracker.current is not None
    assert tracker.current.start_s >= ATTACK_S + 5 * 3600


def test_what_the_owner_disowns_stays_and_is_never_learned(history):
    tracker = tracker_after([*history, *blast(ATTACK_S, 80)])
    assert tracker.current is not None
    tracker.answer(tracker.current, Answer.NOT_ME)
    assert tracker.current.answer is Answer.NOT_ME
    state = tracker._scan.state()
    assert state is not None
    assert state.today.held


def test_a_critical_incident_is_not_learned_before_it_is_answered(history):
    tracker = tracker_after([*history, *blast(ATTACK_S, 312)])
    state = tracker._scan.state()
    assert state is not None
    assert state.today.held


def test_judging_anew_applies_earlier_answers(history):
    answers = ((ATTACK_S, Answer.THAT_WAS_ME),)
    messages = [*history, *blast(ATTACK_S, 80), *ordinary(10, first_row=400_000)]
    messages = [m if m.row < 400_000 else m._replace(at_s=m.at_s + 124 * DAY_S) for m in messages]
    tracker = tracker_after(messages, answers=answers)
    closed = tracker.take_closed()
    assert [incident.answer for incident in closed] == [Answer.THAT_WAS_ME]
    settled = tracker_after([*history, *blast(ATTACK_S, 80)], answers=answers)
    settled.settle()
    assert settled.current is None
    assert [incident.answer for incident in settled.take_closed()] == [Answer.THAT_WAS_ME]


def test_unprompted_mail_at_dead_hours_is_a_notice():
    history = ordinary(150)
    night_s = START_S + 151 * DAY_S + 3 * 3600
    night = [Sent(500_000 + n, night_s + n * 120, 1, 0, False) for n in range(7)]
    incident = tracker_after([*history, *night]).current
    assert incident is not None
    assert incident.dead_hours
    assert incident.critical_s is None
    assert incident.messages >= 2


def test_a_busy_first_day_is_no_incident_but_a_blast_on_it_is():
    strangers = [m._replace(never_mailed=m.recipients) for m in ordinary(1, per_day=14)]
    assert len(strangers) > 8
    assert tracker_after(strangers).current is None
    assert tracker_after(blast(START_S + 3600, 50)).current is not None
