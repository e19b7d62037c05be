"""What stays of a rule when it is changed, and how a report tells a change from a new rule and one that is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sentwatch.core.check import Checked
from sentwatch.core.checks.rule_hiding import DELETES, HIDES
from sentwatch.core.findings import Finding, KnownFinding, Severity
from sentwatch.core.report import CheckResult, Status, compare
from sentwatch.core.rule_history import renamed_subjects, seen_rules
from sentwatch.core.rule_languages.sieve import read_sieve
from sentwatch.core.rules import rule_hash

NOW = datetime(2026, 11, 24, tzinfo=UTC)
THEN = NOW - timedelta(days=3)
KINDS_OF = {"rule.hides": frozenset({"rule.deletes", "rule.hides"})}


def script(text):
    return read_sieve(text, name="main")


def named(name, condition, action):
    return f'# rule:[{name}]\nif header :contains "subject" "{condition}" {{ {action} }}\n'


def identities(text):
    return [seen.identity for seen in seen_rules(script(text))]


def test_a_rule_with_a_name_of_its_own_is_known_by_it():
    before = identities(named("Bills", "invoice", "discard;") + named("News", "news", "discard;"))
    after = identities(named("News", "weekly", "discard;") + named("Bills", "invoice", "discard;"))
    assert sorted(before) == sorted(after)


def test_names_that_several_share_are_none():
    found = identities(named(".", "a", "discard;") + named(".", "b", "discard;"))
    assert [one.rpartition("\n")[2] for one in found] == ["#1", "#2"]


def test_owners_and_places_keep_rules_apart():
    one = replace(script("discard;"), owner="A@x.example")
    other = replace(one, name="more")
    assert len({seen.identity for rule_set in (one, other, script("discard;")) for seen in seen_rules(rule_set)}) == 3


def finding(subject, kind=DELETES, **more):
    return Finding(kind=kind, subject=subject, **more)


def reported(*findings, known=(), renamed=None):
    results = [CheckResult(code="rule.hides", title="x", outcome=Checked(findings=findings))]
    before = {one.key: KnownFinding(finding=one, first_seen=THEN) for one in known}
    found = compare(results, before, KINDS_OF, now=NOW, renamed=renamed)
    return [(one.finding.subject, one.status, one.first_seen, one.instead_of) for one in found]


def test_a_changed_rule_is_one_thing_and_keeps_its_first_day():
    assert reported(finding("new"), known=[finding("old")], renamed={"new": "old"}) == [
        ("new", Status.CHANGED, THEN, "old")
    ]


def test_without_a_link_it_is_two_things():
    assert reported(finding("new"), known=[finding("old")]) == [
        ("new", Status.NEW, NOW, None), ("old", Status.GONE, THEN, None),
    ]  # fmt: skip


def test_a_link_long_past_changes_nothing():
    assert reported(finding("new"), known=[finding("new")], renamed={"new": "old"}) == [
        ("new", Status.STILL, THEN, None)
    ]
    assert reported(finding("new"), renamed={"new": "old"}) == [("new", Status.NEW, NOW, None)]


def test_a_rule_that_does_another_thing_now_is_told_as_that():
    assert reported(finding("new", HIDES), known=[finding("old", DELETES)], renamed={"new": "old"}) == [
        ("new", Status.NEW, NOW, None), ("old", Status.GONE, THEN, None),
    ]  # fmt: skip


def test_graver_ones_come_first():
    order = reported(finding("a", own_severity=Severity.INFO), finding("b", own_severity=Severity.URGENT))
    assert [subject for subject, *_more in order] == ["b", "a"]


def test_subjects_follow_their_owner():
    rule_set = replace(script("discard;"), owner="Yuki@x.example")
    [rule] = rule_set.rules
    digest = rule_hash(rule)
    assert renamed_subjects((rule_set,), {digest: "0" * 32}) == {
        f"yuki@x.example:{digest}": "yuki@x.example:" + "0" * 32
    }
    assert renamed_subjects((rule_set,), {"other": "1"}) == {}
