"""Thunderbird's message filters (msgFilterRules.dat): lines of key="value", a filter beginning with each name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from sentwatch.core.modified_utf7 import decode_utf7
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.rule_addresses import addresses_in, percent_decoded
from sentwatch.core.rule_languages.limits import (
    MAX_BYTES,
    MAX_NAME,
    MAX_RULES,
    MAX_TEXT,
    MAX_VALUES,
    capped,
    decoded,
    too_large,
    too_many_rules,
)
from sentwatch.core.rules import (
    ALWAYS,
    Comparison,
    Condition,
    Effect,
    EffectKind,
    Moment,
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

MAX_LINES: Final = 200
"""Lines of one filter that are kept as its text."""

_LINE: Final = re.compile(r'\s*([A-Za-z][A-Za-z0-9]{0,40})="(.*)"\s*')
_TERM: Final = re.compile(r'\s*+(AND|OR)?\s*+\(((?:[^()"\\]++|\\.|"(?:[^"\\]++|\\.)*+"|\([^()]*+\))*+)\)', re.DOTALL)

_UNKNOWN_LINE: Final = N_("A line we do not know")
_UNKNOWN_ACTION: Final = N_("An action we do not know: {name}")
_UNKNOWN_TERM: Final = N_("A condition we do not know: {name}")

# nsMsgFilterType (comm-central, mailnews/search/public/nsMsgFilterCore.idl, read 2026-11).
_MOMENTS: Final = (
    # Inbox and news, as rules and scripts; after the junk filter.
    (1 | 2 | 4 | 8 | 32, Moment.ARRIVAL),
    (16, Moment.MANUAL),
    (64, Moment.AFTER_SENDING),
    (128, Moment.ARCHIVING),
    (256, Moment.PERIODIC),
)

# Names in nsMsgFilter.cpp and nsMsgSearchTerm.cpp (comm-central, read 2026-11).
_FIELDS: Final = {
    "from": Part.SENDER,
    "from in ab": Part.SENDER,
    "subject": Part.SUBJECT,
    "to": Part.RECIPIENT,
    "cc": Part.RECIPIENT,
    "to or cc": Part.RECIPIENT,
    "all addresses": Part.RECIPIENT,
    "from, to, cc or bcc": Part.RECIPIENT,
    "body": Part.BODY,
    "date": Part.DATE,
    "age in days": Part.DATE,
    "size": Part.SIZE,
    "status": Part.FLAG,
    "tag": Part.FLAG,
    "label": Part.FLAG,
    "priority": Part.FLAG,
    "junk status": Part.SPAM,
    "junk percent": Part.SPAM,
    "junk score origin": Part.SPAM,
    "has attachment status": Part.ATTACHMENT,
}
_COMPARED: Final[dict[str, tuple[Comparison, bool]]] = {
    "contains": (Comparison.CONTAINS, False),
    "doesn't contain": (Comparison.CONTAINS, True),
    "is": (Comparison.IS, False),
    "isn't": (Comparison.IS, True),
    "is empty": (Comparison.IS, False),
    "isn't empty": (Comparison.IS, True),
    "is before": (Comparison.UNDER, False),
    "is after": (Comparison.OVER, False),
    "is higher than": (Comparison.OVER, False),
    "is lower than": (Comparison.UNDER, False),
    "is greater than": (Comparison.OVER, False),
    "is less than": (Comparison.UNDER, False),
    "begins with": (Comparison.BEGINS, False),
    "ends with": (Comparison.ENDS, False),
    "sounds like": (Comparison.CONTAINS, False),
    "ldapdwim": (Comparison.CONTAINS, False),
    "is in ab": (Comparison.EXISTS, False),
    "isn't in ab": (Comparison.EXISTS, True),
    "matches": (Comparison.REGEX, False),
    "doesn't match": (Comparison.REGEX, True),
}
_PLAIN_ACTIONS: Final = {
    "delete": EffectKind.DELETE,
    "mark read": EffectKind.MARK_READ,
    "mark unread": EffectKind.MARK_UNREAD,
    "mark as unread": EffectKind.MARK_UNREAD,
    "mark flagged": EffectKind.LABEL,
    "stop execution": EffectKind.STOP,
    "delete from pop3 server": EffectKind.DISCARD,
    "leave on pop3 server": EffectKind.KEEP,
    "fetch body from pop3server": EffectKind.OTHER,
    "ignore thread": EffectKind.MARK_READ,
    "ignore subthread": EffectKind.MARK_READ,
    "watch thread": EffectKind.OTHER,
}


@dataclass(slots=True)
class _Lines:
    """The lines of one filter."""

    line: int
    name: str
    raw: list[str] = field(default_factory=list)
    enabled: bool = True
    moments: tuple[Moment, ...] = (Moment.ARRIVAL,)
    test: Test = ALWAYS
    effects: list[Effect] = field(default_factory=list)
    pieces: list[NotUnderstood] = field(default_factory=list)


def read_thunderbird(data: bytes | str, *, name: str) -> RuleSet:
    """Read a msgFilterRules.dat."""
    if len(data) > MAX_BYTES:
        return too_large(RuleLanguage.THUNDERBIRD, name)
    filters: list[_Lines] = []
    loose: list[NotUnderstood] = []
    for number, line in enumerate(decoded(data).split("\n"), start=1):
        match = _LINE.fullmatch(line.rstrip("\r")) if line.strip() else None
        if match is None:
            if line.strip():
                pieces = filters[-1].pieces if filters else loose
                pieces.append(NotUnderstood(line=number, text=line[:500], reason=phrase(_UNKNOWN_LINE)))
            continue
        key, value = match[1].lower(), _unescaped(match[2])
        if key == "name":
            if len(filters) >= MAX_RULES:
                loose.append(too_many_rules(number))
                break
            filters.append(_Lines(line=number, name=value[:MAX_NAME]))
        if filters:
            if len(filters[-1].raw) < MAX_LINES:
                filters[-1].raw.append(line.rstrip("\r")[:MAX_TEXT])
            _read_line(filters[-1], key, value, number)
        elif key not in {"version", "logging"}:
            loose.append(NotUnderstood(line=number, text=line[:500], reason=phrase(_UNKNOWN_LINE)))
    rules = tuple(_rule(read, order) for order, read in enumerate(filters, start=1))
    return RuleSet(language=RuleLanguage.THUNDERBIRD, name=name, rules=rules, not_understood=capped(loose))


def _rule(read: _Lines, order: int) -> Rule:
    return Rule(
        name=read.name,
        enabled=read.enabled,
        order=order,
        test=read.test,
        effects=tuple(read.effects),
        raw="\n".join(read.raw)[:MAX_TEXT],
        line=read.line,
        moments=read.moments,
        not_understood=capped(read.pieces),
    )


def _unescaped(text: str) -> str:
    return text.replace('\\"', '"') if "\\" in text else text


def _read_line(read: _Lines, key: str, value: str, line: int) -> None:
    if key == "enabled":
        read.enabled = value.lower() != "no"
    elif key == "type":
        read.moments = _moments(value)
    elif key == "action":
        _action(read, value, line)
    elif key == "actionvalue":
        _action_value(read, value, line)
    elif key == "customid":
        _custom(read, value, line)
    elif key == "condition":
        read.test = _condition(read, value, line)
    elif key not in {"name", "description", "scriptname"}:
        read.pieces.append(NotUnderstood(line=line, text=f'{key}="{value}"'[:500], reason=phrase(_UNKNOWN_LINE)))


def _moments(value: str) -> tuple[Moment, ...]:
    bits = int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 1
    return tuple(moment for mask, moment in _MOMENTS if bits & mask) or (Moment.MANUAL,)


def _action(read: _Lines, value: str, line: int) -> None:
    folded = " ".join(value.lower().split())
    if folded in _PLAIN_ACTIONS:
        targets = ("★",) if folded == "mark flagged" else ()
        read.effects.append(Effect(kind=_PLAIN_ACTIONS[folded], targets=targets))
    elif folded in _WITH_VALUE:
        read.effects.append(Effect(kind=_WITH_VALUE[folded], is_open=True))
    else:
        reason = phrase(_UNKNOWN_ACTION, name=value[:100])
        read.pieces.append(NotUnderstood(line=line, text=f"action={value}"[:500], reason=reason))
        read.effects.append(Effect(kind=EffectKind.OTHER, text=value[:200]))


# The value comes on the next line; until then the target is open.
_WITH_VALUE: Final = {
    "move to folder": EffectKind.MOVE,
    "copy to folder": EffectKind.COPY,
    "forward": EffectKind.FORWARD,
    "reply": EffectKind.REPLY,
    "addtag": EffectKind.LABEL,
    "label": EffectKind.LABEL,
    "change priority": EffectKind.LABEL,
    "junkscore": EffectKind.JUNK,
    "custom": EffectKind.RUN,
}


def _action_value(read: _Lines, value: str, line: int) -> None:
    if not read.effects:
        read.pieces.append(NotUnderstood(line=line, text=value[:500], reason=phrase(_UNKNOWN_LINE)))
        return
    kind = read.effects[-1].kind
    targets: tuple[str, ...] = ()
    text = ""
    if kind in {EffectKind.MOVE, EffectKind.COPY}:
        targets = (folder_of(value),)
    elif kind is EffectKind.FORWARD:
        targets = addresses_in(value) or (value[:320],)
    elif kind is EffectKind.JUNK:
        kind = EffectKind.JUNK if value.strip() == "100" else EffectKind.NOT_JUNK
    elif kind is EffectKind.REPLY:
        # A template message in a folder of Thunderbird's: its words stand there, not here.
        text = percent_decoded(value)[:MAX_TEXT]
    elif kind is EffectKind.RUN:
        targets = (*read.effects[-1].targets, value[:500])
    elif kind is EffectKind.OTHER:
        text = f"{read.effects[-1].text} {value}"[:500]
    else:
        targets = (value[:500],)
    read.effects[-1] = Effect(kind=kind, targets=targets, text=text)


def _custom(read: _Lines, value: str, line: int) -> None:
    """Name an add-on's action: those that start programs or scripts are told apart, of the others we know nothing."""
    if not read.effects or read.effects[-1].kind is not EffectKind.RUN:
        return
    if any(word in value.lower() for word in _PROGRAMS):
        read.effects[-1] = Effect(kind=EffectKind.RUN, targets=(value[:200],))
        return
    read.effects[-1] = Effect(kind=EffectKind.OTHER, text=value[:200])
    reason = phrase(_UNKNOWN_ACTION, name=value[:100])
    read.pieces.append(NotUnderstood(line=line, text=f"customId={value}"[:500], reason=reason))


