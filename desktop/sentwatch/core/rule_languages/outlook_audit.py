"""An administrator's audit export as rules: what was made and changed, folded into how each rule stood last."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from sentwatch.core.phrase import N_, phrase
from sentwatch.core.rule_addresses import addresses_in
from sentwatch.core.rule_languages.json_text import (
    JsonObject,
    is_set,
    list_of,
    object_of,
    raw_json,
    text_of,
)
from sentwatch.core.rule_languages.limits import BROKEN, MAX_NAME, MAX_RULES, MAX_TEXT, capped, too_many_rules
from sentwatch.core.rule_languages.outlook import exchange_rule, mailbox_forwarding
from sentwatch.core.rule_languages.outlook_log import OPERATIONS, audit_records
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
)

_BODY_NOT_LOGGED: Final = N_("Microsoft's log tells that this rule was changed, but not what it does since.")
_ONLY_CHANGES: Final = N_("The rule was made before this log begins; only what was changed in it is known.")
_UNKNOWN_ACTION: Final = N_("An action we do not know: {name}")


@dataclass(slots=True)
class _Folded:
    """One rule of one mailbox, as far as the log tells."""

    key: str = ""
    said: dict[str, object] = field(default_factory=dict)
    enabled: bool = True
    changed_at: datetime | None = None
    made_by: str = ""
    line: int = 0
    is_partial: bool = False
    outlook: JsonObject | None = None
    access: tuple[str, ...] = ()
    is_mailbox: bool = False


@dataclass(slots=True)
class _Mailbox:
    """The rules of one mailbox by their ids, and where those with a name are."""

    rules: dict[str, _Folded] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)

    def add(self, key: str, folded: _Folded) -> _Folded:
        """Keep a new rule; one of the same key is another rule of the same name."""
        if key in self.rules:
            key = f"{key}\0{len(self.rules)}"
        folded.key = key
        self.rules[key] = folded
        return folded

    def find(self, identity: str, name: str) -> _Folded:
        """Return the rule that is meant, by its id or by a name it had; one the log does not know begins here."""
        for wanted in (identity.lower(), name.lower()):
            key = wanted if wanted in self.rules else self.named.get(wanted)
            if wanted and key is not None:
                return self.rules[key]
        return self.add((identity or name).lower(), _Folded(is_partial=True))

    def call(self, name: str, folded: _Folded) -> None:
        """Remember a rule's name."""
        if name:
            self.named.setdefault(name.lower(), folded.key)


def read_audit(text: str, *, name: str) -> tuple[RuleSet, ...]:
    """Fold the log into one set for each mailbox it speaks of."""
    by_owner: dict[str, _Mailbox] = {}
    pieces: list[NotUnderstood] = []
    records = [(line, said) for line, said in audit_records(text) if _keep(line, said, pieces)]
    records.sort(key=lambda entry: text_of(entry[1].get("CreationTime")))
    count = 0
    for line, said in records:
        owner = _owner(said)
        mailbox = by_owner.setdefault(owner.lower(), _Mailbox())
        before = len(mailbox.rules)
        _fold(said, line, mailbox)
        count += len(mailbox.rules) - before
        if count > MAX_RULES:
            pieces.append(too_many_rules(line))
            break
    if not by_owner:
        return (RuleSet(language=RuleLanguage.OUTLOOK, name=name, not_understood=capped(pieces)),)
    sets = []
    for number, (owner, mailbox) in enumerate(by_owner.items()):
        made = [_rule(folded, order) for order, folded in enumerate(mailbox.rules.values(), start=1)]
        sets.append(
            RuleSet(
                language=RuleLanguage.OUTLOOK,
                name=name,
                owner=owner,
                rules=tuple(rule for rule in made if rule is not None),
                not_understood=capped(pieces) if number == 0 else (),
            )
        )
    return tuple(sets)


def _keep(line: int, said: JsonObject, pieces: list[NotUnderstood]) -> bool:
    if not said:
        pieces.append(NotUnderstood(line=line, text="", reason=phrase(BROKEN)))
        return False
    if text_of(said.get("Operation")).lower() not in OPERATIONS:
        return False
    return (
        text_of(said.get("ResultStatus")).lower() not in {"false", "failed"} and said.get("ResultStatus") is not False
    )


def _owner(said: JsonObject) -> str:
    parameters = _pairs(said.get("Parameters"))
    for text in (
        text_of(parameters.get("Mailbox")),
        text_of(said.get("MailboxOwnerUPN")),
        text_of(parameters.get("Identity")).partition("\\")[0],
        text_of(said.get("UserId")),
    ):
        found = addresses_in(text)
        if found:
            return found[0]
    return (text_of(said.get("ObjectId")) or text_of(said.get("UserId")))[:320]


def _pairs(value: object) -> dict[str, object]:
    """Read a list of {"Name": …, "Value": …}."""
    return {text_of(object_of(item).get("Name")): object_of(item).get("Value") for item in list_of(value)}


