"""The model of rules: what makes two rules the same, and joining conditions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sentwatch.core.phrase import Phrase
from sentwatch.core.rules import (
    ALWAYS,
    Comparison,
    Condition,
    Effect,
    EffectKind,
    Group,
    Moment,
    Need,
    NotUnderstood,
    Part,
    Rule,
    RuleLanguage,
    RuleSet,
    all_of,
    any_of,
    conditions_of,
    not_,
    rule_hash,
)

SUBJECT = Condition(part=Part.SUBJECT, values=("Invoice", "請求書"))
SENDER = Condition(part=Part.SENDER, values=("boss@example.com",))
MOVE = Effect(kind=EffectKind.MOVE, targets=("RSS",))
READ = Effect(kind=EffectKind.MARK_READ)
RULE = Rule(name="a", enabled=True, order=1, test=all_of((SUBJECT, SENDER)), effects=(MOVE, READ))


@pytest.mark.parametrize(
    "same",
    [
        replace(RULE, name="another name"),
        replace(RULE, order=7, line=12, raw="other spelling", spans=((1, 2),)),
        replace(RULE, effects=(READ, MOVE)),
        replace(RULE, test=all_of((SENDER, SUBJECT))),
        replace(RULE, test=Group(tests=(all_of((SENDER, SUBJECT)),))),
        replace(RULE, test=all_of((replace(SUBJECT, values=("請求書", "invoice")), SENDER))),
        replace(RULE, made_by="somebody", is_hidden=True),
    ],
)
def test_what_does_the_same_has_the_same_hash(same):
    assert rule_hash(same) == rule_hash(RULE)


@pytest.mark.parametrize(
    "other",
    [
        replace(RULE, enabled=False),
        replace(RULE, effects=(MOVE,)),
        replace(RULE, effects=(replace(MOVE, targets=("Archive",)), READ)),
        replace(RULE, effects=(MOVE, READ, Effect(kind=EffectKind.REPLY, text="hello"))),
        replace(RULE, test=any_of((SUBJECT, SENDER))),
        replace(RULE, test=not_(all_of((SUBJECT, SENDER)))),
        replace(RULE, test=all_of((SUBJECT, not_(SENDER)))),
        replace(RULE, test=all_of((replace(SUBJECT, comparison=Comparison.IS), SENDER))),
        replace(RULE, test=ALWAYS),
        replace(RULE, moments=(Moment.AFTER_SENDING,)),
        replace(RULE, not_understood=(NotUnderstood(line=1, text="frobnicate", reason=Phrase(text="x")),)),
    ],
)
def test_what_does_something_else_has_another_hash(other):
    assert rule_hash(other) != rule_hash(RULE)


def test_the_text_of_a_reply_belongs_to_what_a_rule_does():
    one = replace(RULE, effects=(Effect(kind=EffectKind.REPLY, text="back on Monday"),))
    other = replace(RULE, effects=(Effect(kind=EffectKind.REPLY, text="see https://evil.example"),))
    assert rule_hash(one) != rule_hash(other)


def test_a_deeply_nested_test_has_a_hash_in_no_time():
    test = SUBJECT
    for number in range(40):
        test = Group(need=Need.ANY if number % 2 else Need.ALL, tests=(test, SENDER))
    assert len(rule_hash(replace(RULE, test=test))) == 32


def test_conditions_come_out_of_negated_groups_turned():
    found = list(conditions_of(not_(any_of((SUBJECT, not_(SENDER))))))
    assert [condition.negated for condition in found] == [True, False]


def test_joining_leaves_single_tests_alone():
    assert all_of((SUBJECT,)) == SUBJECT
    assert all_of((ALWAYS, SUBJECT)) == SUBJECT
    assert any_of((SUBJECT,)) == SUBJECT
    assert all_of(()) == ALWAYS


def test_a_set_with_something_not_understood_is_never_called_understood():
    piece = NotUnderstood(line=3, text="x", reason=Phrase(text="x"))
    inside = RuleSet(language=RuleLanguage.SIEVE, name="a", rules=(replace(RULE, not_understood=(piece,)),))
    assert not inside.is_understood
    assert not RuleSet(language=RuleLanguage.SIEVE, name="a", not_understood=(piece,)).is_understood
    assert not RuleSet(language=RuleLanguage.SIEVE, name="a", refused=Phrase(text="too large")).is_understood
    assert RuleSet(language=RuleLanguage.SIEVE, name="a", rules=(RULE,)).is_understood