# FiltaQuilla's and the like: launchFile, runFile, javascriptAction, …
_PROGRAMS: Final = ("launch", "run", "exec", "script")


def folder_of(url: str) -> str:
    """Return the path of a folder's address: imap://user@host/INBOX/RSS and mailbox://… ; the host is left out."""
    _scheme, mark, rest = url.partition("://")
    if not mark:
        return url[:500]
    path = rest.partition("/")[2]
    return decode_utf7(percent_decoded(path))[:500] or url[:500]


def _condition(read: _Lines, value: str, line: int) -> Test:
    if value.strip().upper() == "ALL":
        return ALWAYS
    tests: list[Test] = []
    is_any = False
    at = 0
    while (match := _TERM.match(value, at)) is not None and len(tests) < MAX_VALUES:
        at = match.end()
        is_any = is_any or match[1] == "OR"
        tests.append(_term(read, match[2], line))
    if value[at:].strip() or not tests:
        _unread_term(read, value[at:], line)
    if not tests:
        return Condition(part=Part.OTHER, comparison=Comparison.EXISTS, detail=value[:100])
    return any_of(tests) if is_any else all_of(tests)


def _unread_term(read: _Lines, text: str, line: int) -> None:
    reason = phrase(_UNKNOWN_TERM, name=text.strip()[:100])
    read.pieces.append(NotUnderstood(line=line, text=text[:500], reason=reason))


