"""Weighing rules: each published indicator fires and stays quiet where it should, and ordinary rules stay low."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest

from sentwatch.core.findings import Severity
from sentwatch.core.rule_policy import POLICY
from sentwatch.core.rule_targets import home_of, looks_alike
from sentwatch.core.rule_weighing import Fact, weigh, weigh_all, with_company
from sentwatch.core.rules import (
    ALWAYS,
    Comparison,
    Condition,
    Effect,
    EffectKind,
    Part,
    Rule,
    RuleLanguage,
    RuleSet,
    all_of,
    any_of,
    rule_hash,
)
from support.rules import CORPUS, NOW, OWN, SIGNAL, codes, facts, read, weighed

INDICATORS = sorted((CORPUS / "indicators").iterdir())
FIRES = [path for path in INDICATORS if path.stem.endswith("-fires")]
QUIET = [path for path in INDICATORS if path.stem.endswith("-quiet")]

PASS_ON = Effect(kind=EffectKind.REDIRECT, targets=("collector@mailhub.example",))
DELETE = Effect(kind=EffectKind.DELETE)
READ = Effect(kind=EffectKind.MARK_READ)
RARE = Effect(kind=EffectKind.MOVE, targets=("RSS Feeds",))
SOME = Condition(part=Part.SUBJECT, values=("report",))
RULE = Rule(name="Sorting mail", enabled=True, order=1, test=SOME)


def reasons(path):
    """The codes of all reasons in a file's rules, its own context around it."""
    sets = read(path)
    assert all(found.is_understood for found in sets)
    found = facts(*sets, signal_at=SIGNAL)
    every = []
    for rule_set in sets:
        home = home_of(found, rule_set.owner)
        every += with_company([weigh(rule, rule_set, home, now=NOW) for rule in rule_set.rules])
    return every


def code_of(path):
    return path.stem.partition("-")[0].rstrip("bcd")


@pytest.mark.parametrize("path", FIRES, ids=lambda path: path.stem)
def test_each_indicator_fires(path):
    code = code_of(path)
    found = reasons(path)
    if code == "R05":
        assert [one.severity for one in found] == [Severity.URGENT]
    else:
        assert any(code in codes(one) for one in found)


@pytest.mark.parametrize("path", QUIET, ids=lambda path: path.stem)
def test_each_indicator_stays_quiet(path):
    code = code_of(path)
    for one in reasons(path):
        if code in {"R01", "R02"}:
            assert one.fact is not Fact.FORWARDS_OUT
        elif code == "R05":
            assert one.severity < Severity.WARNING
        elif code == "R25":
            assert one.severity < Severity.NOTICE
        elif code == "R04":
            assert "R04" not in codes(one)
        else:
            assert code not in codes(one)


def test_every_indicator_has_samples_of_both_kinds():
    wanted = {f"R{number:02}" for number in range(1, 28)}
    assert {code_of(path) for path in FIRES} == wanted
    assert {code_of(path) for path in QUIET} == wanted


ORDINARY = sorted((CORPUS / "ordinary").iterdir())


def test_a_hundred_ordinary_rules_hold_at_most_one_high():
    levels = []
    for path in ORDINARY:
        sets = read(path)
        assert all(found.is_understood for found in sets), path.name
        found = facts(*sets, opened_folders=frozenset({"RSS"}))
        for rule_set in sets:
            home = home_of(found, rule_set.owner)
            levels += [one.severity for one in (weigh(rule, rule_set, home, now=NOW) for rule in rule_set.rules)]
    assert len(levels) >= 100
    assert sum(level >= Severity.WARNING for level in levels) <= 1
    assert sum(level >= Severity.NOTICE for level in levels) <= 12


def test_splunks_four_traits_are_a_subset():
    """More than two of: rare folder, marked read, a short name, a name of low entropy."""
    for chosen in combinations(("folder", "read", "short", "flat"), 3):
        effects = ((RARE,) if "folder" in chosen else ()) + ((READ,) if "read" in chosen else ())
        name = "ab" if "short" in chosen else ("aaaaaaaa" if "flat" in chosen else "Sorting mail")
        one = weighed(replace(RULE, name=name, effects=effects))
        assert one.severity >= Severity.NOTICE, chosen
    everything = weighed(replace(RULE, name="..", effects=(RARE, READ)))
    assert everything.severity >= Severity.WARNING


