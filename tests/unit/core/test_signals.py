"""Signs of different kinds: each kind counts once, near ones speak of one thing, and how an account stands by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sentwatch.core.bounces import Proof
from sentwatch.core.checks import sent_bounces, sent_burst, sent_complaints, sent_copies_missing, sent_replies
from sentwatch.core.findings import Finding, FindingKind, KnownFinding, Severity
from sentwatch.core.history import Evidenced, SentGap
from sentwatch.core.incidents import Answer
from sentwatch.core.returned_mail import Completeness, Notice
from sentwatch.core.signals import Family, Signal, Weight, families_near, signs_from_before
from sentwatch.core.takeover import TakeoverState, signals_of, state_of
from support.check_samples import INCIDENT, NOW, NOW_S, incident, sent
from support.returned_samples import answers, bounces, limit_notice, returned

HOUR, DAY = 3600.0, 86_400.0
MILD = {"critical_s": None, "score": 3.2, "messages": 9, "recipients": 9, "never_mailed": 4}


def signal(family=Family.SENDING, weight=Weight.NOTICE, ago_s=HOUR):
    return Signal(family=family, weight=weight, start_s=NOW_S - ago_s, end_s=NOW_S - ago_s)


def state(snapshot):
    return state_of(signals_of(snapshot), now_s=NOW_S)


def worst(check, snapshot):
    return max((one.severity for one in check.CHECK.run(snapshot).findings), default=None)


def changed(**changes):
    return replace(INCIDENT, **changes)


def both(back=None, *, signs=(), **more):
    """What was sent and what came back, in one snapshot."""
    return replace(sent(**more), returned=back.returned if back is not None else None, signs=tuple(signs))


def known(code, *, severity=Severity.WARNING, first_seen=NOW):
    kind = FindingKind(code=code, severity=severity, title="t", why="w", harmless=(), how_to_check="h", do_first=())
    return {(code, "x"): KnownFinding(finding=Finding(kind=kind, subject="x"), first_seen=first_seen)}


@pytest.mark.parametrize(
    ("signals", "expected"),
    [
        ((), TakeoverState.USUAL),
        ((signal(weight=Weight.SUPPORT),), TakeoverState.USUAL),
        ((signal(),), TakeoverState.WATCH),
        ((signal(), signal()), TakeoverState.WATCH),
        ((signal(), signal(Family.RULES, Weight.SUPPORT)), TakeoverState.LIKELY),
        ((signal(), signal(Family.COPIES, ago_s=30 * HOUR)), TakeoverState.WATCH),
        ((signal(weight=Weight.STRONG),), TakeoverState.LIKELY),
        ((signal(weight=Weight.PROOF),), TakeoverState.CONFIRMED),
        ((signal(weight=Weight.PROOF, ago_s=8 * DAY),), TakeoverState.USUAL),
    ],
)
def test_how_an_account_stands(signals, expected):
    assert state_of(signals, now_s=NOW_S) is expected


def test_each_other_family_counts_once():
    signals = [
        signal(Family.RULES),
        signal(Family.RULES),
        signal(Family.COPIES),
        signal(Family.RETURNED, ago_s=3 * DAY),
    ]
    found = families_near(signals, NOW_S - HOUR, NOW_S - HOUR, but=Family.COPIES)
    assert found == {Family.RULES}


def test_bounces_through_our_own_account_are_proof_unless_much_leaves_no_copy():
    assert state(returned(*bounces(12))) is TakeoverState.CONFIRMED
    weak = Completeness(answers=20, in_sent=5)
    assert state(returned(*bounces(12), completeness=weak)) is TakeoverState.LIKELY
    assert state(returned(*bounces(12, proof=Proof.OWN_LOGIN), completeness=weak)) is TakeoverState.CONFIRMED
    assert state(returned(*bounces(12, proof=Proof.UNKNOWN))) is TakeoverState.WATCH
    assert state(returned(*bounces(12, proof=Proof.FOREIGN))) is TakeoverState.USUAL


def test_answers_that_a_forgery_explains_are_no_sign():
    assert state(returned(*answers(4))) is TakeoverState.WATCH
    assert state(returned(*answers(4), *bounces(12, proof=Proof.FOREIGN))) is TakeoverState.USUAL
    assert worst(sent_replies, returned(*answers(4), *bounces(12, proof=Proof.FOREIGN))) is Severity.NOTICE


def test_a_letter_of_our_own_provider_is_proof_and_a_strangers_notice_only_supports():
    host = returned(notices=(Notice(NOW_S - 60, "support@host.example", "送信制限", True),))
    assert state(host) is TakeoverState.CONFIRMED
    other = returned(notices=(Notice(NOW_S - 60, "no-reply@accounts.example", "New sign-in"),))
    assert state(other) is TakeoverState.USUAL


def test_what_the_owner_disowns_is_proof():
    assert state(incident(answer=Answer.NOT_ME)) is TakeoverState.CONFIRMED
    assert state(incident(**MILD)) is TakeoverState.WATCH
    assert state(incident(answer=Answer.THAT_WAS_ME)) is TakeoverState.USUAL


def test_families_raise_each_other():
    gap = SentGap(since=NOW - timedelta(hours=3), until=NOW - timedelta(hours=1), missing=30)
    mute, own = returned(*bounces(12, proof=Proof.UNKNOWN)), returned(*bounces(12))
    assert worst(sent_bounces, mute) is Severity.NOTICE
    assert worst(sent_bounces, both(mute, gaps=(gap,))) is Severity.WARNING
    assert worst(sent_copies_missing, both(mute, gaps=(gap,))) is Severity.WARNING
    assert worst(sent_bounces, own) is Severity.WARNING
    assert worst(sent_bounces, returned(*bounces(60))) is Severity.URGENT
    assert worst(sent_bounces, both(own, gaps=(gap,))) is Severity.URGENT
    burst = (Evidenced(incident=changed(**MILD)),)
    assert worst(sent_burst, both(incidents=burst)) is Severity.NOTICE
    assert worst(sent_burst, both(mute, incidents=burst)) is Severity.WARNING


def test_a_fifth_that_came_back_lifts_a_burst_that_is_nearly_critical():
    near_miss = {**MILD, "score": 3.7, "messages": 20}
    start = INCIDENT.start_s
    back = tuple(
        one._replace(original_s=start, is_known=True, original=number + 1)
        for number, one in enumerate(bounces(4, known=True))
    )
    burst = (Evidenced(incident=changed(**near_miss)),)
    assert worst(sent_burst, both(incidents=burst)) is Severity.NOTICE
    assert worst(sent_burst, both(returned(*back), incidents=burst)) is Severity.WARNING
    assert worst(sent_burst, both(returned(*back[:3]), incidents=burst)) is Severity.NOTICE


def test_a_stirring_is_told_only_with_other_signs():
    stir = changed(**{**MILD, "score": 2.4})
    gap = SentGap(since=NOW - timedelta(hours=3), until=NOW - timedelta(hours=1), missing=30)
    assert worst(sent_burst, sent(stirrings=(stir,))) is None
    assert worst(sent_burst, sent(stirrings=(stir,), gaps=(gap,))) is Severity.WARNING
    rule = signs_from_before(known("rule.forwards-out"), looked_since={"rule.forwards-out": NOW - timedelta(days=9)})
    assert worst(sent_burst, both(stirrings=(stir,), signs=rule)) is Severity.NOTICE


def test_only_a_rule_that_was_not_there_at_the_first_look_is_new():
    since = {"rule.forwards-out": NOW - timedelta(days=3)}
    [new] = signs_from_before(known("rule.forwards-out"), looked_since=since)
    assert (new.family, new.weight) == (Family.RULES, Weight.NOTICE)
    old = known("rule.forwards-out", first_seen=NOW - timedelta(days=3))
    assert list(signs_from_before(old, looked_since=since)) == []
    assert list(signs_from_before(known("rule.forwards-out"), looked_since={})) == []
    assert list(signs_from_before(known("rule.forwards-out", severity=Severity.INFO), looked_since=since)) == []
    [gone] = signs_from_before(known("rule.inferred-notice-gone"), looked_since={})
    assert gone.family is Family.NOTICES


def test_a_limit_notice_is_believed_from_our_own_provider_only():
    own = limit_notice()
    assert worst(sent_complaints, returned(own)) is Severity.WARNING
    assert worst(sent_complaints, returned(own._replace(is_from_provider=False))) is Severity.NOTICE
    assert state(returned(own)) is TakeoverState.CONFIRMED
    assert state(returned(own._replace(is_from_provider=False))) is TakeoverState.USUAL


def test_where_our_own_servers_are_not_known_it_is_said_with_the_bounces():
    unknown = returned(*bounces(12, proof=Proof.UNKNOWN))
    assert sent_bounces.CHECK.run(unknown).limits == ()
    stranger = replace(unknown, returned=replace(unknown.returned, knows_own_servers=False))
    [limit] = sent_bounces.CHECK.run(stranger).limits
    assert "not known yet" in limit.text
    nothing = replace(unknown, returned=replace(unknown.returned, knows_own_servers=False, mails=()))
    assert sent_bounces.CHECK.run(nothing).limits == ()
