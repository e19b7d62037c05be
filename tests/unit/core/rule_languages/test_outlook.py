"""Outlook's rules: Graph's answers, PowerShell's JSON, and administrators' audit exports."""

from __future__ import annotations

import csv
import io
import json

import pytest

from sentwatch.core.rule_languages.outlook import GraphAnswers, read_graph_answers
from sentwatch.core.rule_languages.outlook_audit import read_audit
from sentwatch.core.rule_languages.outlook_fields import EXCHANGE_CONDITIONS, GRAPH_CONDITIONS
from sentwatch.core.rule_languages.read import read_rules
from sentwatch.core.rules import ALWAYS, Comparison, EffectKind, Part, conditions_of


def graph(**rule):
    base = {"id": "1", "displayName": "Rule", "sequence": 1, "isEnabled": True}
    found = read_graph_answers(GraphAnswers(rules=json.dumps({"value": [{**base, **rule}]})), name="Outlook")
    (one,) = found.rules
    return one


def kinds(rule):
    return [effect.kind for effect in rule.effects]


def person(address):
    return {"emailAddress": {"name": "N", "address": address}}


def test_graph_actions():
    rule = graph(
        actions={
            "forwardTo": [person("a@example.com")],
            "forwardAsAttachmentTo": [person("b@example.com")],
            "redirectTo": [person("c@example.com")],
            "permanentDelete": True,
            "markAsRead": True,
            "markImportance": "high",
            "assignCategories": ["Red"],
            "stopProcessingRules": True,
            "delete": False,
        }
    )
    assert kinds(rule) == [
        EffectKind.FORWARD,
        EffectKind.FORWARD_ATTACHED,
        EffectKind.REDIRECT,
        EffectKind.DISCARD,
        EffectKind.MARK_READ,
        EffectKind.LABEL,
        EffectKind.LABEL,
        EffectKind.STOP,
    ]
    assert rule.not_understood == ()


def test_graph_conditions_and_exceptions():
    rule = graph(
        conditions={
            "subjectContains": ["invoice"],
            "withinSizeRange": {"minimumSize": 5, "maximumSize": 9},
            "isEncrypted": False,
        },
        exceptions={"fromAddresses": [person("boss@example.com")]},
        actions={"delete": True},
    )
    found = [(condition.part, condition.comparison, condition.negated) for condition in conditions_of(rule.test)]
    assert found == [
        (Part.SUBJECT, Comparison.CONTAINS, False),
        (Part.SIZE, Comparison.OVER, False),
        (Part.SIZE, Comparison.UNDER, False),
        (Part.SENDER, Comparison.IS, True),
    ]


@pytest.mark.parametrize("name", sorted(GRAPH_CONDITIONS))
def test_every_condition_of_graph_is_read(name):
    given = True if name.startswith(("is", "sent", "not", "has")) and name != "sentToAddresses" else ["x"]
    rule = graph(conditions={name: given}, actions={"delete": True})
    assert len(list(conditions_of(rule.test))) == 1
    assert rule.not_understood == ()


@pytest.mark.parametrize("name", sorted(EXCHANGE_CONDITIONS))
@pytest.mark.parametrize("prefix", ["", "ExceptIf"])
def test_every_condition_of_exchange_is_read(name, prefix):
    value = {"MessageTypeMatches": "Voicemail"}.get(
        name, True if name.startswith(("My", "Has", "SentOnly")) else "5 KB (5,120 bytes)"
    )
    if name == "HasClassification":
        value = "Secret"
    (found,) = exchange({"Name": "R", "Priority": 1, prefix + name: value, "DeleteMessage": True})
    (rule,) = found.rules
    conditions = list(conditions_of(rule.test))
    assert len(conditions) == 1
    assert conditions[0].negated is ((prefix == "ExceptIf") != (name == "MyNameNotInToBox"))
    assert rule.not_understood == ()


def exchange(*rules):
    found = read_rules(json.dumps(list(rules)), name="rules.json")
    assert isinstance(found, tuple)
    return found


def test_folders_are_named_where_their_names_are_known():
    rules = json.dumps({"value": [{"id": "1", "displayName": "R", "actions": {"moveToFolder": "A" * 100}}]})
    folders = json.dumps({"value": [{"id": "A" * 100, "displayName": "RSS フィード"}]})
    known = read_graph_answers(GraphAnswers(rules=rules, folders=folders), name="O").rules[0]
    assert known.targets(EffectKind.MOVE) == ("RSS フィード",)
    unknown = read_graph_answers(GraphAnswers(rules=rules), name="O").rules[0]
    assert unknown.targets(EffectKind.MOVE) == ()