def _term(read: _Lines, text: str, line: int) -> Test:
    parts = _split_term(text)
    if len(parts) < 3:
        _unread_term(read, text, line)
        return Condition(part=Part.OTHER, comparison=Comparison.EXISTS, detail=text[:100])
    name, compared, value = parts
    known = _COMPARED.get(compared.strip().lower())
    if known is None:
        _unread_term(read, text, line)
        return Condition(part=Part.OTHER, comparison=Comparison.EXISTS, values=(value,), detail=text[:100])
    comparison, is_opposite = known
    field_name = name.strip().strip('"')
    if "@" in field_name or "#" in field_name:
        # An add-on's own kind of condition: what it looks at is not told.
        _unread_term(read, text, line)
    part = _FIELDS.get(field_name.lower(), Part.HEADER)
    if comparison is Comparison.EXISTS:
        test: Test = Condition(part=Part.KIND, comparison=comparison, detail="known-sender")
    elif part is Part.SIZE:
        digits = value.strip()
        size = int(digits) * 1024 if digits.isascii() and digits.isdigit() and len(digits) < 12 else 0
        test = Condition(part=part, comparison=comparison, values=(str(size),))
    else:
        detail = field_name if part is Part.HEADER else ""
        test = Condition(part=part, comparison=comparison, values=(value,), detail=detail)
    return not_(test) if is_opposite else test


def _split_term(text: str) -> list[str]:
    """Split (field,comparison,value); a value or a header name with commas stands in quotes."""
    text = text.strip()
    if text.startswith('"') and '"' in text[1:]:
        name, _, rest = text[1:].partition('"')
        rest = rest.lstrip().removeprefix(",")
    elif text.lower().startswith("from, to, cc or bcc,"):
        name, rest = text[:19], text[20:]
    else:
        name, _, rest = text.partition(",")
    compared, comma, value = rest.partition(",")
    if not comma:
        return [name, compared]
    value = value.strip()
    if len(value) > 1 and value.startswith('"') and value.endswith('"'):
        value = value[1:-1].replace('\\"', '"')
    return [name, compared, value]