def _fold(said: JsonObject, line: int, mailbox: _Mailbox) -> None:
    operation = text_of(said.get("Operation")).lower()
    parameters = _pairs(said.get("Parameters"))
    if operation == "updateinboxrules":
        folded = _fold_outlook(said, mailbox)
    elif operation == "set-mailbox":
        if not any(key in parameters for key in ("ForwardingSmtpAddress", "ForwardingAddress", "GrantSendOnBehalfTo")):
            return
        folded = mailbox.rules.setdefault("\0mailbox", _Folded(is_mailbox=True))
        folded.said.update(parameters)
    elif operation in {"add-mailboxpermission", "add-recipientpermission"}:
        who = text_of(parameters.get("User")) or text_of(parameters.get("Trustee"))
        if not who or who.upper() in {"NT AUTHORITY\\SELF", "SELF"}:
            return
        folded = mailbox.rules.setdefault(f"\0access\0{who.lower()}", _Folded(access=(who[:320],)))
        folded.said.update(parameters)
    else:
        folded = _fold_cmdlet(operation, said, parameters, mailbox)
    _stamp(folded, said, line)


def _fold_cmdlet(operation: str, said: JsonObject, parameters: dict[str, object], mailbox: _Mailbox) -> _Folded:
    name = text_of(parameters.get("Name"))
    identity = (text_of(parameters.get("Identity")) or text_of(said.get("ObjectId"))).rpartition("\\")[2][:MAX_NAME]
    if operation == "new-inboxrule":
        folded = mailbox.add((identity or name).lower(), _Folded())
    else:
        folded = mailbox.find(identity, name)
    if operation in {"new-inboxrule", "set-inboxrule"}:
        folded.said.update({key: value for key, value in parameters.items() if key not in {"Identity", "Mailbox"}})
        folded.enabled = text_of(parameters.get("Enabled", "True")).lower() != "false"
    else:
        folded.enabled = operation == "enable-inboxrule"
    if folded.is_partial and not text_of(folded.said.get("Name")):
        folded.said["Name"] = identity
    mailbox.call(name, folded)
    return folded


def _fold_outlook(said: JsonObject, mailbox: _Mailbox) -> _Folded:
    """Fold what Outlook itself does to rules. A changed rule is logged without its content: then that stays open."""
    properties = _pairs(said.get("OperationProperties")) or dict(said)
    operation = text_of(properties.get("RuleOperation")).lower()
    identity = text_of(properties.get("RuleId"))
    name = text_of(properties.get("RuleName"))
    # A new rule has the id 0 still.
    key = f"\0outlook\0{(identity if identity not in {'', '0'} else name).lower()}"
    has_body = bool(name) or _is_said(properties.get("RuleActions")) or _is_said(properties.get("RuleCondition"))
    if operation == "addmailboxrule":
        folded = mailbox.add(key, _Folded(outlook=properties))
    else:
        folded = mailbox.rules.setdefault(key, _Folded(is_partial=not has_body))
        if has_body:
            folded.outlook = properties
            folded.is_partial = False
    state = text_of(properties.get("RuleState")).lower()
    folded.enabled = operation != "removemailboxrule" and ("enabled" in state or not state)
    return folded


def _is_said(value: object) -> bool:
    return is_set(value) and text_of(value).strip() not in {"{}", "[]"}


def _stamp(folded: _Folded, said: JsonObject, line: int) -> None:
    folded.line = line
    try:
        moment = datetime.fromisoformat(text_of(said.get("CreationTime")).strip())
    except ValueError:
        moment = None
    if moment is not None:
        # The log's times are UTC and carry no zone.
        folded.changed_at = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    where = text_of(said.get("ClientIP")) or text_of(said.get("ClientIPAddress"))
    folded.made_by = " ".join(part for part in (text_of(said.get("UserId")), where) if part)[:400]


def _rule(folded: _Folded, order: int) -> Rule | None:
    rule: Rule | None
    if folded.is_mailbox:
        rule = mailbox_forwarding(folded.said)
    elif folded.access:
        rule = Rule(
            name="",
            enabled=True,
            order=0,
            effects=(Effect(kind=EffectKind.GIVE_ACCESS, targets=folded.access),),
            raw=raw_json(folded.said),
            is_setting=True,
        )
    elif folded.outlook is not None:
        rule = _outlook_rule(folded.outlook, order)
    else:
        rule = exchange_rule(folded.said, None, order=order)
    if rule is None:
        return None
    pieces = list(rule.not_understood)
    if folded.is_partial:
        reason = _ONLY_CHANGES if folded.said else _BODY_NOT_LOGGED
        pieces.append(NotUnderstood(line=folded.line, text=rule.name, reason=phrase(reason)))
    return replace(
        rule,
        enabled=rule.enabled and folded.enabled,
        line=folded.line,
        changed_at=folded.changed_at,
        made_by=folded.made_by,
        not_understood=capped(pieces),
    )


