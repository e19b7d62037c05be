"""Sieve's tests as conditions: those of RFC 5228 and of every extension we know of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from sentwatch.core.phrase import N_, phrase
from sentwatch.core.rule_languages.limits import MAX_VALUES
from sentwatch.core.rule_languages.sieve_arguments import (
    ADDRESS_PART,
    INDEX,
    MATCH,
    MIME,
    Arguments,
    Takes,
    read_arguments,
)
from sentwatch.core.rule_languages.sieve_grammar import Call
from sentwatch.core.rule_languages.sieve_variables import Variables
from sentwatch.core.rules import (
    ALWAYS,
    Comparison,
    Condition,
    Effect,
    EffectKind,
    NotUnderstood,
    Part,
    Test,
    all_of,
    any_of,
    not_,
)

NEVER: Final = Condition(part=Part.NEVER, comparison=Comparison.EXISTS)
UNKNOWN_TEST: Final = N_("A test we do not know: {name}")
UNKNOWN_TAG: Final = N_("An argument we do not know: {name}")
ODD_ARGUMENTS: Final = N_("Arguments we do not expect: {name}")

_SENDER: Final = frozenset(
    ("from", "sender", "reply-to", "return-path", "resent-from", "resent-sender", "x-original-from", "envelope-from")
)
_RECIPIENT: Final = frozenset(
    (
        "to", "cc", "bcc", "resent-to", "resent-cc", "resent-bcc", "delivered-to", "x-delivered-to", "envelope-to",
        "x-original-to", "x-envelope-to", "x-resolved-to", "apparently-to", "x-forwarded-to",
    )
)  # fmt: skip
_KIND: Final = frozenset(
    (
        "list-id", "list-post", "list-unsubscribe", "mailing-list", "x-mailing-list", "precedence", "auto-submitted",
        "in-reply-to", "references", "content-type", "x-autoreply", "x-auto-response-suppress", "importance",
        "x-priority",
    )
)  # fmt: skip


@dataclass(slots=True)
class Reader:
    """Reads tests at one place of a script. `effects` gathers what tests do besides testing (programs they run)."""

    variables: Variables
    not_understood: list[NotUnderstood] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    def read(self, call: Call) -> Test:
        """Return the conditions of a test; what is not known is kept by name and noted."""
        if call.name in {"allof", "anyof"} and call.tests and not call.arguments:
            parts = [self.read(part) for part in call.tests]
            return all_of(parts) if call.name == "allof" else any_of(parts)
        if call.name == "not" and len(call.tests) == 1 and not call.arguments:
            return not_(self.read(call.tests[0]))
        known = _TESTS.get(call.name)
        if known is None:
            self.note(call, UNKNOWN_TEST, name=call.name)
            return Condition(part=Part.OTHER, comparison=Comparison.EXISTS, detail=call.name)
        takes, make = known
        arguments = read_arguments(call, takes)
        for tag in arguments.unknown:
            self.note(call, UNKNOWN_TAG, name=tag)
        made = None if call.tests else make(self, call, arguments)
        if made is None:
            self.note(call, ODD_ARGUMENTS, name=call.name)
            return Condition(part=Part.OTHER, comparison=Comparison.EXISTS, detail=call.name)
        return made

    def note(self, call: Call, reason: str, *, name: str) -> None:
        """Remember a piece that was not understood."""
        said = " ".join(text for argument in call.arguments for text in getattr(argument, "values", ()))
        piece = NotUnderstood(line=call.line, text=f"{call.name} {said}"[:2_000], reason=phrase(reason, name=name))
        self.not_understood.append(piece)

    def values(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the values a test compares with, variables filled in."""
        return self.variables.all_expanded(tuple(texts)[:MAX_VALUES]).texts


def constant(test: Test) -> bool | None:
    """Whether a test always holds (True), never does (False), or depends on the message."""
    if isinstance(test, Condition):
        return test.negated if test.part is Part.NEVER else None
    known = [constant(part) for part in test.tests]
    if test.need.value == "all":
        value = False if False in known else (True if all(k is True for k in known) else None)
    else:
        value = True if True in known else (False if all(k is False for k in known) else None)
    return value if value is None else value is not test.negated


_Make: TypeAlias = "Callable[[Reader, Call, Arguments], Test | None]"


def _true(_reader: Reader, _call: Call, arguments: Arguments) -> Test | None:
    return None if arguments.positional else ALWAYS


def _false(_reader: Reader, _call: Call, arguments: Arguments) -> Test | None:
    return None if arguments.positional else NEVER


