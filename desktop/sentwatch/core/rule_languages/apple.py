"""Apple Mail's rules: SyncedRules.plist and its kin, XML or binary, and the list of which are switched on."""

from __future__ import annotations

import plistlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from sentwatch.core.phrase import N_, phrase
from sentwatch.core.rule_addresses import addresses_in, percent_decoded
from sentwatch.core.rule_languages.json_text import JsonObject, is_set, is_true, list_of, object_of, text_of, texts_of
from sentwatch.core.rule_languages.limits import (
    BROKEN,
    HOSTILE_XML,
    MAX_BYTES,
    MAX_DEPTH,
    MAX_NAME,
    MAX_RULES,
    MAX_TEXT,
    TOO_DEEP,
    capped,
    refused,
    too_large,
    too_many_rules,
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
    any_of,
    not_,
)

MAX_VISITS: Final = 500_000
"""Values looked at in all: a binary property list may name one value again and again, each time inside another."""

_UNKNOWN: Final = N_("A setting we do not know: {name}")
_UNKNOWN_CRITERION: Final = N_("A condition we do not know: {name}")

_PARTS: Final = {
    "from": Part.SENDER,
    "reply-to": Part.SENDER,
    "to": Part.RECIPIENT,
    "cc": Part.RECIPIENT,
    "anyrecipient": Part.RECIPIENT,
    "torecipient": Part.RECIPIENT,
    "ccrecipient": Part.RECIPIENT,
    "account": Part.RECIPIENT,
    "subject": Part.SUBJECT,
    "body": Part.BODY,
    "anyattachment": Part.ATTACHMENT,
    "attachmenttype": Part.ATTACHMENT,
    "datesent": Part.DATE,
    "datereceived": Part.DATE,
}
_KINDS: Final[dict[str, tuple[str, bool]]] = {
    "senderisinaddressbook": ("known-sender", False),
    "senderisnotinaddressbook": ("known-sender", True),
    "senderisinaddresshistory": ("known-sender", False),
    "senderisnotinaddresshistory": ("known-sender", True),
    "senderismemberofgroup": ("known-sender", False),
    "senderisnotmemberofgroup": ("known-sender", True),
    "senderismemberofvipsenders": ("known-sender", False),
    "anyrecipientincludesfullname": ("to-me", False),
    "norecipientincludesfullname": ("to-me", True),
    "isdigitallysigned": ("signed", False),
    "isencrypted": ("encrypted", False),
    "priorityishigh": ("important", False),
    "priorityisnormal": ("important", True),
    "priorityislow": ("important", True),
}
_QUALIFIERS: Final[dict[str, tuple[Comparison, bool]]] = {
    "": (Comparison.CONTAINS, False),
    "contains": (Comparison.CONTAINS, False),
    "doesnotcontain": (Comparison.CONTAINS, True),
    "beginswith": (Comparison.BEGINS, False),
    "endswith": (Comparison.ENDS, False),
    "isequalto": (Comparison.IS, False),
    "equals": (Comparison.IS, False),
    "isnotequalto": (Comparison.IS, True),
    "isgreaterthan": (Comparison.OVER, False),
    "islessthan": (Comparison.UNDER, False),
}

# Keys of Mail's property lists, as programs know them that read and write such lists (seen 2026-11). Those that say
# something are read above and below; the others say nothing about mail.
_FRAME: Final = frozenset(
    (
        "RuleId", "RuleName", "Criteria", "AllCriteriaMustBeSatisfied", "TimeStamp", "Version", "Active", "LocalRule",
        "ShouldTransferMessage", "ShouldCopyMessage", "MailboxURL", "CopyToMailboxURL", "Mailbox", "CopyToMailbox",
        "AutoResponseType", "ForwardRecipients", "RedirectRecipients", "ResponseMessage", "Recipients", "FlagColor",
        "HighlightTextUsingColor", "Color", "SoundName", "AppleScript", "Deletes", "MarkRead", "MarkFlagged",
        "NotifyUser", "SendNotification", "StopEvaluatingRules", "Criterions", "RequiresMessageBody",
    )
)  # fmt: skip