def test_floors():
    outside = weighed(replace(RULE, effects=(PASS_ON, DELETE)))
    assert outside.severity is Severity.URGENT
    no_copy = weighed(
        replace(RULE, effects=(PASS_ON, Effect(kind=EffectKind.NO_COPY))), mailed={"collector@mailhub.example": True}
    )
    assert no_copy.severity is Severity.URGENT
    words = Condition(part=Part.SUBJECT, values=("不正アクセス",))
    assert weighed(replace(RULE, test=words, effects=(DELETE,))).severity is Severity.URGENT
    assert weighed(replace(RULE, test=words, effects=(RARE,))).severity is Severity.URGENT
    hidden = weighed(replace(RULE, name="xy", effects=(RARE, READ)))
    assert hidden.severity >= Severity.WARNING


def test_words_beside_a_certain_sender_only_sort_its_mail():
    words = Condition(part=Part.SUBJECT, values=("alert",))
    sender = Condition(part=Part.SENDER, comparison=Comparison.IS, values=("nagios@monitor.example.co.jp",))
    assert weighed(replace(RULE, test=all_of((words, sender)), effects=(DELETE,))).severity < Severity.WARNING
    assert weighed(replace(RULE, test=any_of((words, sender)), effects=(DELETE,))).severity is Severity.URGENT


@pytest.mark.parametrize(
    "sender", ["mailer-daemon@googlemail.com", "helpdesk@example.co.jp", "no-reply@accounts.google.com"]
)
def test_senders_that_would_tell_are_no_certain_senders(sender):
    test = Condition(part=Part.SENDER, comparison=Comparison.IS, values=(sender,))
    assert weighed(replace(RULE, test=test, effects=(DELETE,))).severity is Severity.URGENT


def test_where_a_target_belongs():
    inside = replace(RULE, effects=(replace(PASS_ON, targets=("assistant@mail.example.co.jp",)),))
    assert weighed(inside).severity is Severity.INFO
    assert weighed(inside).fact is not Fact.FORWARDS_OUT
    itself = replace(RULE, effects=(replace(PASS_ON, targets=("Yuki+later@Example.co.jp",)),))
    assert weighed(itself).fact is not Fact.FORWARDS_OUT


def test_freemail_makes_nobody_a_colleague():
    gmail = replace(RULE, effects=(replace(PASS_ON, targets=("other.person@gmail.com",)),))
    one = weighed(gmail, own=frozenset({"yuki@gmail.com"}))
    assert one.fact is Fact.FORWARDS_OUT
    assert one.severity >= Severity.WARNING


def test_a_known_target_weighs_less_than_a_stranger():
    rule = replace(RULE, effects=(PASS_ON,))
    target = PASS_ON.targets[0]
    known = weighed(rule, mailed={target: True})
    never = weighed(rule, mailed={target: False})
    unsure = weighed(rule)
    assert known.score < unsure.score < never.score
    assert known.severity is Severity.NOTICE
    assert never.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("target", "alike"),
    [
        ("a@exarnple.co.jp", True),
        ("a@examp1e.com", True),
        ("a@exampel.co.jp", True),
        ("a@example.com", True),
        ("a@example-support.jp", True),
        ("a@еxample.co.jp", True),
        ("a@xn--xample-2of.co.jp", True),
        ("a@mail.example.co.jp", False),
        ("a@partner.co.jp", False),
        ("a@gmail.com", False),
    ],
)
def test_domains_that_look_like_ours(target, alike):
    assert looks_alike(target, home_of(facts())) is alike


def test_an_approved_rule_raises_nothing_until_it_changes():
    rule = replace(RULE, effects=(PASS_ON, DELETE))
    rule_set = RuleSet(language=RuleLanguage.SIEVE, name="main", rules=(rule,))
    approved = frozenset({rule_hash(rule)})
    assert weigh_all(facts(rule_set, approved=approved), now=NOW) == ()
    renamed = replace(rule_set, rules=(replace(rule, name="new name", order=4),))
    assert weigh_all(facts(renamed, approved=approved), now=NOW) == ()
    changed = replace(rule_set, rules=(replace(rule, test=ALWAYS),))
    assert len(weigh_all(facts(changed, approved=approved), now=NOW)) == 1


def test_switched_off_weighs_less():
    rule = replace(RULE, effects=(PASS_ON,))
    on, off = weighed(rule), weighed(replace(rule, enabled=False))
    assert off.score == round(on.score * POLICY.off)