def test_graph_says_where_something_is_not_understood():
    text = json.dumps(
        {"value": [{"id": "77", "displayName": "R", "conditions": {"moonPhase": "full"}, "hasError": True}]}, indent=1
    )
    found = read_graph_answers(GraphAnswers(rules=text), name="O")
    assert [piece.line > 0 for piece in found.all_not_understood] == [True, True]


def test_the_automatic_reply_of_graph():
    settings = {
        "automaticRepliesSetting": {
            "status": "alwaysEnabled",
            "externalReplyMessage": "<a href='https://x.example'>x</a>",
        }
    }
    (rule,) = read_graph_answers(GraphAnswers(settings=json.dumps(settings)), name="O").rules
    assert rule.is_setting
    assert kinds(rule) == [EffectKind.REPLY]
    quiet = {"automaticRepliesSetting": {"status": "disabled", "externalReplyMessage": ""}}
    assert read_graph_answers(GraphAnswers(settings=json.dumps(quiet)), name="O").rules == ()


def test_powershell_writes_one_rule_without_a_list_and_utf_16():
    rule = {"Name": "R", "Priority": 1, "RedirectTo": ['"X" [SMTP:x@example.net]'], "SubjectContainsWords": "a;b"}
    found = read_rules(json.dumps(rule).encode("utf-16"), name="rules.json")
    assert found[0].rules[0].targets(EffectKind.REDIRECT) == ("x@example.net",)
    assert found[0].rules[0].test.values == ("a", "b")


def test_exchange_tells_where_it_cannot_show_all():
    (found,) = exchange({"Name": "R", "Priority": 1, "SupportedByTask": False, "MarkAsRead": True})
    assert not found.is_understood


def test_the_forwarding_of_a_mailbox():
    (found,) = exchange(
        {
            "DisplayName": "Me",
            "PrimarySmtpAddress": "me@example.co.jp",
            "ForwardingSmtpAddress": "smtp:x@example.net",
            "DeliverToMailboxAndForward": False,
        }
    )
    (rule,) = found.rules
    assert kinds(rule) == [EffectKind.FORWARD, EffectKind.NO_COPY]
    assert rule.targets(EffectKind.FORWARD) == ("x@example.net",)


def record(operation, parameters=(), at="2026-11-20T10:00:00", **more):
    return {
        "CreationTime": at,
        "Operation": operation,
        "Workload": "Exchange",
        "RecordType": 1,
        "UserId": "me@example.co.jp",
        "ClientIP": "203.0.113.9",
        "ResultStatus": "True",
        "Parameters": [{"Name": name, "Value": value} for name, value in dict(parameters).items()],
        **more,
    }


def rules_of(*records):
    (found,) = read_audit(json.dumps(records), name="audit.json")
    return found.rules


def test_a_rule_is_folded_from_its_making_and_its_changes():
    (rule,) = rules_of(
        record("Set-InboxRule", {"Identity": "me\\Sort", "MoveToFolder": "RSS Feeds"}, at="2026-11-21T10:00:00"),
        record("New-InboxRule", {"Name": "Sort", "From": "boss@example.com", "MarkAsRead": "True"}),
        record("New-InboxRule", {"Name": "Never"}, ResultStatus="False"),
    )
    assert kinds(rule) == [EffectKind.MOVE, EffectKind.MARK_READ]
    assert rule.changed_at.isoformat() == "2026-11-21T10:00:00+00:00"
    assert "203.0.113.9" in rule.made_by
    assert rule.not_understood == ()


@pytest.mark.parametrize(
    ("operation", "enabled"), [("Disable-InboxRule", False), ("Remove-InboxRule", False), ("Enable-InboxRule", True)]
)
def test_switching_and_removing(operation, enabled):
    made = record("New-InboxRule", {"Name": "Sort", "DeleteMessage": "True"})
    (rule,) = rules_of(made, record(operation, {"Identity": "me\\Sort"}, at="2026-11-22T10:00:00"))
    assert rule.enabled is enabled


def test_two_rules_of_one_name_stay_two():
    assert len(rules_of(*(record("New-InboxRule", {"Name": "."}, ObjectId="me\\.") for _ in range(2)))) == 2


def test_a_change_of_a_rule_made_before_the_log_is_partly_known():
    (rule,) = rules_of(record("Set-InboxRule", {"Identity": "me\\Old", "ForwardTo": "x@example.net"}))
    assert rule.targets(EffectKind.FORWARD) == ("x@example.net",)
    assert rule.not_understood


def outlook(operation, actions="[]", condition="", name="", **more):
    properties = {
        "RuleOperation": operation,
        "RuleId": "5",
        "RuleName": name,
        "RuleCondition": condition,
        "RuleActions": actions,
        **more,
    }
    pairs = [{"Name": key, "Value": value} for key, value in properties.items()]
    return record("UpdateInboxRules", OperationProperties=pairs, MailboxOwnerUPN="me@example.co.jp")


