"""The door for rule files: tells the language by the content, never by the name, and reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from sentwatch.core.phrase import Phrase, phrase
from sentwatch.core.rule_languages.apple import read_apple
from sentwatch.core.rule_languages.gmail import read_gmail_filters
from sentwatch.core.rule_languages.gmail_api import GmailAnswers, read_gmail_answers
from sentwatch.core.rule_languages.json_text import list_of, object_of, read_json
from sentwatch.core.rule_languages.limits import (
    MAX_BYTES,
    MAX_DEPTH,
    TOO_DEEP,
    TOO_LARGE,
    UNKNOWN,
    decoded,
)
from sentwatch.core.rule_languages.outlook import (
    GraphAnswers,
    is_mailbox,
    read_exchange_rules,
    read_graph_answers,
)
from sentwatch.core.rule_languages.outlook_audit import read_audit
from sentwatch.core.rule_languages.outlook_fields import ACTIONS as EXCHANGE_ACTIONS
from sentwatch.core.rule_languages.outlook_fields import EXCHANGE_CONDITIONS
from sentwatch.core.rule_languages.outlook_log import is_audit
from sentwatch.core.rule_languages.sieve import read_sieve
from sentwatch.core.rule_languages.sieve_commands import ACTIONS
from sentwatch.core.rule_languages.thunderbird import read_thunderbird
from sentwatch.core.rules import RuleLanguage, RuleSet

_HEAD: Final = 4_096

_THUNDERBIRD: Final = re.compile(r'\s*(?:version|logging|name)="', re.IGNORECASE)
_COMMENTS: Final = re.compile(r"(?:\s++|#[^\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)*+")
_WORD: Final = re.compile(r"([A-Za-z_]+)\s*[\s:\"\[;({]")
_SIEVE_WORDS: Final = frozenset((*ACTIONS, "require", "if", "set", "include", "foreverypart", "global"))


def language_of(data: bytes | str) -> RuleLanguage | None:
    """Tell in which language a file is written by what stands in it; None where it is none of them."""
    found = _reader(data)
    return None if found is None else found[0]


def read_rules(
    data: bytes | str, *, name: str, active_state: bytes | str | None = None
) -> tuple[RuleSet, ...] | Phrase:
    """Read a rule file of any language, or say why it is none. An administrator's export may hold several mailboxes.

    `active_state` is Apple's RulesActiveState.plist beside the file, where there is one.
    """
    if len(data) > MAX_BYTES:
        return phrase(TOO_LARGE, limit=MAX_BYTES)
    if isinstance(data, bytes) and data[:6] == b"bplist":
        return (read_apple(data, name=name, active_state=active_state),)
    found = _reader(data)
    if found is None:
        text = decoded(data).lstrip()
        if text[:1] in "[{" and isinstance(read_json(text), Phrase) and _is_deep(text):
            return phrase(TOO_DEEP, limit=MAX_DEPTH)
        return phrase(UNKNOWN)
    language, read = found
    if language is RuleLanguage.APPLE:
        return (read_apple(data, name=name, active_state=active_state),)
    return read(data, name)


_EXCHANGE_KEYS: Final = frozenset((*EXCHANGE_CONDITIONS, *EXCHANGE_ACTIONS, "Priority", "RuleIdentity"))
_Read = Callable[["bytes | str", str], tuple[RuleSet, ...]]


def _reader(data: bytes | str) -> tuple[RuleLanguage, _Read] | None:
    if isinstance(data, bytes) and data[:6] == b"bplist":
        return RuleLanguage.APPLE, lambda data, name: (read_apple(data, name=name),)
    text = decoded(data[:MAX_BYTES])
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    if head.startswith("<"):
        return _xml_reader(head)
    if head[:1] in ("{", "["):
        found = _json_reader(text)
        if found is not None:
            return found
    if "auditdata" in head.partition("\n")[0].lower():
        return RuleLanguage.OUTLOOK, lambda data, name: read_audit(decoded(data), name=name)
    if _THUNDERBIRD.match(head):
        return RuleLanguage.THUNDERBIRD, lambda data, name: (read_thunderbird(data, name=name),)
    if _looks_like_sieve(text):
        return RuleLanguage.SIEVE, lambda data, name: (read_sieve(data, name=name),)
    return None


def _xml_reader(head: str) -> tuple[RuleLanguage, _Read] | None:
    if "<plist" in head:
        return RuleLanguage.APPLE, lambda data, name: (read_apple(data, name=name),)
    if "<feed" in head or "<!DOCTYPE" in head:
        return RuleLanguage.GMAIL, lambda data, name: (read_gmail_filters(data, name=name),)
    return None


def _json_reader(text: str) -> tuple[RuleLanguage, _Read] | None:
    root = read_json(text)
    if isinstance(root, Phrase):
        first = object_of(read_json(text.lstrip().partition("\n")[0]))
        if is_audit(first):
            return RuleLanguage.OUTLOOK, lambda data, name: read_audit(decoded(data), name=name)
        return None
    said = object_of(root)
    gmail = _gmail_answers(said, text)
    if gmail is not None:
        return RuleLanguage.GMAIL, lambda _data, name: (read_gmail_answers(gmail, name=name),)
    items = list_of(said.get("value", root))
    first = object_of(items[0]) if items else {}
    if is_audit(first):
        return RuleLanguage.OUTLOOK, lambda data, name: read_audit(decoded(data), name=name)
    if "automaticRepliesSetting" in said:
        return RuleLanguage.OUTLOOK, lambda data, name: (read_graph_answers(GraphAnswers(settings=data), name=name),)
    is_graph = "displayName" in first and ("conditions" in first or "actions" in first or "sequence" in first)
    if is_graph or ("value" in said and not items and "messageRules" in str(said.get("@odata.context", ""))):
        return RuleLanguage.OUTLOOK, lambda data, name: (read_graph_answers(GraphAnswers(rules=data), name=name),)
    if is_mailbox(first) or ("Name" in first and first.keys() & _EXCHANGE_KEYS):
        return RuleLanguage.OUTLOOK, lambda data, name: read_exchange_rules(items, text=decoded(data), name=name)
    return None


def _gmail_answers(said: Mapping[str, object], text: str) -> GmailAnswers | None:
    if isinstance(said.get("filter"), list):
        return GmailAnswers(filters=text)
    if isinstance(said.get("sendAs"), list):
        return GmailAnswers(send_as=text)
    if isinstance(said.get("forwardingAddresses"), list):
        return GmailAnswers(forwarding_addresses=text)
    if "enableAutoReply" in said:
        return GmailAnswers(vacation=text)
    if "emailAddress" in said and ("enabled" in said or "disposition" in said):
        return GmailAnswers(auto_forwarding=text)
    return None


def _looks_like_sieve(text: str) -> bool:
    """Whether the first word after comments is one of Sieve's."""
    start = _COMMENTS.match(text)
    word = _WORD.match(text, start.end() if start is not None else 0)
    return word is not None and word[1].lower() in _SIEVE_WORDS


def _is_deep(text: str) -> bool:
    depth = 0
    for sign in text[: 1 << 20]:
        depth += (sign in "[{") - (sign in "]}")
        if depth > MAX_DEPTH:
            return True
    return False