def test_new_rules_and_those_near_another_sign_weigh_more():
    rule = replace(RULE, effects=(DELETE,))
    seen = {rule_hash(rule): NOW - timedelta(days=60)}
    old = weighed(rule, first_seen=seen, has_history=True)
    new = weighed(rule, has_history=True)
    near = weighed(rule, has_history=True, signal_at=NOW - timedelta(hours=3))
    first_run = weighed(rule)
    assert old.score == first_run.score < new.score < near.score
    assert new.score - old.score == POLICY.new
    assert near.score - new.score == POLICY.near_signal


def test_what_stood_there_at_the_first_look_is_not_new():
    rule = replace(RULE, effects=(DELETE,))
    yesterday = {rule_hash(rule): NOW - timedelta(days=1)}
    was_there = frozenset({rule_hash(rule)})
    first_run = weighed(rule)
    assert weighed(rule, first_seen=yesterday, has_history=True).score == first_run.score + POLICY.new
    assert weighed(rule, first_seen=yesterday, has_history=True, was_there=was_there).score == first_run.score
    # What the provider itself says of the last change counts all the same.
    changed = replace(rule, changed_at=NOW - timedelta(days=1))
    assert weighed(changed, has_history=True, was_there=frozenset({rule_hash(changed)})).score > first_run.score


def test_a_folder_the_owner_reads_is_not_hidden():
    rule = replace(RULE, effects=(RARE, READ))
    assert weighed(rule, opened_folders=frozenset({"INBOX/RSS feeds"})).score < weighed(rule).score


@pytest.mark.parametrize(
    "folder",
    [
        "RSS", "RSS Feeds", "RSS Subscriptions", "RSS フィード", "RSS購読", "Conversation History", "会話の履歴",
        "アーカイブ", "Archive", "メモ", "Notes", "予定表", "Calendar", "同期の問題", "Sync Issues/Conflicts",
        "&MOEw4g-", "INBOX/&MKIw,DCrMKQw1g-", "ＲＳＳ　フィード", "Aufgezeichnete Unterhaltungen", "INBOX.Archive",
    ],
)  # fmt: skip
def test_rarely_opened_folders_in_their_names(folder):
    one = weighed(replace(RULE, effects=(replace(RARE, targets=(folder,)),)))
    assert "R06" in codes(one)


@pytest.mark.parametrize(
    "folder", ["Work", "会社", "Historie der Firma", "メモリアル", "Project archive plans", "INBOX/請求書"]
)
def test_other_folders_are_ordinary(folder):
    assert "R06" not in codes(weighed(replace(RULE, effects=(replace(RARE, targets=(folder,)),))))


@pytest.mark.parametrize(
    "folder", ["Trash", "削除済みアイテム", "INBOX.Trash", "ゴミ箱", "[Gmail]/Trash", "&MLQw33ux-"]
)
def test_moving_to_the_trash_is_deleting(folder):
    assert weighed(replace(RULE, effects=(replace(RARE, targets=(folder,)),))).fact is Fact.DELETES


@pytest.mark.parametrize("name", ["", " ", "..", "...", "、、", "\u200b", "・", "- -", "\u3164", "*,,*"])
def test_names_of_nothing(name):
    one = weighed(replace(RULE, name=name, effects=(RARE,)), language=RuleLanguage.OUTLOOK)
    assert codes(one) & {"R10", "R11"}


@pytest.mark.parametrize("name", ["社内", "請求書", "Boss mail", "PTA会", "📷 Photos", "Ärzte"])
def test_names_that_say_something(name):
    one = weighed(replace(RULE, name=name, effects=(RARE,)), language=RuleLanguage.OUTLOOK)
    assert not codes(one) & {"R08", "R10", "R11"}


def test_languages_without_names_are_not_blamed_for_them():
    for language in (RuleLanguage.GMAIL, RuleLanguage.SIEVE):
        one = weighed(replace(RULE, name="", effects=(RARE,)), language=language)
        assert not codes(one) & {"R08", "R09", "R10"}