def test_what_outlook_itself_logs():
    actions = json.dumps(
        [
            {"ActionType": "Forward", "Recipients": ["x@example.net"], "ForwardFlags": "None"},
            {"ActionType": "Move", "DestinationFolderId": "abc"},
            {"ActionType": "MarkAsRead"},
        ]
    )
    condition = "{([RssServerLockStartTime=1], ((SenderSearchKey Equal SMTP:BOSS@EXAMPLE.COM)))}"
    (rule,) = rules_of(outlook("AddMailboxRule", actions, condition, ".", RuleState="Enabled, ExitAfterExecution"))
    assert kinds(rule) == [EffectKind.FORWARD, EffectKind.MOVE, EffectKind.MARK_READ, EffectKind.STOP]
    assert rule.test.values == ("boss@example.com",)
    assert rule.enabled


def test_words_in_a_restriction_stay_searchable():
    (rule,) = rules_of(outlook("AddMailboxRule", "Delete", "(SubjectProperty SubString invoice)", "x"))
    assert "invoice" in rule.test.values[0]
    assert kinds(rule) == [EffectKind.DELETE]


def test_a_rule_without_condition_takes_everything():
    (rule,) = rules_of(outlook("AddMailboxRule", "Forward to x@example.net", "{}", "x"))
    assert rule.test == ALWAYS
    assert rule.targets(EffectKind.FORWARD) == ("x@example.net",)


def test_changes_that_microsoft_does_not_describe_stay_open_and_are_told_once():
    (rule,) = rules_of(*(outlook("ModifyMailboxRule", condition="{}", RuleState=None) for _ in range(50)))
    assert not rule.effects
    assert rule.not_understood


def test_actions_only_outlook_knows_are_not_understood():
    (rule,) = rules_of(outlook("AddMailboxRule", json.dumps([{"ActionType": "DeferAction"}]), "x", "x"))
    assert rule.not_understood


def test_set_mailbox_and_access():
    forward, access = rules_of(
        record(
            "Set-Mailbox",
            {
                "Identity": "me@example.co.jp",
                "ForwardingSmtpAddress": "smtp:x@example.net",
                "DeliverToMailboxAndForward": "False",
            },
        ),
        record(
            "Add-MailboxPermission",
            {"Identity": "me@example.co.jp", "User": "x@example.net", "AccessRights": "FullAccess"},
        ),
        record("Set-Mailbox", {"Identity": "me@example.co.jp", "Languages": "ja"}),
    )
    assert kinds(forward) == [EffectKind.FORWARD, EffectKind.NO_COPY]
    assert access.targets(EffectKind.GIVE_ACCESS) == ("x@example.net",)


def as_csv(*records, header=("RecordType", "CreationDate", "UserIds", "Operations", "AuditData")):
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(header)
    for one in records:
        rows.writerow([1, one["CreationTime"], one["UserId"], one["Operation"], json.dumps(one)])
    return out.getvalue()


def test_csv_json_and_json_lines_say_the_same():
    records = (
        record("New-InboxRule", {"Name": "Sort", "ForwardTo": "x@example.net"}),
        record("FileAccessed"),
        record("New-InboxRule", {"Name": "Other", "Mailbox": "other@example.co.jp", "DeleteMessage": "True"}),
    )
    forms = [
        as_csv(*records),
        "\ufeff" + as_csv(*records),
        json.dumps(records),
        "\n".join(map(json.dumps, records)),
        json.dumps([{"AuditData": json.dumps(one)} for one in records]),
    ]
    seen = []
    for text in forms:
        sets = read_rules(text.encode(), name="audit")
        assert isinstance(sets, tuple)
        seen.append([(found.owner, [(rule.name, kinds(rule)) for rule in found.rules]) for found in sets])
    assert seen[0] == [
        ("me@example.co.jp", [("Sort", [EffectKind.FORWARD])]),
        ("other@example.co.jp", [("Other", [EffectKind.DELETE])]),
    ]
    assert all(one == seen[0] for one in seen)


def test_a_damaged_row_costs_itself_only_and_is_told():
    text = (
        as_csv(record("New-InboxRule", {"Name": "Sort"}))
        + '1,x,me,New-InboxRule,"{""Operation"": ""New-InboxRule"", "\n'
    )
    (found,) = read_audit(text, name="a")
    assert [rule.name for rule in found.rules] == ["Sort"]
    assert [piece.line for piece in found.not_understood] == [3]


def test_an_export_without_rules_is_empty_and_understood():
    (found,) = read_audit(as_csv(record("FileAccessed")), name="a")
    assert found.rules == ()
    assert found.is_understood
