"""Apple Mail's property lists as rules."""

from __future__ import annotations

import plistlib
from dataclasses import replace

import pytest

from sentwatch.core.rule_languages.apple import read_apple
from sentwatch.core.rules import ALWAYS, Comparison, EffectKind, Group, Need, Part, conditions_of
from support.rules import CORPUS


def rule(**said):
    base = {"RuleName": "R", "RuleId": "1", "AllCriteriaMustBeSatisfied": True}
    found = read_apple(plistlib.dumps([{**base, **said}]), name="SyncedRules.plist")
    (one,) = found.rules
    return one


def kinds(one):
    return [effect.kind for effect in one.effects]


@pytest.mark.parametrize(
    ("said", "kind", "targets"),
    [
        ({"AutoResponseType": 1, "ForwardRecipients": ["x@example.net"]}, EffectKind.FORWARD, ("x@example.net",)),
        ({"AutoResponseType": 3, "RedirectRecipients": ["x@example.net"]}, EffectKind.REDIRECT, ("x@example.net",)),
        ({"AutoResponseType": 3, "Recipients": ["x@example.net"]}, EffectKind.REDIRECT, ("x@example.net",)),
        ({"AutoResponseType": 2, "ResponseMessage": "hello"}, EffectKind.REPLY, ()),
        ({"AutoResponseType": 1}, EffectKind.FORWARD, ()),
        ({"Deletes": True}, EffectKind.DELETE, ()),
        ({"Deletes": "YES"}, EffectKind.DELETE, ()),
        ({"MarkRead": True}, EffectKind.MARK_READ, ()),
        ({"MarkFlagged": "YES", "FlagColor": 2}, EffectKind.LABEL, ("★",)),
        ({"ShouldTransferMessage": True, "MailboxURL": "imap://me@x/RSS%20Feeds"}, EffectKind.MOVE, ("RSS Feeds",)),
        ({"ShouldCopyMessage": True, "CopyToMailboxURL": "imap://me@x/A"}, EffectKind.COPY, ("A",)),
        ({"AppleScript": "run.scpt"}, EffectKind.RUN, ("run.scpt",)),
        ({"NotifyUser": True, "SoundName": "Glass"}, EffectKind.SHOW, ()),
        ({"StopEvaluatingRules": True}, EffectKind.STOP, ()),
    ],
)
def test_actions(said, kind, targets):
    found = rule(**said)
    assert kinds(found) == [kind]
    assert found.effects[0].targets == targets
    assert not found.not_understood


def test_a_folder_that_is_not_used_is_no_move():
    assert rule(ShouldTransferMessage=False, MailboxURL="imap://me@x/A").effects == ()
    assert rule(ShouldTransferMessage="NO", MailboxURL="imap://me@x/A").effects == ()


def test_criteria():
    found = rule(
        AllCriteriaMustBeSatisfied="NO",
        Criteria=[
            {"Header": "From", "Expression": "a@example.com", "Qualifier": "IsEqualTo"},
            {"Header": "Subject", "Expression": "x", "Qualifier": "DoesNotContain"},
            {"Header": "X-Custom", "Expression": "y", "Qualifier": "BeginsWith"},
            {"Header": "IsJunkMail"},
            {"Header": "SenderIsNotInAddressBook"},
        ],
    )
    assert isinstance(found.test, Group)
    assert found.test.need is Need.ANY
    parts = [(condition.part, condition.comparison, condition.negated) for condition in conditions_of(found.test)]
    assert parts == [
        (Part.SENDER, Comparison.IS, False),
        (Part.SUBJECT, Comparison.CONTAINS, True),
        (Part.HEADER, Comparison.BEGINS, False),
        (Part.SPAM, Comparison.EXISTS, False),
        (Part.KIND, Comparison.EXISTS, True),
    ]


def test_every_message_is_everything():
    assert rule(Criteria=[{"Header": "AnyMessage"}]).test == ALWAYS
    assert rule().test == ALWAYS


def test_what_is_not_known_is_told():
    assert rule(Teleport=True).not_understood
    assert not rule(Teleport=False).not_understood
    assert rule(Criteria=[{"Header": "From", "Expression": "x", "Qualifier": "SmellsLike"}]).not_understood


def test_which_rules_are_on():
    rules = plistlib.dumps([{"RuleName": "A", "RuleId": "1"}, {"RuleName": "B", "RuleId": "2"}])
    state = plistlib.dumps({"1": False, "2": True})
    found = read_apple(rules, name="x", active_state=state)
    assert [one.enabled for one in found.rules] == [False, True]
    assert [one.enabled for one in read_apple(rules, name="x").rules] == [True, True]


def test_binary_lists_say_the_same_as_xml_ones():
    xml = (CORPUS / "ordinary" / "SyncedRules.plist").read_bytes()
    binary = plistlib.dumps(plistlib.loads(xml), fmt=plistlib.FMT_BINARY)
    one, other = read_apple(xml, name="x"), read_apple(binary, name="x")
    # Writing sorts the keys: only the text shown differs.
    assert [replace(rule, raw="") for rule in one.rules] == [replace(rule, raw="") for rule in other.rules]
    assert len(one.rules) == 5


def test_times_count_from_2001():
    assert rule(TimeStamp=666421321).changed_at.year == 2022
