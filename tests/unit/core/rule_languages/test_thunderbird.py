"""Thunderbird's filter file as rules."""

from __future__ import annotations

import pytest

from sentwatch.core.rule_languages.thunderbird import folder_of, read_thunderbird
from sentwatch.core.rules import ALWAYS, Comparison, EffectKind, Group, Moment, Need, Part, conditions_of


def rule(*lines, condition="ALL", kind="17"):
    text = "\r\n".join(
        (
            'version="9"',
            'logging="no"',
            'name="R"',
            'enabled="yes"',
            f'type="{kind}"',
            *lines,
            f'condition="{condition}"',
            "",
        )
    )
    found = read_thunderbird(text, name="msgFilterRules.dat")
    (one,) = found.rules
    assert not found.not_understood
    return one


@pytest.mark.parametrize(
    ("bits", "moments"),
    [
        ("1", (Moment.ARRIVAL,)),
        ("17", (Moment.ARRIVAL, Moment.MANUAL)),
        ("32", (Moment.ARRIVAL,)),
        ("64", (Moment.AFTER_SENDING,)),
        ("128", (Moment.ARCHIVING,)),
        ("256", (Moment.PERIODIC,)),
        ("16", (Moment.MANUAL,)),
        ("5", (Moment.ARRIVAL,)),
        ("4", (Moment.ARRIVAL,)),
        ("nonsense", (Moment.ARRIVAL,)),
    ],
)
def test_when_a_filter_runs(bits, moments):
    assert rule('action="Delete"', kind=bits).moments == moments


@pytest.mark.parametrize(
    ("lines", "kind", "targets"),
    [
        (
            ['action="Move to folder"', 'actionValue="imap://me%40x.jp@imap.x.jp/INBOX/&MOEw4g-"'],
            EffectKind.MOVE,
            ("INBOX/メモ",),
        ),
        (
            ['action="Copy to folder"', 'actionValue="mailbox://nobody@Local%20Folders/A%20b"'],
            EffectKind.COPY,
            ("A b",),
        ),
        (['action="Forward"', 'actionValue="x@example.net"'], EffectKind.FORWARD, ("x@example.net",)),
        (['action="Delete"'], EffectKind.DELETE, ()),
        (['action="Delete from Pop3 server"'], EffectKind.DISCARD, ()),
        (['action="Mark read"'], EffectKind.MARK_READ, ()),
        (['action="Ignore thread"'], EffectKind.MARK_READ, ()),
        (['action="AddTag"', 'actionValue="$label1"'], EffectKind.LABEL, ("$label1",)),
        (['action="JunkScore"', 'actionValue="100"'], EffectKind.JUNK, ()),
        (['action="JunkScore"', 'actionValue="0"'], EffectKind.NOT_JUNK, ()),
        (['action="Reply"', 'actionValue="mailbox://nobody@Local/Templates?subject=Hi"'], EffectKind.REPLY, ()),
        (['action="Stop execution"'], EffectKind.STOP, ()),
        (
            ['action="Custom"', 'customId="filtaquilla@mesquilla.com#launchFile"', 'actionValue="/tmp/x.sh"'],
            EffectKind.RUN,
            ("filtaquilla@mesquilla.com#launchFile", "/tmp/x.sh"),
        ),
    ],
)
def test_actions(lines, kind, targets):
    found = rule(*lines)
    assert [effect.kind for effect in found.effects] == [kind]
    assert found.effects[0].targets == targets
    assert not found.not_understood


def test_actions_of_add_ons_that_are_not_known_are_told():
    found = rule('action="Custom"', 'customId="addon@example.org#dance"', 'actionValue="x"')
    assert found.not_understood
    assert rule('action="Fly"').not_understood


def test_conditions():
    found = rule(
        'action="Delete"',
        condition='OR (subject,contains,請求書) OR (from,is,\\"a, b\\") OR (\\"x-spam\\",begins with,YES) OR (size,is greater than,10)',
    )
    assert isinstance(found.test, Group)
    assert found.test.need is Need.ANY
    parts = [(condition.part, condition.comparison, condition.values) for condition in conditions_of(found.test)]
    assert parts == [
        (Part.SUBJECT, Comparison.CONTAINS, ("請求書",)),
        (Part.SENDER, Comparison.IS, ("a, b",)),
        (Part.HEADER, Comparison.BEGINS, ("YES",)),
        (Part.SIZE, Comparison.OVER, ("10240",)),
    ]
    assert not found.not_understood


def test_opposites_and_address_books():
    found = rule('action="Delete"', condition="AND (subject,doesn't contain,x) AND (from,isn't in ab,moz://abook)")
    assert [condition.negated for condition in conditions_of(found.test)] == [True, True]


def test_all_is_everything():
    assert rule('action="Delete"').test == ALWAYS


@pytest.mark.parametrize(
    "condition",
    [
        "AND (filtaquilla@mesquilla.com#bodyRegex,matches,x)",
        "AND (subject,resembles,x)",
        "AND subject contains x",
        "AND (",
        "",
        "AND (a)",
        "(((((",
        "AND (a,b",
    ],
)
def test_conditions_that_are_not_understood_are_told(condition):
    assert rule('action="Delete"', condition=condition).not_understood


def test_brackets_in_values():
    found = rule('action="Delete"', condition='AND (subject,contains,\\"[ticket (new)]\\")')
    assert found.test.values == ("[ticket (new)]",)


def test_lines_that_are_not_known_keep_their_numbers():
    text = (
        'version="9"\nname="A"\nenabled="yes"\ntype="17"\nmagic="on"\nwhat is this\naction="Delete"\ncondition="ALL"\n'
    )
    found = read_thunderbird(text, name="m")
    assert [piece.line for piece in found.all_not_understood] == [5, 6]


def test_a_condition_of_many_open_brackets_ends_quickly():
    found = read_thunderbird('name="A"\ncondition="' + '("(" ' * 200_000 + '"\n', name="m")
    assert not found.is_understood


def test_folders():
    assert folder_of("imap://me@host/INBOX") == "INBOX"
    assert folder_of("mailbox://nobody@Local%20Folders/%E8%AB%8B") == "請"
    assert folder_of("Trash") == "Trash"