def _compared(arguments: Arguments) -> tuple[Comparison, bool]:
    """Return the comparison, and whether it means the opposite."""
    for tag, comparison in (
        ("contains", Comparison.CONTAINS),
        ("matches", Comparison.PATTERN),
        ("regex", Comparison.REGEX),
    ):
        if tag in arguments.tags:
            return comparison, False
    for tag in ("value", "count"):
        if tag in arguments.tags:
            relation = (arguments.tagged(tag) or ("eq",))[0].lower()
            if relation in {"gt", "ge"}:
                return Comparison.OVER, False
            if relation in {"lt", "le"}:
                return Comparison.UNDER, False
            return Comparison.IS, relation == "ne"
    return Comparison.IS, False


def _detail(arguments: Arguments) -> str:
    parts = [tag for tag in ("domain", "localpart", "user", "detail") if tag in arguments.tags]
    return parts[0] if parts else ""


def _part_of_header(name: str) -> Part:
    folded = name.strip().lower()
    if folded == "subject":
        return Part.SUBJECT
    if folded in _SENDER:
        return Part.SENDER
    if folded in _RECIPIENT:
        return Part.RECIPIENT
    return Part.KIND if folded in _KIND else Part.HEADER


def _headers(
    reader: Reader, arguments: Arguments, names: tuple[str, ...], keys: tuple[str, ...], comparison: Comparison
) -> Test:
    """One condition for each part of the message that the headers belong to; any one of them is enough."""
    if "count" in arguments.tags:
        detail = "number of " + ", ".join(reader.values(names))[:200]
        return Condition(part=Part.OTHER, comparison=comparison, values=reader.values(keys), detail=detail)
    by_part: dict[Part, list[str]] = {}
    for name in reader.values(names):
        by_part.setdefault(_part_of_header(name), []).append(name)
    values = reader.values(keys)
    conditions = []
    for part, known in by_part.items():
        detail = _detail(arguments)
        if part in {Part.HEADER, Part.KIND}:
            detail = ", ".join(known)[:200]
        conditions.append(Condition(part=part, comparison=comparison, values=values, detail=detail))
    return any_of(conditions)


def _header(reader: Reader, _call: Call, arguments: Arguments) -> Test | None:
    if len(arguments.positional) != 2:
        return None
    comparison, is_opposite = _compared(arguments)
    test = _headers(reader, arguments, arguments.strings(0), arguments.strings(1), comparison)
    return not_(test) if is_opposite else test


def _envelope(reader: Reader, _call: Call, arguments: Arguments) -> Test | None:
    if len(arguments.positional) != 2:
        return None
    comparison, is_opposite = _compared(arguments)
    parts = {"from": Part.SENDER, "to": Part.RECIPIENT}
    values = reader.values(arguments.strings(1))
    made = [
        Condition(
            part=parts.get(name.lower(), Part.SURROUNDINGS),
            comparison=comparison,
            values=values,
            detail=_detail(arguments),
        )
        for name in arguments.strings(0)
    ]
    return not_(any_of(made)) if is_opposite else any_of(made)


def _exists(reader: Reader, _call: Call, arguments: Arguments) -> Test | None:
    if len(arguments.positional) != 1:
        return None
    return all_of(
        Condition(part=_part_of_header(name), comparison=Comparison.EXISTS, detail=name)
        for name in reader.values(arguments.strings(0))
    )


def _size(_reader: Reader, _call: Call, arguments: Arguments) -> Test | None:
    limit = arguments.number(0)
    if limit is None or len(arguments.positional) != 1:
        return None
    comparison = Comparison.UNDER if "under" in arguments.tags else Comparison.OVER
    return Condition(part=Part.SIZE, comparison=comparison, values=(str(limit),))


def _body(reader: Reader, _call: Call, arguments: Arguments) -> Test | None:
    if len(arguments.positional) != 1:
        return None
    comparison, is_opposite = _compared(arguments)
    return Condition(
        part=Part.BODY, comparison=comparison, values=reader.values(arguments.strings(0)), negated=is_opposite
    )


def _date(reader: Reader, call: Call, arguments: Arguments) -> Test | None:
    if len(arguments.positional) != (3 if call.name == "date" else 2):
        return None
    comparison, is_opposite = _compared(arguments)
    detail = (arguments.strings(-2) or ("",))[0]
    return Condition(
        part=Part.DATE,
        comparison=comparison,
        values=reader.values(arguments.strings(-1)),
        detail=detail,
        negated=is_opposite,
    )


def _spam(reader: Reader, call: Call, arguments: Arguments) -> Test | None:
    if len(arguments.positional) != 1:
        return None
    comparison, is_opposite = _compared(arguments)
    return Condition(
        part=Part.SPAM,
        comparison=comparison,
        values=reader.values(arguments.strings(0)),
        detail=call.name,
        negated=is_opposite,
    )


def _flag(reader: Reader, _call: Call, arguments: Arguments) -> Test | None:
    if len(arguments.positional) not in {1, 2}:
        return None
    comparison, is_opposite = _compared(arguments)
    values = reader.values(arguments.strings(-1))
    return Condition(part=Part.FLAG, comparison=comparison, values=values, negated=is_opposite)


