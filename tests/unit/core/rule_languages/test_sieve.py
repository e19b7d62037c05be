"""Sieve scripts as rules: branches, variables, includes, names, and what becomes of what is not understood."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentwatch.core.rule_languages.sieve import read_scripts, read_sieve
from sentwatch.core.rules import (
    ALWAYS,
    Comparison,
    EffectKind,
    Group,
    Moment,
    Need,
    Part,
    Standing,
    conditions_of,
)
from support.rules import CORPUS

SCRIPTS = sorted((CORPUS / "sieve").glob("*.sieve"))


def rules(text):
    found = read_sieve(text, name="main")
    assert found.is_understood, found.all_not_understood
    return found.rules


def rule(text):
    (found,) = rules(text)
    return found


def kinds(found):
    return [effect.kind for effect in found.effects]


def test_a_redirect_without_copy_leaves_nothing_behind():
    assert kinds(rule('redirect "a@example.com";')) == [EffectKind.REDIRECT, EffectKind.NO_COPY]
    assert kinds(rule('require "copy"; redirect :copy "a@example.com";')) == [EffectKind.REDIRECT]
    assert kinds(rule('redirect "a@example.com"; keep;')) == [EffectKind.REDIRECT, EffectKind.KEEP]


def test_a_keep_at_the_end_keeps_for_every_rule_that_does_not_stop():
    kept, _ = rules('if header :contains "subject" "x" { redirect "a@example.com"; } keep;')
    stopped, _ = rules('if header :contains "subject" "x" { redirect "a@example.com"; stop; } keep;')
    assert EffectKind.NO_COPY not in kinds(kept)
    assert EffectKind.NO_COPY in kinds(stopped)


def test_discard_takes_back_only_what_was_kept_by_itself():
    assert kinds(rule('require "fileinto"; fileinto "A"; discard;')) == [EffectKind.MOVE]
    assert kinds(rule("discard;")) == [EffectKind.DISCARD]


def test_branches_are_rules_with_their_conditions():
    first, second, third = rules(
        'require "fileinto"; if header :is "subject" "a" { fileinto "A"; } '
        'elsif size :over 1K { fileinto "B"; } else { discard; }'
    )
    assert first.test.part is Part.SUBJECT
    assert [condition.part for condition in conditions_of(second.test)] == [Part.REST, Part.SIZE]
    assert third.test.part is Part.REST


def test_conditions_of_outer_blocks_come_along():
    outer, inner = rules(
        'require "fileinto"; if address :is "from" "a@example.com" { fileinto "A"; if size :over 1M { stop; } }'
    )
    assert outer.test.part is Part.SENDER
    assert [condition.part for condition in conditions_of(inner.test)] == [Part.SENDER, Part.SIZE]


def test_headers_of_several_kinds_become_any_of_them():
    test = rule('require "fileinto"; if header :contains ["subject", "from"] "x" { fileinto "A"; }').test
    assert isinstance(test, Group)
    assert test.need is Need.ANY
    assert {condition.part for condition in conditions_of(test)} == {Part.SUBJECT, Part.SENDER}


def test_true_and_no_test_take_everything():
    assert rule("if true { discard; }").test == ALWAYS
    assert rule("discard;").test == ALWAYS
    assert rule("if not false { discard; }").enabled


@pytest.mark.parametrize("test", ["false", "not true", "allof (true, false)", "anyof (false, false)", "not not false"])
def test_what_can_never_hold_is_switched_off(test):
    assert not rule(f"if {test} {{ discard; }}").enabled


def test_variables_that_are_known_are_filled_in():
    text = 'require "variables"; set "a" "evil"; set :upper "b" "x"; redirect "${a}.${b}@example.com";'
    effect = rule(text).effects[0]
    assert effect.targets == ("evil.x@example.com",)
    assert not effect.is_open


def test_a_variable_set_in_a_branch_may_hold_either():
    text = 'require "variables"; set "to" "a@example.com"; if size :over 1K { set "to" "b@example.com"; } redirect "${to}";'
    assert rule(text).effects[0].targets == ("a@example.com", "b@example.com")


def test_a_match_variable_leaves_the_target_open():
    effect = rule('require "variables"; if header :matches "x-to" "*" { redirect "${1}"; }').effects[0]
    assert effect.is_open


def test_without_the_extension_a_variable_means_itself():
    effect = rule('require "fileinto"; fileinto "${name}";').effects[0]
    assert effect.targets == ("${name}",)
    assert not effect.is_open


def test_variables_that_double_each_other_do_not_explode():
    lines = ['require "variables"; set "a" "0123456789";'] + ['set "a" "${a}${a}";'] * 60 + ['redirect "${a}";']
    assert len(rules("\n".join(lines))) == 1


def test_encoded_characters_are_decoded():
    effect = rule('require "encoded-character"; redirect "a${hex:40}example${unicode:2e}com";').effects[0]
    assert effect.targets == ("a@example.com",)


def test_flags_become_what_they_mean():
    found = rule('require ["imap4flags", "fileinto"]; fileinto :flags ["\\\\Seen", "\\\\Deleted $x"] "A";')
    assert set(kinds(found)) == {EffectKind.MOVE, EffectKind.MARK_READ, EffectKind.DELETE, EffectKind.LABEL}


def test_flags_put_into_a_variable_are_those_of_the_rule_that_uses_it():
    text = 'require ["imap4flags", "variables", "fileinto"]; setflag "f" "\\\\Seen"; fileinto :flags "${f}" "A";'
    assert EffectKind.MARK_READ in kinds(rule(text))


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ('require "enotify"; notify "mailto:a%40example.com?subject=x";', EffectKind.NOTIFY, "a@example.com"),
        ('require "enotify"; notify "tel:+81300000000";', EffectKind.NOTIFY, "tel:+81300000000"),
        ('require "vnd.dovecot.pipe"; pipe "prog" ["a"];', EffectKind.RUN, "prog"),
        (
            'require "vnd.dovecot.report"; report "abuse" "x" "abuse@example.net";',
            EffectKind.REPORT,
            "abuse@example.net",
        ),
        ('require "editheader"; addheader "Reply-To" "x@example.com";', EffectKind.EDIT_HEADER, "Reply-To"),
        ('require ["special-use","fileinto"]; fileinto :specialuse "\\\\Junk" "Spam";', EffectKind.MOVE, "Spam"),
        ('require ["fileinto","mailboxid"]; fileinto :mailboxid "F1" "Archive";', EffectKind.MOVE, "Archive"),
        ('require "extlists"; redirect :list "tag:example.com,2026:staff";', EffectKind.REDIRECT, None),
        ('require "snooze"; snooze :mailbox "Later" ["12:00"];', EffectKind.SNOOZE, "Later"),
        ('require "enclose"; enclose :subject "Warning" "text";', EffectKind.CHANGE_CONTENT, None),
        ('require "replace"; replace "gone";', EffectKind.CHANGE_CONTENT, None),
        ('require "convert"; convert "image/tiff" "image/jpeg" ["pix-x=320"];', EffectKind.CHANGE_CONTENT, None),
        ('require "processcalendar"; processcalendar :outcome "o";', EffectKind.CALENDAR, None),
        ('require "ereject"; ereject "no";', EffectKind.REJECT, None),
        ('require ["vacation","fcc"]; vacation :fcc "Sent" "away";', EffectKind.REPLY, None),
        ('require "vnd.proton.expire"; expire "day" "7";', EffectKind.DELETE, None),
    ],
)
def test_extensions_are_read_also_those_pigeonhole_does_not_have(text, kind, target):
    found = rule(text)
    assert found.has(kind)
    if target is not None:
        assert target in found.targets(kind)


def test_a_test_that_runs_a_program_is_an_effect_as_well():
    text = 'require ["vnd.dovecot.execute", "fileinto"]; if execute "spy" { fileinto "A"; }'
    assert any(found.targets(EffectKind.RUN) == ("spy",) for found in rules(text))


def test_imapsieve_scripts_run_when_folders_change():
    found = rule(
        'require ["imapsieve", "environment", "imap4flags"]; if environment "imap.cause" "COPY" { addflag "x"; }'
    )
    assert found.moments == (Moment.FOLDER_CHANGE,)


def test_names_come_from_the_comments_of_mail_programs():
    found = read_sieve((CORPUS / "sieve" / "roundcube-basic.sieve").read_bytes(), name="r")
    assert [one.name for one in found.rules] == ["Newsletter", "請求書"]
    (snappy,) = read_sieve((CORPUS / "sieve" / "snappymail.sieve").read_bytes(), name="r").rules
    assert snappy.name == "Shops"
    named = read_sieve((CORPUS / "sieve" / "open-xchange.sieve").read_bytes(), name="r").rules
    assert [one.name for one in named] == ["vacation notice", "Boss", "forward"]


def test_a_switched_off_rule_of_roundcube_keeps_its_conditions():
    (found,) = read_sieve((CORPUS / "sieve" / "roundcube-disabled.sieve").read_bytes(), name="r").rules
    assert not found.enabled
    assert {condition.part for condition in conditions_of(found.test)} == {Part.SUBJECT, Part.SIZE}


def test_a_comment_inside_a_rule_is_not_its_name():
    text = "# rule:[Real]\nif true {\n# not this\ndiscard;\n}"
    assert rule(text).name == "Real"


def test_includes_are_followed_with_the_conditions_of_their_place():
    main = 'require "include"; if address :is "from" "a@example.com" { include :personal "more"; }'
    more = 'redirect "b@example.com";'
    sets = read_scripts([("main", main), ("more", more), ("idle", more)], active="main")
    standing = {found.name: found.standing for found in sets}
    assert standing == {"main": Standing.ACTIVE, "more": Standing.INCLUDED, "idle": Standing.INACTIVE}
    (included,) = sets[1].rules
    assert included.enabled
    assert included.test.part is Part.SENDER
    (idle,) = sets[2].rules
    assert not idle.enabled


def test_an_include_that_cannot_be_seen_is_told():
    (found,) = read_scripts([("main", 'require "include"; include "gone"; include :global "site";')], active="main")
    assert [piece.line for piece in found.not_understood] == [1, 1]
    assert not found.is_understood


def test_scripts_that_include_each_other_end():
    sets = read_scripts(
        [("a", 'require "include"; include "b"; keep;'), ("b", 'require "include"; include "a"; keep;')], active="a"
    )
    assert [len(found.rules) for found in sets] == [1, 1]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('keep;\nfrobnicate "a@example.com";', 2),
        ('keep;\nif whatever "x" { keep; }', 2),
        ('require "fileinto";\nfileinto :shiny "A";', 2),
        ('require "vnd.example.unheard";\nkeep;', 1),
        ("keep;\n\nredirect;", 3),
        ("keep;\nkeep\nstop;", 2),
        ("keep;\n}", 2),
        ("if true {\nkeep;", 1),
        ('keep;\nset "a" "never ended;', 2),
        ("keep;\n/* never ended", 2),
        ("keep;\nelse { stop; }", 2),
        ("keep;\nfileinto $x;", 2),
    ],
)
def test_what_is_not_understood_is_kept_with_its_line(text, line):
    found = read_sieve(text, name="main")
    assert not found.is_understood
    assert line in [piece.line for piece in found.all_not_understood]


def test_a_broken_condition_does_not_hide_what_stands_in_its_block():
    found = read_sieve('if header :contains (( "x" { redirect "a@example.com"; }', name="main")
    assert not found.is_understood
    assert found.rules[0].targets(EffectKind.REDIRECT) == ("a@example.com",)


def test_relational_tests_say_over_and_under():
    text = (
        'require ["relational", "fileinto", "comparator-i;ascii-numeric"]; '
        'if header :value "ge" :comparator "i;ascii-numeric" "x-score" "5" { fileinto "A"; }'
    )
    assert rule(text).test.comparison is Comparison.OVER


# What lets mail out or away must never go unseen: found as an effect, or flagged with its line.
GRAVE = {
    "redirect": EffectKind.REDIRECT,
    "reject": EffectKind.REJECT,
    "ereject": EffectKind.REJECT,
    "discard": EffectKind.DISCARD,
    "pipe": EffectKind.RUN,
}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_every_redirect_reject_discard_and_pipe_is_found_or_flagged(path):
    text = path.read_text(encoding="utf-8")
    found = read_sieve(text, name=path.stem)
    for command, kind in GRAVE.items():
        if command in words_outside_strings(text):
            effects = [effect.kind for one in found.rules for effect in one.effects]
            is_moot = command == "discard" and EffectKind.MOVE in effects
            assert kind in effects or is_moot or not found.is_understood


def words_outside_strings(text):
    import re

    bare = re.sub(r'(?s)text:[^\n]*\n.*?\n\.\r?\n|"(?:[^"\\]|\\.)*"|#[^\n]*|/\*.*?\*/', " ", text)
    return {word.lower() for word in re.findall(r"[A-Za-z_]+", bare)}


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), st.binary(max_size=300)))
def test_nothing_raises_on_any_text(data):
    read_sieve(data, name="x")


PIECES = st.sampled_from(
    ["if", "elsif", "else", "true", "not", "anyof", "(", ")", "{", "}", ";", "[", "]", ",", '"a"', '"', ":is", "keep",
     "redirect", '"a@b.c"', "text:\n", ".\n", "/*", "*/", "#", "\n", "10K", "set", "header", "include", "require"]
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_nothing_raises_on_any_order_of_words_and_redirects_are_never_lost(pieces):
    text = " ".join(pieces)
    found = read_sieve(text, name="x")
    if "redirect" in words_outside_strings(text) and '"' not in pieces and "#" not in pieces:
        assert not found.is_understood or any(one.has(EffectKind.REDIRECT) for one in found.rules)