@pytest.mark.parametrize(
    "test",
    [
        ALWAYS,
        Condition(part=Part.SUBJECT, comparison=Comparison.CONTAINS, values=("",)),
        Condition(part=Part.BODY, comparison=Comparison.CONTAINS, values=("\0",)),
        Condition(part=Part.BODY, comparison=Comparison.CONTAINS, values=(" ",)),
        Condition(part=Part.SUBJECT, comparison=Comparison.PATTERN, values=("*",)),
        Condition(part=Part.SENDER, comparison=Comparison.CONTAINS, values=("@",)),
        Condition(part=Part.SENDER, comparison=Comparison.REGEX, values=(".*",)),
        Condition(part=Part.ANY_TEXT, comparison=Comparison.CONTAINS, values=("a", "e", "i", "o", "u")),
        Condition(part=Part.SIZE, comparison=Comparison.OVER, values=("1",)),
        Condition(part=Part.SIZE, comparison=Comparison.UNDER, values=(str(100 << 30),)),
        Condition(part=Part.HEADER, comparison=Comparison.EXISTS, detail="From"),
        any_of((SOME, ALWAYS)),
    ],
)
def test_tricks_that_take_all_mail(test):
    assert "R12" in codes(weighed(replace(RULE, test=test, effects=(RARE,))))


@pytest.mark.parametrize(
    "test",
    [
        SOME,
        all_of((SOME, Condition(part=Part.SIZE, comparison=Comparison.OVER, values=("1",)))),
        Condition(part=Part.SIZE, comparison=Comparison.OVER, values=("5000000",)),
        Condition(part=Part.HEADER, comparison=Comparison.EXISTS, detail="List-Id"),
        Condition(part=Part.RECIPIENT, comparison=Comparison.PATTERN, values=("*",), detail="detail"),
        Condition(part=Part.SUBJECT, comparison=Comparison.CONTAINS, values=("a", "b")),
        Condition(part=Part.REST, comparison=Comparison.EXISTS),
    ],
)
def test_conditions_that_do_take_a_part(test):
    assert "R12" not in codes(weighed(replace(RULE, test=test, effects=(RARE,))))


def test_spam_that_a_filter_has_marked_may_go():
    marked = Condition(part=Part.HEADER, comparison=Comparison.IS, values=("YES",), detail="X-Spam-Flag")
    assert weighed(replace(RULE, test=marked, effects=(DELETE, READ))).severity is Severity.INFO
    twice = Condition(part=Part.SEEN_BEFORE, comparison=Comparison.EXISTS)
    assert weighed(replace(RULE, test=twice, effects=(Effect(kind=EffectKind.DISCARD),))).severity is Severity.INFO


def test_spam_as_a_pretext_does_not_help():
    for values in (("hacked", "spam"), ("",), ("*",)):
        test = Condition(part=Part.SUBJECT, comparison=Comparison.CONTAINS, values=values)
        assert weighed(replace(RULE, test=test, effects=(DELETE,))).severity >= Severity.NOTICE
    outside = Condition(part=Part.SUBJECT, comparison=Comparison.CONTAINS, values=("[spam]",))
    assert weighed(replace(RULE, test=outside, effects=(PASS_ON,))).severity >= Severity.WARNING


def test_a_vacation_reply_is_quiet_and_a_foreign_link_in_it_is_not():
    plain = replace(RULE, name="away", test=ALWAYS, effects=(Effect(kind=EffectKind.REPLY, text="Back on Monday"),))
    assert weighed(plain).score == 0
    linked = replace(plain, effects=(Effect(kind=EffectKind.REPLY, text="Go to https://portal.mailhub.example/x"),))
    assert weighed(linked).severity >= Severity.WARNING
    own = replace(plain, effects=(Effect(kind=EffectKind.REPLY, text="See www.example.co.jp/contact"),))
    assert weighed(own).score == 0


def test_several_rules_weigh_more_only_when_they_came_together():
    rules = tuple(replace(RULE, test=Condition(part=Part.SUBJECT, values=(word,)), effects=(DELETE,)) for word in "xyz")
    rule_set = RuleSet(language=RuleLanguage.SIEVE, name="main", rules=rules)
    old = weigh_all(facts(rule_set), now=NOW)
    new = weigh_all(facts(rule_set, has_history=True), now=NOW)
    assert [one.weighed.score for one in old] == [25, 25, 25]
    assert [one.weighed.score for one in new] == [45, 45, 45]


def test_the_owner_named_by_an_export_is_who_we_are():
    rule = replace(RULE, effects=(replace(PASS_ON, targets=("assistant@other-office.example",)),))
    rule_set = RuleSet(language=RuleLanguage.OUTLOOK, name="export", owner="boss@other-office.example", rules=(rule,))
    assert weigh_all(facts(rule_set), now=NOW) == ()
    assert OWN not in rule_set.owner
