"""Rules from run to run: first seen, changed, gone and back; approvals end with the rule; backups come back whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sentwatch.core.phrase import N_, phrase
from sentwatch.core.report import Status
from sentwatch.core.rule_history import RuleTold, SeenRule, status_of
from sentwatch.core.script_backup import ScriptBackup
from support.clocks import HandClock
from support.stores import account_store, database_in

START = HandClock().now()


def seen(digest, *, name="a", text="redirect"):
    sentence = phrase(N_("Line {line:plain}: {reason} {text}"), line=1, reason="x", text=text)
    return SeenRule(digest=digest, identity=name, told=RuleTold(name=name, where="main", sentence=sentence, raw=text))


@pytest.fixture
def database(tmp_path):
    database = database_in(tmp_path)
    yield database
    database.close()


@pytest.fixture
def rules(database):
    return account_store(database).rules


def at(hours):
    return START + timedelta(hours=hours)


def test_what_was_there_at_the_first_look_is_of_unknown_age(rules):
    assert not rules.history().has_earlier_look
    rules.keep("sieve", [seen("1")], now=at(0))
    rules.keep("sieve", [seen("1"), seen("2", name="b")], now=at(1))
    history = rules.history()
    assert history.has_earlier_look
    assert history.was_there == {"1"}
    assert history.first_seen == {"1": at(0), "2": at(1)}
    assert [status_of(history.rules[one], now=at(1)) for one in "12"] == [Status.STILL, Status.NEW]
    assert history.rules["1"].last_seen == at(1)


def test_a_changed_rule_knows_what_it_was(rules):
    rules.keep("sieve", [seen("1"), seen("2", name="b")], now=at(0))
    rules.keep("sieve", [seen("3"), seen("2", name="b"), seen("4", name="c")], now=at(1))
    history = rules.history()
    assert history.replaces == {"3": "1"}
    assert status_of(history.rules["3"], now=at(1)) is Status.CHANGED
    assert status_of(history.rules["4"], now=at(1)) is Status.NEW
    assert status_of(history.rules["1"], now=at(1)) is Status.GONE
    assert history.rules["1"].gone_at == at(1)
    assert set(history.first_seen) == {"2", "3", "4"}


def test_one_change_is_the_change_of_one_rule(rules):
    rules.keep("sieve", [seen("1")], now=at(0))
    rules.keep("sieve", [seen("2"), seen("3")], now=at(1))
    assert sorted(rules.history().replaces.values()) == ["1"]


def test_a_rule_that_comes_back_is_new_again(rules):
    rules.keep("sieve", [seen("1")], now=at(0))
    rules.keep("sieve", [], now=at(1))
    rules.keep("sieve", [seen("1")], now=at(2))
    history = rules.history()
    assert (history.first_seen, history.was_there) == ({"1": at(2)}, frozenset())


def test_places_are_kept_apart(rules):
    rules.keep("a file", [seen("1")], now=at(0))
    rules.keep("another", [seen("2")], now=at(1))
    assert rules.history().was_there == {"1", "2"}
    assert (rules.was_read("a file"), rules.was_read("sieve")) == (True, False)
    rules.keep_only(["another"], now=at(2))
    assert set(rules.history().first_seen) == {"2"}
    assert not rules.was_read("a file")


def test_an_approval_ends_with_the_rule_and_does_not_come_back(rules):
    rules.keep("sieve", [seen("1")], now=at(0))
    rules.approve("1", because="日本語 too", at=at(0))
    assert rules.history().approvals["1"].because == "日本語 too"
    rules.keep("sieve", [seen("1")], now=at(1))
    assert set(rules.approvals()) == {"1"}
    rules.keep("sieve", [seen("2")], now=at(2))
    assert rules.approvals() == {}
    rules.keep("sieve", [seen("1")], now=at(3))
    assert rules.approvals() == {}


def test_an_approval_holds_while_the_rule_stands_anywhere(rules):
    rules.keep("a", [seen("1")], now=at(0))
    rules.keep("b", [seen("1")], now=at(0))
    rules.approve("1", because="mine", at=at(0))
    rules.keep("a", [], now=at(1))
    assert set(rules.approvals()) == {"1"}
    rules.keep("b", [], now=at(2))
    assert rules.approvals() == {}


def test_taking_back(rules):
    rules.approve("1", because="mine", at=at(0))
    assert (rules.take_back("1"), rules.take_back("1")) == (True, False)


def test_what_is_gone_is_kept_within_bounds(rules, monkeypatch):
    monkeypatch.setattr("sentwatch.store.rules.KEPT_GONE", 3)
    for hour in range(8):
        rules.keep("sieve", [seen(str(hour))], now=at(hour))
    assert set(rules.history().rules) == {"7", "6", "5", "4"}


def test_accounts_do_not_see_each_other(database):
    one, two = account_store(database, "one").rules, account_store(database, "two").rules
    one.keep("sieve", [seen("1")], now=at(0))
    one.approve("1", because="mine", at=at(0))
    assert two.history().rules == {}
    assert two.approvals() == {}
    assert not two.was_read("sieve")


def test_nothing_of_a_rule_lies_open(database, tmp_path, rules):
    rules.keep("/home/yuki/file", [seen("1", name="請求書", text="x@mailhub.example")], now=at(0))
    rules.approve("1", because="our bookkeeper", at=at(0))
    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    for text in ("請求書", "x@mailhub.example", "our bookkeeper", "/home/yuki/file"):
        assert text.encode() not in on_disk
    told = rules.history().rules["1"].told
    assert (told.name, told.raw, told.sentence.params["text"]) == ("請求書", "x@mailhub.example", "x@mailhub.example")


def test_half_a_surrogate_pair_is_kept_as_something_else(rules):
    rules.keep("sieve", [seen("1", name="a\ud800b", text="\udfff")], now=at(0))
    assert rules.history().rules["1"].told.name == "a?b"


def test_backups_come_back_whole(database):
    backups = account_store(database).backups
    sentence = phrase(N_("Line {line:plain}: {reason} {text}"), line=1, reason="x", text="y")
    before, after = "keep;\r\n# é\n".encode(), b"\x00\xff"
    first = backups.keep(digest="1", script="日本", before=before, after=after, sentence=sentence, at=at(0))
    second = backups.keep(digest="2", script="b", before=b"", after=b"", sentence=sentence, at=at(0))
    assert isinstance(first, ScriptBackup)
    assert backups.all() == (second, first)
    backups.put_back(first, at=at(1))
    assert backups.all()[1].put_back_at == at(1)
    backups.drop(second)
    [kept] = backups.all()
    assert (kept.before, kept.after, kept.script) == (before, after, "日本")
    assert account_store(database, "two").backups.all() == ()