def read_apple(data: bytes | str, *, name: str, active_state: bytes | str | None = None) -> RuleSet:
    """Read a rules file. `active_state` is RulesActiveState.plist: what is switched on (without it, everything)."""
    if len(data) > MAX_BYTES or (active_state is not None and len(active_state) > MAX_BYTES):
        return too_large(RuleLanguage.APPLE, name)
    root = _plist(data)
    if isinstance(root, str):
        reason = phrase(root, limit=MAX_DEPTH) if root == TOO_DEEP else phrase(root)
        return refused(RuleLanguage.APPLE, name, reason)
    states = object_of(None if active_state is None else _plist(active_state))
    items = list_of(root.get("rules", root.get("Rules")) if isinstance(root, dict) else root)
    if isinstance(root, dict) and not items:
        return refused(RuleLanguage.APPLE, name, phrase(BROKEN))
    pieces: list[NotUnderstood] = []
    rules: list[Rule] = []
    for item in items:
        if len(rules) >= MAX_RULES:
            pieces.append(too_many_rules(0))
            break
        if isinstance(item, dict):
            rules.append(_rule(item, states, order=len(rules) + 1))
        else:
            pieces.append(NotUnderstood(line=0, text=str(item)[:200], reason=phrase(_UNKNOWN, name="")))
    return RuleSet(language=RuleLanguage.APPLE, name=name, rules=tuple(rules), not_understood=capped(pieces))


def _plist(data: bytes | str) -> object:
    """Return what a property list holds; a source text says why it was refused."""
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    if b"<!ENTITY" in raw[:65_536].upper():
        return HOSTILE_XML
    try:
        # plistlib refuses entity declarations by itself and never fetches a document type (CPython 3.9.2 and later).
        root: object = plistlib.loads(raw)
    except RecursionError:
        return TOO_DEEP
    except Exception:  # noqa: BLE001 - damaged lists make the library raise all there is
        return BROKEN
    return root if _is_modest(root) else TOO_DEEP


def _is_modest(root: object) -> bool:
    """Whether a value has the depth and size of rules, each value counted as often as it is named."""
    waiting: list[tuple[object, int]] = [(root, 0)]
    visits = 0
    while waiting:
        value, depth = waiting.pop()
        visits += 1
        if depth > MAX_DEPTH or visits > MAX_VISITS:
            return False
        if isinstance(value, dict):
            inner: list[object] = list(value.values())
        elif isinstance(value, list):
            inner = value
        else:
            continue
        if len(inner) + visits > MAX_VISITS:
            return False
        waiting += [(part, depth + 1) for part in inner]
    return True


def _rule(said: JsonObject, states: Mapping[str, object], *, order: int) -> Rule:
    pieces: list[NotUnderstood] = []
    tests = [
        test for item in list_of(said.get("Criteria")) if (test := _criterion(object_of(item), pieces)) is not None
    ]
    needs_all = is_true(said.get("AllCriteriaMustBeSatisfied"))
    for key, value in said.items():
        if key not in _FRAME and is_set(value) and not _is_no(value):
            text = f"{key}={value!s}"[:500]
            pieces.append(NotUnderstood(line=0, text=text, reason=phrase(_UNKNOWN, name=key[:100])))
    state = states.get(text_of(said.get("RuleId")))
    is_active = is_true(state) if state is not None else (not _is_no(said.get("Active", True)))
    return Rule(
        name=text_of(said.get("RuleName"))[:MAX_NAME],
        enabled=is_active,
        order=order,
        test=(all_of(tests) if needs_all else any_of(tests)) if tests else ALWAYS,
        effects=tuple(_effects(said)),
        raw=_raw(said),
        changed_at=_moment(said.get("TimeStamp")),
        not_understood=capped(pieces),
    )


def _is_no(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().upper() in {"NO", "FALSE", "0"}) or value == 0


