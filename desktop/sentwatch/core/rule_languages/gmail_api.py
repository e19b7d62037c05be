"""Gmail's settings as its API tells them: filters, forwarding, sender addresses and the vacation reply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.rule_addresses import addresses_in
from sentwatch.core.rule_languages.gmail import in_order
from sentwatch.core.rule_languages.gmail_terms import (
    ATTACHMENT,
    NO_CHATS,
    field_test,
    query_test,
    size_test,
    without_test,
)
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
    texts_of,
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
from sentwatch.core.rules import (
    ALWAYS,
    Effect,
    EffectKind,
    NotUnderstood,
    Part,
    Rule,
    RuleLanguage,
    RuleSet,
    Test,
    all_of,
)

_UNKNOWN: Final = N_("A setting we do not know: {name}")
_ODD_VALUE: Final = N_("A value we do not expect in {name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GmailAnswers:
    """The JSON texts of the API's answers, None for what was not asked for or not given.

    From users.settings.filters, users.labels, getAutoForwarding, forwardingAddresses, sendAs and getVacation.
    """

    filters: bytes | str | None = None
    labels: bytes | str | None = None
    auto_forwarding: bytes | str | None = None
    forwarding_addresses: bytes | str | None = None
    send_as: bytes | str | None = None
    vacation: bytes | str | None = None


def read_gmail_answers(answers: GmailAnswers, *, name: str) -> RuleSet:
    """Read filters and settings into one set."""
    parts = (answers.filters, answers.auto_forwarding, answers.forwarding_addresses, answers.send_as, answers.vacation)
    if any(part is not None and len(part) > MAX_BYTES for part in parts):
        return too_large(RuleLanguage.GMAIL, name)
    read = _Answers()
    labels = _label_names(answers.labels)
    filters = read.root(answers.filters)
    text = decoded(answers.filters) if answers.filters is not None else ""
    lines = Lines(text)
    for item in list_of(filters.get("filter")):
        if len(read.rules) >= MAX_RULES:
            read.pieces.append(too_many_rules(0))
            break
        read.rules.append(_filter(object_of(item), labels, lines, order=len(read.rules) + 1))
    forwarding = read.root(answers.auto_forwarding)
    if forwarding:
        read.add(_auto_forwarding(forwarding))
    for item in list_of(read.root(answers.forwarding_addresses).get("forwardingAddresses"))[:MAX_RULES]:
        read.add(_forwarding_address(object_of(item), forwarding))
    for item in list_of(read.root(answers.send_as).get("sendAs"))[:MAX_RULES]:
        for rule in _send_as(object_of(item)):
            read.add(rule)
    vacation = read.root(answers.vacation)
    if vacation:
        read.add(_vacation(vacation))
    if read.broken is not None and not read.rules:
        return refused(RuleLanguage.GMAIL, name, read.broken)
    return RuleSet(language=RuleLanguage.GMAIL, name=name, rules=tuple(read.rules), not_understood=capped(read.pieces))


class _Answers:
    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.pieces: list[NotUnderstood] = []
        self.broken: Phrase | None = None

    def root(self, data: bytes | str | None) -> JsonObject:
        if data is None:
            return {}
        value = read_json(data)
        if isinstance(value, dict):
            return value
        self.broken = value if isinstance(value, Phrase) else phrase(BROKEN)
        self.pieces.append(NotUnderstood(line=0, text=decoded(data)[:200], reason=self.broken))
        return {}

    def add(self, rule: Rule | None) -> None:
        if rule is not None:
            self.rules.append(rule)


def _label_names(data: bytes | str | None) -> Mapping[str, str]:
    value = None if data is None or len(data) > MAX_BYTES else read_json(data)
    labels = [object_of(item) for item in list_of(object_of(value).get("labels"))]
    return {text_of(label.get("id")): text_of(label.get("name")) for label in labels}


_FIELDS: Final = {"from": Part.SENDER, "to": Part.RECIPIENT, "subject": Part.SUBJECT}


def _filter(said: JsonObject, labels: Mapping[str, str], lines: Lines, *, order: int) -> Rule:
    identity = text_of(said.get("id"))
    line = lines.of(identity)
    pieces: list[NotUnderstood] = []

    def note(name: str, value: object, reason: str) -> None:
        text = f"{name}={raw_json(value)[:300]}"
        pieces.append(NotUnderstood(line=lines.after(name) or line, text=text, reason=phrase(reason, name=name[:100])))

    tests: list[Test] = []
    criteria = object_of(said.get("criteria"))
    for name, value in criteria.items():
        test = _criterion(name, value, criteria)
        if test is not None:
            tests.append(test)
        elif is_set(value) and name != "sizeComparison":
            note(name, value, _UNKNOWN if name != "size" else _ODD_VALUE)
    effects: list[Effect] = []
    for name, value in object_of(said.get("action")).items():
        found = _action(name, value, labels)
        if found is None:
            note(name, value, _UNKNOWN)
        else:
            effects += found
    for name in said:
        if name not in {"id", "criteria", "action"}:
            note(name, said[name], _UNKNOWN)
    return Rule(
        name="",
        enabled=True,
        order=order,
        test=all_of(tests),
        effects=tuple(in_order(effects)),
        raw=raw_json(said),
        line=line,
        not_understood=capped(pieces),
    )


def _criterion(name: str, value: object, criteria: JsonObject) -> Test | None:
    text = text_of(value)
    if name in _FIELDS and text:
        return field_test(_FIELDS[name], text)
    if name == "query" and text:
        return query_test(text)
    if name == "negatedQuery" and text:
        return without_test(text)
    if name == "hasAttachment" and is_true(value):
        return ATTACHMENT
    if name == "excludeChats" and is_true(value):
        return NO_CHATS
    if name == "size" and text:
        return size_test(text, is_smaller=text_of(criteria.get("sizeComparison")) == "smaller")
    return None


# Gmail's system labels.
_ADDED: Final = {
    "TRASH": Effect(kind=EffectKind.DELETE),
    "SPAM": Effect(kind=EffectKind.JUNK),
    "STARRED": Effect(kind=EffectKind.LABEL, targets=("★",)),
    "IMPORTANT": Effect(kind=EffectKind.LABEL, targets=("!",)),
    "INBOX": Effect(kind=EffectKind.KEEP),
    "UNREAD": Effect(kind=EffectKind.MARK_UNREAD),
}
_REMOVED: Final = {
    "INBOX": Effect(kind=EffectKind.ARCHIVE),
    "UNREAD": Effect(kind=EffectKind.MARK_READ),
    "SPAM": Effect(kind=EffectKind.NOT_JUNK),
    "IMPORTANT": Effect(kind=EffectKind.OTHER, text="not important"),
}


def _action(name: str, value: object, labels: Mapping[str, str]) -> list[Effect] | None:
    if name == "forward":
        text = text_of(value)
        return [Effect(kind=EffectKind.FORWARD, targets=addresses_in(text) or (text[:320],))] if text else []
    if name == "addLabelIds":
        return [_ADDED.get(label) or _labelled(label, labels) for label in texts_of(value)]
    if name == "removeLabelIds":
        return [
            _REMOVED.get(label) or Effect(kind=EffectKind.OTHER, text=f"remove {label}"[:200])
            for label in texts_of(value)
        ]
    return None


def _labelled(label: str, labels: Mapping[str, str]) -> Effect:
    name = labels.get(label) or label.removeprefix("CATEGORY_").capitalize()
    return Effect(kind=EffectKind.LABEL, targets=(name,))


def _auto_forwarding(said: JsonObject) -> Rule | None:
    address = text_of(said.get("emailAddress"))
    if not address and not is_true(said.get("enabled")):
        return None
    effects = [Effect(kind=EffectKind.FORWARD, targets=addresses_in(address) or (address,))]
    disposition = text_of(said.get("disposition"))
    if disposition == "trash":
        effects.append(Effect(kind=EffectKind.DELETE))
    elif disposition == "archive":
        effects.append(Effect(kind=EffectKind.ARCHIVE))
    elif disposition == "markRead":
        effects.append(Effect(kind=EffectKind.MARK_READ))
    return _setting(said, effects, enabled=is_true(said.get("enabled")))


def _forwarding_address(said: JsonObject, forwarding: JsonObject) -> Rule | None:
    """Read an address mail may be forwarded to. Only filters and the switch above use it: listed as switched off."""
    address = text_of(said.get("forwardingEmail"))
    if not address or address == text_of(forwarding.get("emailAddress")):
        return None
    return _setting(said, [Effect(kind=EffectKind.FORWARD, targets=addresses_in(address) or (address,))], enabled=False)


def _send_as(said: JsonObject) -> Iterator[Rule]:
    address = text_of(said.get("sendAsEmail"))
    reply_to = addresses_in(text_of(said.get("replyToAddress")))
    if address and not is_true(said.get("isPrimary")):
        effects = [Effect(kind=EffectKind.SEND_AS, targets=addresses_in(address) or (address,))]
        if reply_to:
            effects.append(Effect(kind=EffectKind.REPLY_TO, targets=reply_to))
        yield _setting(said, effects, enabled=True)
    elif reply_to:
        yield _setting(said, [Effect(kind=EffectKind.REPLY_TO, targets=reply_to)], enabled=True)


def _vacation(said: JsonObject) -> Rule | None:
    body = text_of(said.get("responseBodyPlainText")) or text_of(said.get("responseBodyHtml"))
    text = "\n".join(part for part in (text_of(said.get("responseSubject")), body) if part)
    if not text and not is_true(said.get("enableAutoReply")):
        return None
    return _setting(
        said,
        [Effect(kind=EffectKind.REPLY, text=text[:MAX_TEXT])],
        enabled=is_true(said.get("enableAutoReply")),
    )


def _setting(said: JsonObject, effects: list[Effect], *, enabled: bool) -> Rule:
    return Rule(
        name="",
        enabled=enabled,
        order=0,
        test=ALWAYS,
        effects=tuple(effects),
        raw=raw_json(said),
        is_setting=True,
    )
