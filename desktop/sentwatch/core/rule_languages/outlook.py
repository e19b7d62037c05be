"""Outlook's rules as JSON: Microsoft Graph's answers, and what Get-InboxRule and Get-Mailbox write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.rule_addresses import addresses_in
from sentwatch.core.rule_languages.json_text import (
    JsonObject,
    Lines,
    is_set,
    is_true,
    list_of,
    object_of,
    raw_json,
    read_json,
    text_of,
)
from sentwatch.core.rule_languages.limits import (
    BROKEN,
    MAX_BYTES,
    MAX_RULES,
    MAX_TEXT,
    capped,
    decoded,
    refused,
    too_large,
    too_many_rules,
)
from sentwatch.core.rule_languages.outlook_fields import (
    ACTIONS,
    EXCHANGE_CONDITIONS,
    GRAPH_CONDITIONS,
    Folders,
    effect_of,
    person,
)
from sentwatch.core.rules import (
    ALWAYS,
    Comparison,
    Condition,
    Effect,
    EffectKind,
    NotUnderstood,
    Part,
    Rule,
    RuleLanguage,
    RuleSet,
    Test,
    all_of,
    not_,
)

UNKNOWN: Final = N_("A setting we do not know: {name}")
_NOT_SHOWN: Final = N_("Exchange says that it cannot show all of this rule here.")
_NO_CONDITION: Final = N_("Outlook says that this rule has an error.")


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphAnswers:
    """The JSON texts of Graph's answers, None for what was not asked for or not given.

    From /me/mailFolders/inbox/messageRules, /me/mailboxSettings and /me/mailFolders.
    """

    rules: bytes | str | None = None
    settings: bytes | str | None = None
    folders: bytes | str | None = None


def read_graph_answers(answers: GraphAnswers, *, name: str) -> RuleSet:
    """Read message rules and mailbox settings into one set."""
    if any(part is not None and len(part) > MAX_BYTES for part in (answers.rules, answers.settings, answers.folders)):
        return too_large(RuleLanguage.OUTLOOK, name)
    folders = _folder_names(answers.folders)
    rules: list[Rule] = []
    pieces: list[NotUnderstood] = []
    if answers.rules is not None:
        root = read_json(answers.rules)
        if not isinstance(root, dict) or not isinstance(root.get("value"), list):
            return refused(RuleLanguage.OUTLOOK, name, root if isinstance(root, Phrase) else phrase(BROKEN))
        lines = Lines(decoded(answers.rules))
        for item in root["value"]:
            if len(rules) >= MAX_RULES:
                pieces.append(too_many_rules(0))
                break
            rules.append(graph_rule(object_of(item), folders, lines, order=len(rules) + 1))
    if answers.settings is not None:
        settings = read_json(answers.settings)
        if isinstance(settings, Phrase):
            pieces.append(NotUnderstood(line=0, text=decoded(answers.settings)[:200], reason=settings))
        reply = automatic_reply(object_of(object_of(settings).get("automaticRepliesSetting")))
        rules += [reply] if reply is not None else []
    return RuleSet(language=RuleLanguage.OUTLOOK, name=name, rules=tuple(rules), not_understood=capped(pieces))


def _folder_names(data: bytes | str | None) -> Folders:
    root = None if data is None else read_json(data)
    folders = [object_of(item) for item in list_of(object_of(root).get("value"))]
    return {text_of(folder.get("id")): text_of(folder.get("displayName")) for folder in folders}


@dataclass(slots=True)
class Parts:
    """The tests, effects and unknown pieces of one rule while it is read."""

    lines: Lines | None = None
    line: int = 0
    tests: list[Test] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    pieces: list[NotUnderstood] = field(default_factory=list)

    def note(self, name: str, value: object, reason: str = UNKNOWN) -> None:
        """Keep a field that is not known."""
        line = (self.lines.after(name) if self.lines else 0) or self.line
        text = f"{name}={raw_json(value)[:300]}"
        self.pieces.append(NotUnderstood(line=line, text=text, reason=phrase(reason, name=name[:100])))


def graph_rule(said: JsonObject, folders: Folders, lines: Lines, *, order: int) -> Rule:
    """Read one messageRule."""
    identity = text_of(said.get("id")) or text_of(said.get("displayName"))
    parts = Parts(lines=lines, line=lines.of(identity))
    _graph_conditions(object_of(said.get("conditions")), parts, excepted=False)
    _graph_conditions(object_of(said.get("exceptions")), parts, excepted=True)
    for name, value in object_of(said.get("actions")).items():
        effect = effect_of(name, value, folders)
        if effect is not None:
            parts.effects.append(effect)
        elif name not in ACTIONS and is_set(value):
            parts.note(name, value)
    for name, value in said.items():
        if name not in _GRAPH_FRAME and not name.startswith("@odata") and is_set(value):
            parts.note(name, value)
    if is_true(said.get("hasError")):
        parts.note("hasError", value=True, reason=_NO_CONDITION)
    return Rule(
        name=text_of(said.get("displayName")),
        enabled=said.get("isEnabled") is not False,
        order=_order(said.get("sequence"), order),
        test=all_of(parts.tests),
        effects=tuple(_in_order(parts.effects)),
        raw=raw_json(said),
        line=parts.line,
        not_understood=capped(parts.pieces),
    )


_GRAPH_FRAME: Final = frozenset(
    ("id", "displayName", "sequence", "isEnabled", "isReadOnly", "hasError", "conditions", "exceptions", "actions")
)


def _graph_conditions(said: JsonObject, parts: Parts, *, excepted: bool) -> None:
    for name, value in said.items():
        if name == "withinSizeRange":
            tests = [test for test in _size_range(object_of(value)) if test is not None]
        else:
            make = GRAPH_CONDITIONS.get(name)
            test = make(value) if make is not None else None
            tests = [] if test is None else [test]
            if make is None and is_set(value) and not name.startswith("@odata"):
                parts.note(name, value)
        parts.tests += [not_(test) for test in tests] if excepted else tests


def _size_range(said: JsonObject) -> tuple[Test | None, Test | None]:
    """Graph counts in kilobytes (sizeRange); nothing is 0."""

    def limit(name: str, comparison: Comparison) -> Test | None:
        number = said.get(name)
        if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 1 << 40:
            return None
        return Condition(part=Part.SIZE, comparison=comparison, values=(str(number * 1024),))

    return limit("minimumSize", Comparison.OVER), limit("maximumSize", Comparison.UNDER)


def automatic_reply(said: JsonObject) -> Rule | None:
    """Read automaticRepliesSetting; None where nothing is set up."""
    texts = (text_of(said.get("externalReplyMessage")), text_of(said.get("internalReplyMessage")))
    status = text_of(said.get("status")).lower()
    if status in {"", "disabled"} and not any(texts):
        return None
    text = "\n".join(text for text in texts if text)[:MAX_TEXT]
    return Rule(
        name="",
        enabled=status not in {"", "disabled"},
        order=0,
        effects=(Effect(kind=EffectKind.REPLY, text=text),),
        raw=raw_json(said),
        is_setting=True,
    )


def read_exchange_rules(items: Iterable[object], *, text: str, name: str) -> tuple[RuleSet, ...]:
    """Read what `Get-InboxRule | ConvertTo-Json` (or Get-Mailbox) writes, one set for each mailbox named in it."""
    lines = Lines(text)
    by_owner: dict[str, list[Rule]] = {}
    pieces: list[NotUnderstood] = []
    count = 0
    for item in items:
        said = object_of(item)
        owner = owner_of(said)
        rules = by_owner.setdefault(owner, [])
        if count >= MAX_RULES:
            pieces.append(too_many_rules(0))
            break
        made = mailbox_forwarding(said) if is_mailbox(said) else exchange_rule(said, lines, order=len(rules) + 1)
        if made is not None:
            count += 1
            rules.append(made)
    return tuple(
        RuleSet(
            language=RuleLanguage.OUTLOOK,
            name=name,
            owner=owner,
            rules=tuple(rules),
            not_understood=capped(pieces),
        )
        for owner, rules in by_owner.items()
    )


def owner_of(said: JsonObject) -> str:
    """Return the mailbox a rule belongs to, as far as it is told."""
    for key in ("Mailbox", "PrimarySmtpAddress", "UserPrincipalName", "MailboxOwnerId", "MailboxOwnerUPN"):
        text = person(said.get(key))
        if text:
            return text[:320]
    identity = text_of(said.get("Identity"))
    return identity.partition("\\")[0][:320] if "\\" in identity else ""


def is_mailbox(said: JsonObject) -> bool:
    """Whether it is a mailbox (Get-Mailbox), not a rule."""
    return "DeliverToMailboxAndForward" in said and "Priority" not in said


def exchange_rule(said: JsonObject, lines: Lines | None, *, order: int) -> Rule:
    """Read one rule by the names of New-InboxRule."""
    name = text_of(said.get("Name"))
    parts = Parts(lines=lines, line=lines.of(name) if lines is not None else 0)
    for key, value in said.items():
        _exchange_field(key, value, parts)
    if said.get("SupportedByTask") is False:
        parts.note("SupportedByTask", value=False, reason=_NOT_SHOWN)
    return Rule(
        name=name,
        enabled=said.get("Enabled") is not False and text_of(said.get("Enabled")).lower() != "false",
        order=_order(said.get("Priority"), order),
        test=all_of(parts.tests),
        effects=tuple(_in_order(parts.effects)),
        raw=raw_json(said),
        line=parts.line,
        is_hidden=not name.strip("\0 ") and "Name" in said,
        not_understood=capped(parts.pieces),
    )


# What Get-InboxRule shows besides conditions and actions, and the switches of New-InboxRule that do nothing to mail.
_EXCHANGE_FRAME: Final = frozenset(
    (
        "Name", "Enabled", "Priority", "Description", "Identity", "RuleIdentity", "RuleId", "MailboxOwnerId", "Mailbox",
        "SupportedByTask", "InError", "ErrorType", "Legacy", "IsValid", "ObjectState", "ObjectCategory", "ObjectClass",
        "PSComputerName", "RunspaceId", "PSShowComputerName", "WhenChanged", "WhenCreated", "WhenChangedUTC",
        "WhenCreatedUTC", "Force", "AlwaysDeleteOutlookRulesBlob", "Confirm", "WhatIf", "DomainController",
        "OrganizationId", "Id", "Guid", "ExchangeVersion", "DistinguishedName", "OriginatingServer", "PropertyNames",
        "MailboxOwnerUPN", "PrimarySmtpAddress", "UserPrincipalName", "SenderWhitelist", "ValidateOutlookRulesBlob",
    )
)  # fmt: skip


def _exchange_field(key: str, value: object, parts: Parts) -> None:
    is_exception = key.startswith("ExceptIf")
    make = EXCHANGE_CONDITIONS.get(key.removeprefix("ExceptIf"))
    if make is not None:
        test = make(value)
        if test is not None:
            parts.tests.append(not_(test) if is_exception else test)
        return
    if key in ACTIONS:
        effect = effect_of(key, value, {})
        if effect is not None:
            parts.effects.append(effect)
        return
    if key not in _EXCHANGE_FRAME and not key.startswith(("PS", "@odata")) and is_set(value):
        parts.note(key, value)


def mailbox_forwarding(said: Mapping[str, object]) -> Rule | None:
    """Read the forwarding of the mailbox itself (Get-Mailbox, Set-Mailbox); None where there is none."""
    targets: list[str] = []
    for key in ("ForwardingSmtpAddress", "ForwardingAddress"):
        text = person(said.get(key))
        if text:
            targets += addresses_in(text) or (text,)
    access = tuple(text for item in list_of(said.get("GrantSendOnBehalfTo")) if (text := person(item)))
    effects: list[Effect] = []
    if targets:
        effects.append(Effect(kind=EffectKind.FORWARD, targets=tuple(dict.fromkeys(targets))))
        if not is_true(said.get("DeliverToMailboxAndForward")):
            effects.append(Effect(kind=EffectKind.NO_COPY))
    if access:
        effects.append(Effect(kind=EffectKind.GIVE_ACCESS, targets=access))
    if not effects:
        return None
    return Rule(
        name="",
        enabled=True,
        order=0,
        test=ALWAYS,
        effects=tuple(effects),
        raw=raw_json({key: said[key] for key in _MAILBOX_KEYS if key in said}),
        is_setting=True,
    )


_MAILBOX_KEYS: Final = (
    "Identity",
    "PrimarySmtpAddress",
    "ForwardingAddress",
    "ForwardingSmtpAddress",
    "DeliverToMailboxAndForward",
    "GrantSendOnBehalfTo",
)


def _order(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1_000_000 else otherwise


_WEIGHT: Final = (
    EffectKind.FORWARD,
    EffectKind.FORWARD_ATTACHED,
    EffectKind.REDIRECT,
    EffectKind.DISCARD,
    EffectKind.DELETE,
    EffectKind.MOVE,
    EffectKind.COPY,
)


def _in_order(effects: list[Effect]) -> list[Effect]:
    """Put what weighs most first and the end last: the services list them in the order of their own fields."""
    rank = {kind: place for place, kind in enumerate(_WEIGHT)}
    rank[EffectKind.STOP] = len(rank) + 1
    return sorted(effects, key=lambda effect: rank.get(effect.kind, len(_WEIGHT)))
