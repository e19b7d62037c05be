"""Gmail's export and API answers as rules."""

from __future__ import annotations

import json

import pytest

from sentwatch.core.rule_languages.gmail import read_gmail_filters
from sentwatch.core.rule_languages.gmail_api import GmailAnswers, read_gmail_answers
from sentwatch.core.rules import Comparison, EffectKind, Part, conditions_of

FEED = (
    "<?xml version='1.0' encoding='UTF-8'?>"
    "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:apps='http://schemas.google.com/apps/2006'>\n{entries}</feed>"
)


def feed(*entries):
    text = ""
    for entry in entries:
        properties = "".join(f"\n<apps:property name='{name}' value='{value}'/>" for name, value in entry)
        text += f"<entry><category term='filter'></category><title>Mail Filter</title>{properties}\n</entry>\n"
    return FEED.format(entries=text)


def one(*properties):
    found = read_gmail_filters(feed(properties), name="mailFilters.xml")
    assert found.is_understood, found.all_not_understood
    (rule,) = found.rules
    return rule


def kinds(rule):
    return [effect.kind for effect in rule.effects]


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("shouldTrash", "true", EffectKind.DELETE),
        ("shouldArchive", "true", EffectKind.ARCHIVE),
        ("shouldMarkAsRead", "true", EffectKind.MARK_READ),
        ("shouldStar", "true", EffectKind.LABEL),
        ("shouldSpam", "true", EffectKind.JUNK),
        ("shouldNeverSpam", "true", EffectKind.NOT_JUNK),
        ("shouldAlwaysMarkAsImportant", "true", EffectKind.LABEL),
        ("shouldNeverMarkAsImportant", "true", EffectKind.OTHER),
        ("label", "A", EffectKind.LABEL),
        ("smartLabelToApply", "^smartlabel_personal", EffectKind.LABEL),
        ("forwardTo", "x@example.com", EffectKind.FORWARD),
        ("cannedResponse", "Thanks", EffectKind.REPLY),
    ],
)
def test_every_action_of_the_export(name, value, kind):
    assert kinds(one(("from", "a@example.com"), (name, value))) == [kind]


def test_an_archived_mail_with_a_label_lies_in_that_label():
    rule = one(("from", "a"), ("shouldArchive", "true"), ("label", "RSS"))
    assert kinds(rule) == [EffectKind.MOVE]
    assert rule.targets(EffectKind.MOVE) == ("RSS",)


def test_what_is_false_does_nothing():
    assert one(("from", "a"), ("shouldTrash", "false"), ("hasAttachment", "false")).effects == ()


def test_conditions_of_the_export():
    rule = one(
        ("from", "a@example.com OR b@example.com"),
        ("subject", "{請求書 invoice}"),
        ("hasTheWord", "password -newsletter"),
        ("doesNotHaveTheWord", "test"),
        ("hasAttachment", "true"),
        ("excludeChats", "true"),
        ("size", "3"),
        ("sizeOperator", "s_ss"),
        ("sizeUnit", "s_smb"),
        ("shouldTrash", "true"),
    )
    found = {(condition.part, condition.negated): condition for condition in conditions_of(rule.test)}
    assert found[Part.SENDER, False].values == ("a@example.com", "b@example.com")
    assert found[Part.ANY_TEXT, False].values == ("password",)
    assert (Part.ANY_TEXT, True) in found
    assert (Part.ATTACHMENT, False) in found
    assert found[Part.SIZE, False].values == (str(3 << 20),)
    assert found[Part.SIZE, False].comparison is Comparison.UNDER


def test_what_is_not_known_is_kept_with_its_line():
    text = feed([("from", "a"), ("teleportTo", "mars"), ("size", "many")])
    found = read_gmail_filters(text, name="m")
    assert not found.is_understood
    assert [(piece.line, piece.text) for piece in found.all_not_understood] == [
        (4, "teleportTo=mars"),
        (5, "size=many"),
    ]