def _duplicate(_reader: Reader, _call: Call, arguments: Arguments) -> Test | None:
    return None if arguments.positional else Condition(part=Part.SEEN_BEFORE, comparison=Comparison.EXISTS)


def _string(reader: Reader, _call: Call, arguments: Arguments) -> Test | None:
    if len(arguments.positional) != 2:
        return None
    comparison, is_opposite = _compared(arguments)
    return Condition(
        part=Part.OTHER,
        comparison=comparison,
        values=reader.values(arguments.strings(1)),
        detail=", ".join(reader.values(arguments.strings(0)))[:200],
        negated=is_opposite,
    )


def _surroundings(reader: Reader, call: Call, arguments: Arguments) -> Test | None:
    if not 1 <= len(arguments.positional) <= 3:
        return None
    comparison, is_opposite = _compared(arguments)
    return Condition(
        part=Part.SURROUNDINGS,
        comparison=comparison,
        values=reader.values(arguments.strings(-1)),
        detail=" ".join((call.name, *(arguments.strings(0) if len(arguments.positional) > 1 else ())))[:200],
        negated=is_opposite,
    )


def _program(reader: Reader, call: Call, arguments: Arguments) -> Test | None:
    """Read a test that runs a program (vnd.dovecot.execute, vnd.dovecot.filter): a condition and an effect in one."""
    if not 1 <= len(arguments.positional) <= 2:
        return None
    name = reader.variables.all_expanded(arguments.strings(0))
    given = reader.values(arguments.strings(1))
    reader.effects.append(
        Effect(kind=EffectKind.RUN, targets=name.texts, text=" ".join(given)[:2_000], is_open=name.is_open)
    )
    return Condition(part=Part.OTHER, comparison=Comparison.EXISTS, detail=" ".join((call.name, *name.texts))[:200])


def _convert(reader: Reader, _call: Call, arguments: Arguments) -> Test | None:
    if len(arguments.positional) != 3:
        return None
    reader.effects.append(Effect(kind=EffectKind.CHANGE_CONTENT, text=" ".join(arguments.strings(1))[:200]))
    return Condition(part=Part.KIND, comparison=Comparison.IS, values=arguments.strings(0), detail="content-type")


_HEADER_TAGS: Final[Takes] = {**MATCH, **INDEX, **MIME}
_MAILBOX: Final[Takes] = {**MATCH, "specialuse": 1}

# By test: RFC 5228 (base), 5173 body, 5183 environment, 5228/5233 address, 5229 string, 5232 hasflag, 5235 spamtest,
# 5260 date, 5435 enotify, 5463 ihave, 5490 mailbox/mboxmetadata/servermetadata, 6134 extlists, 6558 convert,
# 7352 duplicate, 8579 special-use, 9042 mailboxid; Pigeonhole's own documents for vnd.dovecot.*.
_TESTS: Final[dict[str, tuple[Takes, _Make]]] = {
    "true": ({}, _true),
    "false": ({}, _false),
    "header": (_HEADER_TAGS, _header),
    "address": ({**_HEADER_TAGS, **ADDRESS_PART}, _header),
    "envelope": ({**MATCH, **ADDRESS_PART}, _envelope),
    "exists": (MIME, _exists),
    "size": ({"over": 0, "under": 0}, _size),
    "body": ({**MATCH, "raw": 0, "text": 0, "content": 1}, _body),
    "date": ({**MATCH, **INDEX, "zone": 1, "originalzone": 0}, _date),
    "currentdate": ({**MATCH, "zone": 1}, _date),
    "spamtest": ({**MATCH, "percent": 0}, _spam),
    "virustest": (MATCH, _spam),
    "hasflag": (MATCH, _flag),
    "duplicate": ({"handle": 1, "header": 1, "uniqueid": 1, "seconds": 1, "last": 0}, _duplicate),
    "string": (MATCH, _string),
    "environment": (MATCH, _surroundings),
    "ihave": ({}, _surroundings),
    "mailboxexists": (_MAILBOX, _surroundings),
    "mailboxidexists": ({}, _surroundings),
    "specialuse_exists": ({}, _surroundings),
    "metadata": (MATCH, _surroundings),
    "metadataexists": ({}, _surroundings),
    "servermetadata": (MATCH, _surroundings),
    "servermetadataexists": ({}, _surroundings),
    "valid_notify_method": ({}, _surroundings),
    "notify_method_capability": (MATCH, _surroundings),
    "valid_ext_list": ({}, _surroundings),
    "execute": ({"input": 1, "pipe": 0, "output": 1}, _program),
    "filter": ({}, _program),
    "convert": ({}, _convert),
}