# MAPI's action types as the log names them. Delegate hands a message to another person; a deferred action is one that
# only Outlook itself knows: a program, a sound, a script.
_OUTLOOK_ACTIONS: Final = {
    "move": EffectKind.MOVE,
    "movemessage": EffectKind.MOVE,
    "copy": EffectKind.COPY,
    "copymessage": EffectKind.COPY,
    "delete": EffectKind.DELETE,
    "deletemessage": EffectKind.DELETE,
    "permanentdelete": EffectKind.DISCARD,
    "softdelete": EffectKind.DISCARD,
    "forward": EffectKind.FORWARD,
    "forwardtorecipients": EffectKind.FORWARD,
    "forwardasattachment": EffectKind.FORWARD_ATTACHED,
    "redirect": EffectKind.REDIRECT,
    "redirecttorecipients": EffectKind.REDIRECT,
    "delegate": EffectKind.FORWARD,
    "reply": EffectKind.REPLY,
    "outofofficereply": EffectKind.REPLY,
    "oofreply": EffectKind.REPLY,
    "bounce": EffectKind.REJECT,
    "tag": EffectKind.LABEL,
    "assigncategories": EffectKind.LABEL,
    "markasread": EffectKind.MARK_READ,
    "stopprocessing": EffectKind.STOP,
    "stopprocessingrules": EffectKind.STOP,
}


def _outlook_rule(said: JsonObject, order: int) -> Rule:
    pieces: list[NotUnderstood] = []
    effects = list(_outlook_effects(said.get("RuleActions"), pieces))
    if "exitafterexecution" in text_of(said.get("RuleState")).lower():
        effects.append(Effect(kind=EffectKind.STOP))
    name = text_of(said.get("RuleName"))
    return Rule(
        name=name[:MAX_NAME],
        enabled=True,
        order=order,
        test=_outlook_test(text_of(said.get("RuleCondition"))),
        effects=tuple(effects),
        raw=raw_json(said),
        is_hidden=not name.strip("\0 "),
        not_understood=capped(pieces),
    )


def _outlook_effects(value: object, pieces: list[NotUnderstood]) -> Iterator[Effect]:
    actions: object = value
    if isinstance(value, str):
        try:
            actions = json.loads(value)
        except (ValueError, RecursionError):
            # Some exports say it in words: "Forward to somebody@example.com".
            actions = [{"ActionType": word, "Recipients": [value]} for word in _words_of_actions(value)]
            if not actions and value.strip():
                pieces.append(_unknown(value))
    for item in list_of(actions):
        action = object_of(item)
        kind = text_of(action.get("ActionType"))
        known = _OUTLOOK_ACTIONS.get(kind.lower())
        if known is None:
            pieces.append(_unknown(kind or raw_json(item)))
            continue
        flags = text_of(action.get("ForwardFlags")).lower()
        if known is EffectKind.FORWARD and "preservesender" in flags:
            known = EffectKind.REDIRECT
        elif known is EffectKind.FORWARD and "asattachment" in flags:
            known = EffectKind.FORWARD_ATTACHED
        yield Effect(kind=known, targets=_targets(action, known))


_ACTION_WORDS: Final = re.compile(r"forward|redirect|delete|move|copy|mark\s?as\s?read|stop|reply", re.IGNORECASE)


def _words_of_actions(text: str) -> Iterable[str]:
    words = (match[0].lower().replace(" ", "") for match in _ACTION_WORDS.finditer(text[:MAX_TEXT]))
    return dict.fromkeys("stopprocessing" if word == "stop" else word for word in words)


def _targets(action: JsonObject, kind: EffectKind) -> tuple[str, ...]:
    if kind in {EffectKind.MOVE, EffectKind.COPY}:
        name = text_of(action.get("DestinationFolderName")) or text_of(action.get("DestinationFolder"))
        return (name,) if name else ()
    if kind not in {EffectKind.FORWARD, EffectKind.FORWARD_ATTACHED, EffectKind.REDIRECT}:
        return ()
    said = " ".join(text for item in list_of(action.get("Recipients")) for text in (text_of(item), raw_json(item)))
    return addresses_in(said)


def _unknown(name: str) -> NotUnderstood:
    return NotUnderstood(line=0, text=name[:2_000], reason=phrase(_UNKNOWN_ACTION, name=name[:100]))


_SENDER_KEY: Final = re.compile(r"SenderSearchKey\s+Equal\s+(?:SMTP:)?([^\s)]{3,320})", re.IGNORECASE)


def _outlook_test(text: str) -> Test:
    """Read a MAPI restriction as far as it goes: senders are told apart, the rest stays searchable text."""
    if text.strip() in {"", "{}", "{()}"}:
        return ALWAYS
    senders = tuple(
        address for key in _SENDER_KEY.findall(text[:MAX_TEXT]) for address in addresses_in(key) or (key.lower(),)
    )
    if senders:
        return Condition(part=Part.SENDER, comparison=Comparison.IS, values=tuple(dict.fromkeys(senders)))
    return Condition(part=Part.ANY_TEXT, comparison=Comparison.CONTAINS, values=(text[:MAX_TEXT],))
