"""What came back, weighed: surges, proofs, what is usual, how whole Sent is, and which share of a sending came back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sentwatch.core.bounces import Proof, Returned, ReturnedKind
from sentwatch.core.returned_mail import (
    Completeness,
    ReturnedFacts,
    bounced_share,
    forged_surges,
    most_within,
    proven_surges,
    unknown_replies,
    unproven_surges,
)
from support.returned_samples import NOW_S, answers, bounce, bounces

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0


def facts(*mails, **more):
    return ReturnedFacts(mails=tuple(sorted(mails, key=lambda mail: mail.at_s)), **more)


def counts(surges):
    return [len(surge.mails) for surge in surges]


@pytest.mark.parametrize(
    ("count", "gap_s", "told"),
    [(4, MINUTE, False), (5, MINUTE, True), (5, 6 * MINUTE, False), (9, HOUR, False), (10, HOUR, True), (10, 3 * HOUR, False)],
)  # fmt: skip
def test_five_in_twenty_minutes_or_ten_in_a_day(count, gap_s, told):
    found = proven_surges(facts(*bounces(count, gap_s=gap_s)))
    assert counts(found) == ([count] if told else [])


def test_what_is_usual_here_is_no_surge():
    seen = facts(*bounces(12), usual_short=8, usual_long=30)
    assert proven_surges(seen) == ()
    assert counts(proven_surges(replace(seen, usual_short=5))) == [12]


def test_a_day_apart_is_another_surge():
    later = bounces(6, at_s=NOW_S + 3 * DAY)
    assert counts(proven_surges(facts(*bounces(6), *later))) == [6, 6]
    assert counts(proven_surges(facts(*bounces(6), *bounces(6, at_s=NOW_S + 5 * HOUR)))) == [12]


def test_known_originals_count_nowhere():
    seen = facts(*bounces(40, known=True))
    assert (proven_surges(seen), unproven_surges(seen), forged_surges(seen)) == ((), (), ())
    seen = facts(*bounces(40, known=None))
    assert (proven_surges(seen), unproven_surges(seen)) == ((), ())


def test_forged_proven_and_neither_are_told_apart():
    forged = facts(*bounces(12, proof=Proof.FOREIGN))
    assert (counts(forged_surges(forged)), proven_surges(forged), unproven_surges(forged)) == ([12], (), ())
    unknown = facts(*bounces(12, proof=Proof.UNKNOWN))
    assert (forged_surges(unknown), proven_surges(unknown), counts(unproven_surges(unknown))) == ((), (), [12])


def test_bounces_that_quote_nothing_stand_with_those_that_do():
    own, mute = bounces(4, gap_s=60.0), bounces(4, gap_s=60.0, at_s=NOW_S - 7190, proof=Proof.UNKNOWN)
    assert counts(proven_surges(facts(*own, *mute))) == [8]
    strange = bounces(9, proof=Proof.FOREIGN)
    few = bounces(4, at_s=NOW_S - 7190, proof=Proof.UNKNOWN)
    assert counts(forged_surges(facts(*strange, *few))) == [13]
    assert unproven_surges(facts(*strange, *few)) == ()


def test_a_takeover_beside_a_forgery_is_not_drowned_by_it():
    strange = bounces(60, proof=Proof.FOREIGN, gap_s=10.0)
    found = proven_surges(facts(*strange, *bounces(6, proof=Proof.OWN_LOGIN)))
    assert [surge.count(Proof.OWN_LOGIN) for surge in found] == [6]


def test_three_answers_within_an_hour():
    assert counts(unknown_replies(facts(*answers(3, gap_s=10 * MINUTE)))) == [3]
    assert unknown_replies(facts(*answers(2))) == ()
    assert unknown_replies(facts(*answers(3, gap_s=HOUR))) == ()
    assert unknown_replies(facts(*answers(4), usual_replies=2)) == ()


def test_how_whole_sent_is_takes_ten_answers_to_say():
    assert Completeness(answers=9, in_sent=0).share is None
    assert Completeness(answers=10, in_sent=7).is_weak
    assert not Completeness(answers=10, in_sent=8).is_weak


def test_each_original_that_came_back_counts_once():
    twice = [bounce(number % 4, at_s=NOW_S + number, known=True, original_s=NOW_S - 60) for number in range(8)]
    seen = facts(*twice)
    assert bounced_share(seen, NOW_S - 120, NOW_S, messages=20) == pytest.approx(0.2)
    assert bounced_share(seen, NOW_S - 30, NOW_S, messages=20) == 0
    assert bounced_share(seen, NOW_S - 120, NOW_S, messages=0) == 0


def test_most_within():
    assert most_within([], 60) == 0
    assert most_within([0, 59, 60, 61, 119], 60) == 3
    assert most_within([5, 5, 5], 60) == 3


def test_what_a_surge_tells():
    first, second = bounce(0), bounce(1)
    [surge] = proven_surges(facts(first, second, *bounces(4, at_s=NOW_S - 7190)))
    assert surge.hosts == ("mx.kaede.example",)
    assert surge.subjects == ("Payment details",)
    assert len(surge.recipients) == 4
    empty = Returned(kind=ReturnedKind.BOUNCE)
    assert replace(surge, mails=(first._replace(returned=empty),)).recipients == ()
