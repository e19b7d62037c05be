"""The views of the page of rules: what changed, what is gone, and that nothing is called clean that was not read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.core.accounts import Account
from sentwatch.core.check import Checked
from sentwatch.core.checks import rule_hiding
from sentwatch.core.guided_rules import GuidedAnswer, GuidedState, Look
from sentwatch.core.looks import NotChecked
from sentwatch.core.phrase import phrase
from sentwatch.core.report import CheckResult, Report
from sentwatch.core.rule_history import Approval, KeptRule, RuleHistory, RuleTold
from sentwatch.core.rule_languages.sieve import read_sieve
from sentwatch.core.rule_words import describe, tells_of_off
from sentwatch.core.rules import rule_hash
from sentwatch.core.trouble import SERVER_SILENT, Trouble
from sentwatch.service.known_rules import RulePlace
from sentwatch.texts.rules_text import harmless_text
from sentwatch.ui.known import Known
from sentwatch.ui.presenters.rule_rows import Change, change_of, short_place
from sentwatch.ui.presenters.rules import MAX_GONE, place_view
from sentwatch.ui.rule_work import RulesSeen
from support.window_facts import words_for

NOW = datetime(2025, 10, 18, 6, 20, tzinfo=UTC)
BEFORE = NOW - timedelta(days=9)
ACCOUNT = Account(id="a", address="me@example.jp", host="mail.example.jp")
SETS = (read_sieve('if header :contains "subject" ["one", "two"] { discard; }\nkeep;\n', name="main"),)
RULE = SETS[0].rules[0]


def kept(digest="d", *, first=BEFORE, gone=None, was_there=False, replaces=None, raw="keep;", rule=RULE):
    told = RuleTold(name="name", where="main", sentence=describe(rule), raw=raw)
    return KeptRule(
        digest=digest, first_seen=first, last_seen=gone or NOW, told=told, gone_at=gone, was_there=was_there,
        replaces=replaces,
    )  # fmt: skip


def history(*rules, approvals=()):
    return RuleHistory(
        rules={one.digest: one for one in rules},
        approvals={one.digest: one for one in approvals},
        has_earlier_look=True,
    )


def known(outcome=None):
    if outcome is None:
        return Known(accounts=(ACCOUNT,))
    result = CheckResult(code=rule_hiding.CHECK.code, title=rule_hiding.CHECK.title, outcome=outcome)
    report = Report(
        account_key="a", account=ACCOUNT.address, role=None, taken_at=NOW, results=(result,), findings=()
    )  # fmt: skip
    return Known(accounts=(ACCOUNT,), reports=(report,))


def view(place, *, of=None, seen=None, shown=25, lang="en"):
    return place_view(place, of or known(Checked(())), words_for(lang), now=NOW, seen=seen, shown=shown)


def place(*rules, **more):
    return RulePlace(key="a", account=ACCOUNT, history=history(*rules, approvals=more.pop("approvals", ())), **more)


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        (kept(first=NOW), Change.NEW),
        (kept(first=NOW, replaces="old"), Change.CHANGED),
        (kept(first=NOW, was_there=True), Change.STILL),
        (kept(first=BEFORE, replaces="old"), Change.STILL),
    ],
)
def test_what_changed_since_the_last_look(rule, change):
    assert change_of(rule, last=NOW) is change


def test_what_a_rule_was_before_is_told_with_it_and_not_as_gone():
    seen = view(place(kept("old", gone=NOW), kept("new", first=NOW, replaces="old"), kept("away", gone=BEFORE)))
    assert seen.facts == "1 rule · 1 changed · read just now"
    assert len(seen.gone) == 1
    assert "Before it was changed" in dict(seen.rows[0].details)


def test_nothing_is_called_clean_that_was_not_read():
    never = view(place(), of=known())
    assert (never.tone, never.note, never.facts) == ("blind", "The rules here were not read yet.", "")
    blind = view(place(), of=known(NotChecked(phrase("Not here"), expected=True)))
    assert (blind.tone, blind.note, blind.facts) == ("blind", "Not here", "could not be read")
    assert blind.asks_guide
    earlier = view(place(kept()), of=known(NotChecked(phrase("Not now."))))
    assert earlier.note == "Not now. What stands below is from an earlier look."
    assert earlier.tone == "blind"
    empty = view(place())
    assert (empty.tone, empty.note) == ("fine", "No rules stand here.")


def test_a_failed_look_says_why_and_asks_for_a_look_by_hand():
    from sentwatch.core.looks import Failed

    failed = view(place(), of=known(Failed(Trouble(SERVER_SILENT, host="mail.example.jp", wait_s=30))))
    assert "mail.example.jp" in failed.note
    assert failed.asks_guide


def test_an_answer_by_hand_tells_the_worst_of_what_was_seen():
    states = {Look.FILTERS: GuidedState.NOTHING_UNKNOWN, Look.REPLY: GuidedState.FOUND_UNKNOWN}
    told = view(
        place(answer=GuidedAnswer(at=NOW, states=states, note="a note")), of=known(NotChecked(phrase("Not here")))
    )
    assert "Something is not yours" in told.answer
    assert told.answer.endswith("a note")
    assert not told.asks_guide


def test_buttons_are_there_for_what_can_be_done():
    off = read_sieve("if false { discard; }", name="main").rules
    approved = Approval(digest="mine", at=NOW, because="it is <b>mine</b>")
    shown = view(place(kept("mine"), kept("other"), is_sieve=True, approvals=(approved,)))
    mine, other = sorted(shown.rows, key=lambda row: row.digest)
    assert (mine.approve, mine.take_back, mine.mark) == ("", "Take back", "approved")
    assert "it is <b>mine</b>" in mine.approval
    assert (other.approve, other.take_back, other.switch_off) == ("This is mine …", "", "Switch off …")
    assert view(place(kept())).rows[0].switch_off == ""
    for rule in off:
        if not rule.enabled:
            assert view(place(kept(rule=rule), is_sieve=True)).rows[0].switch_off == ""


def test_details_name_all_values_where_a_look_saw_them():
    digest = rule_hash(RULE)
    seen = RulesSeen(sets=SETS)
    row = view(place(kept(digest)), seen=seen).rows[0]
    details = dict(row.details)
    assert details["Looks for"] == "one, two"
    assert details["Fingerprint"] == digest
    assert details["In use"] == "yes"
    assert dict(view(place(kept(digest))).rows[0].details)["Fingerprint"] == digest


def test_only_as_many_as_are_wanted_are_shown():
    many = view(place(*(kept(f"{n:03}") for n in range(60)), *(kept(f"g{n}", gone=BEFORE) for n in range(50))))
    assert len(many.rows) == 25
    assert many.more == "Show 35 more"
    assert len(many.gone) == MAX_GONE


def test_text_from_outside_is_harmless():
    assert harmless_text("a\u202eb\n\tc\x1b[0m") == "a b\n    c [0m"
    assert short_place("main") == "main"
    assert short_place("/home/me/.thunderbird/x/Mail/host/msgFilterRules.dat") == "…/host/msgFilterRules.dat"
    assert short_place("C:\\Users\\me\\Mail\\host\\msgFilterRules.dat") == "…/host/msgFilterRules.dat"


def test_a_kept_sentence_says_whether_the_rule_is_off():
    from dataclasses import replace

    assert not tells_of_off(describe(RULE))
    assert tells_of_off(describe(replace(RULE, enabled=False)))


def test_every_word_is_japanese_too():
    shown = view(place(kept(first=NOW), kept("away", gone=BEFORE), is_sieve=True), lang="ja")
    said = [shown.facts, shown.gone_heading, shown.guide, shown.details, shown.raw_heading]
    assert all(any(ord(c) > 0x3000 for c in one) for one in said), said