def _criterion(said: JsonObject, pieces: list[NotUnderstood]) -> Test | None:
    header = text_of(said.get("Header"))
    folded = header.lower()
    expression = text_of(said.get("Expression"))
    if folded in {"anymessage", "everymessage"}:
        return None
    if folded in {"isjunkmail", "messageisjunk", "messageisjunkmail"}:
        return Condition(part=Part.SPAM, comparison=Comparison.EXISTS)
    kind = _KINDS.get(folded)
    if kind is not None:
        condition = Condition(part=Part.KIND, comparison=Comparison.EXISTS, detail=kind[0])
        return not_(condition) if kind[1] else condition
    known = _QUALIFIERS.get(text_of(said.get("Qualifier")).lower())
    if known is None or not header:
        reason = phrase(_UNKNOWN_CRITERION, name=(header or raw_text(said))[:100])
        pieces.append(NotUnderstood(line=0, text=raw_text(said), reason=reason))
        return Condition(part=Part.OTHER, comparison=Comparison.EXISTS, values=(expression,), detail=header)
    part = _PARTS.get(folded, Part.HEADER)
    test = Condition(part=part, comparison=known[0], values=(expression,), detail=header if part is Part.HEADER else "")
    return not_(test) if known[1] else test


_RESPONSES: Final = {1: EffectKind.FORWARD, 2: EffectKind.REPLY, 3: EffectKind.REDIRECT}


def _effects(said: JsonObject) -> list[Effect]:
    effects: list[Effect] = []
    effects += _responses(said)
    if is_true(said.get("Deletes")):
        effects.append(Effect(kind=EffectKind.DELETE))
    for switch, key, kind in (
        ("ShouldTransferMessage", "MailboxURL", EffectKind.MOVE),
        ("ShouldCopyMessage", "CopyToMailboxURL", EffectKind.COPY),
    ):
        if is_true(said.get(switch)):
            folder = _folder(text_of(said.get(key)) or text_of(said.get(key.removesuffix("URL"))))
            effects.append(Effect(kind=kind, targets=(folder,) if folder else ()))
    if is_true(said.get("MarkRead")):
        effects.append(Effect(kind=EffectKind.MARK_READ))
    if is_true(said.get("MarkFlagged")):
        effects.append(Effect(kind=EffectKind.LABEL, targets=("★",)))
    script = text_of(said.get("AppleScript"))
    if script:
        effects.append(Effect(kind=EffectKind.RUN, targets=(script[:500],)))
    if any(is_true(said.get(key)) for key in ("NotifyUser", "SendNotification")) or said.get("SoundName"):
        effects.append(Effect(kind=EffectKind.SHOW))
    if is_true(said.get("StopEvaluatingRules")):
        effects.append(Effect(kind=EffectKind.STOP))
    return effects


def _responses(said: JsonObject) -> list[Effect]:
    found: list[Effect] = []
    said_text = text_of(said.get("ResponseMessage"))[:MAX_TEXT]
    number = said.get("AutoResponseType")
    kind = _RESPONSES.get(number) if isinstance(number, int) else None
    for key, own in (
        ("ForwardRecipients", EffectKind.FORWARD),
        ("RedirectRecipients", EffectKind.REDIRECT),
        ("Recipients", kind or EffectKind.FORWARD),
    ):
        targets = tuple(
            address for text in texts_of(said.get(key)) for address in (addresses_in(text) or (text[:320],))
        )
        if targets:
            found.append(Effect(kind=own, targets=targets, text=said_text))
    if kind is EffectKind.REPLY:
        found.append(Effect(kind=kind, text=said_text))
    elif kind is not None and not found:
        # It passes mail on, but to whom is not told.
        found.append(Effect(kind=kind, text=said_text, is_open=True))
    return found


def _folder(url: str) -> str:
    _scheme, mark, rest = url.partition("://")
    path = rest.partition("/")[2] if mark else url
    return percent_decoded(path)[:500] or url[:500]


def _moment(value: object) -> datetime | None:
    """Apple counts seconds from 2001."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < 4e9:
        return None
    return datetime(2001, 1, 1, tzinfo=UTC) + timedelta(seconds=float(value))


def raw_text(said: JsonObject) -> str:
    """Return the fields of a dictionary as lines."""
    return "\n".join(f"{key}: {text_of(value) or value!r}"[:500] for key, value in said.items())[:MAX_TEXT]


def _raw(said: JsonObject) -> str:
    return raw_text({key: value for key, value in said.items() if key != "Criteria"}) + "".join(
        "\n- " + raw_text(object_of(item)).replace("\n", ", ") for item in list_of(said.get("Criteria"))[:20]
    )