def test_a_file_cut_short_tells_what_was_read_and_that_something_is_missing():
    text = feed([("from", "a"), ("shouldTrash", "true")], [("from", "b"), ("shouldStar", "true")])
    found = read_gmail_filters(text[: text.rindex("<entry>") + 40], name="m")
    assert len(found.rules) == 1
    assert not found.is_understood


@pytest.mark.parametrize(
    "text", ["", "<", "<feed", "<html><entry/></html>", "not xml", "\0\0", "<?xml version='1.0'?>"]
)
def test_what_is_no_feed_is_refused_in_words(text):
    assert read_gmail_filters(text, name="m").refused is not None


ANSWERS = GmailAnswers(
    filters=json.dumps(
        {
            "filter": [
                {
                    "id": "ANe1",
                    "criteria": {
                        "from": "bank@example.com",
                        "query": "invoice",
                        "size": 10,
                        "sizeComparison": "larger",
                    },
                    "action": {
                        "addLabelIds": ["Label_7"],
                        "removeLabelIds": ["INBOX", "UNREAD"],
                        "forward": "x@example.net",
                    },
                },
                {"id": "ANe2", "criteria": {"subject": "x", "mood": "odd"}, "action": {"addLabelIds": ["TRASH"]}},
            ]
        },
        indent=1,
    ),
    labels=json.dumps({"labels": [{"id": "Label_7", "name": "RSS"}]}),
    auto_forwarding=json.dumps({"enabled": True, "emailAddress": "all@example.net", "disposition": "trash"}),
    forwarding_addresses=json.dumps(
        {
            "forwardingAddresses": [
                {"forwardingEmail": "all@example.net", "verificationStatus": "accepted"},
                {"forwardingEmail": "other@example.net", "verificationStatus": "pending"},
            ]
        }
    ),
    send_as=json.dumps(
        {
            "sendAs": [
                {"sendAsEmail": "me@example.co.jp", "isPrimary": True, "replyToAddress": "away@example.net"},
                {"sendAsEmail": "ceo@example.net", "isPrimary": False},
            ]
        }
    ),
    vacation=json.dumps(
        {"enableAutoReply": True, "responseSubject": "Hi", "responseBodyPlainText": "https://x.example"}
    ),
)


def test_the_answers_of_the_api():
    found = read_gmail_answers(ANSWERS, name="Gmail")
    first, second, forwarding, prepared, reply_to, send_as, vacation = found.rules
    assert kinds(first) == [EffectKind.FORWARD, EffectKind.MOVE, EffectKind.MARK_READ]
    assert first.targets(EffectKind.MOVE) == ("RSS",)
    assert kinds(second) == [EffectKind.DELETE]
    assert [piece.text for piece in second.not_understood] == ['mood="odd"']
    assert second.not_understood[0].line > 0
    assert kinds(forwarding) == [EffectKind.FORWARD, EffectKind.DELETE]
    assert forwarding.is_setting
    assert not prepared.enabled
    assert reply_to.targets(EffectKind.REPLY_TO) == ("away@example.net",)
    assert send_as.targets(EffectKind.SEND_AS) == ("ceo@example.net",)
    assert "https://x.example" in vacation.effects[0].text


def test_an_empty_account_has_no_rules_and_is_understood():
    found = read_gmail_answers(
        GmailAnswers(filters="{}", auto_forwarding='{"enabled": false}', vacation='{"enableAutoReply": false}'),
        name="G",
    )
    assert found.rules == ()
    assert found.is_understood


@pytest.mark.parametrize(
    "broken", ["", "[]", "{", '"x"', "[" * 100_000, '{"filter": 7}', '{"filter": [1, null, "x", []]}']
)
def test_broken_answers_never_raise(broken):
    found = read_gmail_answers(GmailAnswers(filters=broken, send_as=broken, labels=broken), name="G")
    assert all(rule.effects == () for rule in found.rules)
