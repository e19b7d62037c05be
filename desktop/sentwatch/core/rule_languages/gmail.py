"""Gmail's exported filters (mailFilters.xml): an Atom feed with one entry a filter."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, InputSource

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.expatreader import create_parser  # type: ignore[import-untyped]

from sentwatch.core.phrase import N_, phrase
from sentwatch.core.rule_addresses import addresses_in
from sentwatch.core.rule_languages.gmail_terms import (
    ATTACHMENT,
    NO_CHATS,
    field_test,
    query_test,
    size_test,
    without_test,
)
from sentwatch.core.rule_languages.limits import (
    BROKEN,
    HOSTILE_XML,
    MAX_BYTES,
    MAX_DEPTH,
    MAX_RULES,
    MAX_TEXT,
    TOO_DEEP,
    capped,
    refused,
    too_large,
    too_many_rules,
)
from sentwatch.core.rules import Effect, EffectKind, NotUnderstood, Part, Rule, RuleLanguage, RuleSet, Test, all_of

MAX_PROPERTIES: Final = 100
"""Of one filter; Gmail writes at most some twenty."""

_UNKNOWN: Final = N_("A setting we do not know: {name}")
_ODD_VALUE: Final = N_("A value we do not expect in {name}")

_Property: TypeAlias = tuple[str, str, int]
"""Name, value, line."""


@dataclass(slots=True)
class _Entry:
    line: int
    last_line: int = 0
    properties: list[_Property] = field(default_factory=list)


class _TooDeepError(SAXException):
    """The feed is nested deeper than any."""


class _Feed(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[_Entry] = []
        self.too_many_at = 0
        self.root = ""
        self._depth = 0
        self._entry: _Entry | None = None

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self._depth += 1
        self.root = self.root or name
        if self._depth > MAX_DEPTH:
            raise _TooDeepError("too deep")
        if name == "entry" and self._entry is None:
            if len(self.entries) >= MAX_RULES:
                self.too_many_at = self.too_many_at or self._line()
                return
            self._entry = _Entry(line=self._line())
        elif self._entry is None:
            return
        elif name == "apps:property" and len(self._entry.properties) < MAX_PROPERTIES:
            said = (attrs.get("name", ""), attrs.get("value", "")[:MAX_TEXT], self._line())
            self._entry.properties.append(said)

    def endElement(self, name: str) -> None:  # noqa: N802
        self._depth -= 1
        if self._entry is None:
            return
        if name == "entry":
            self._entry.last_line = self._line()
            self.entries.append(self._entry)
            self._entry = None

    def _line(self) -> int:
        locator = self._locator  # type: ignore[attr-defined]
        return int(locator.getLineNumber() or 0)


def read_gmail_filters(data: bytes | str, *, name: str) -> RuleSet:
    """Read a mailFilters.xml."""
    if len(data) > MAX_BYTES:
        return too_large(RuleLanguage.GMAIL, name)
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    feed = _Feed()
    try:
        _parse(raw, feed)
    except DefusedXmlException:
        return refused(RuleLanguage.GMAIL, name, phrase(HOSTILE_XML))
    except _TooDeepError:
        return refused(RuleLanguage.GMAIL, name, phrase(TOO_DEEP, limit=MAX_DEPTH))
    except (SAXParseException, SAXException, ValueError, LookupError):
        if not feed.entries:
            return refused(RuleLanguage.GMAIL, name, phrase(BROKEN))
        pieces = [NotUnderstood(line=feed.entries[-1].last_line, text="", reason=phrase(BROKEN))]
    else:
        pieces = []
    if feed.root != "feed":
        return refused(RuleLanguage.GMAIL, name, phrase(BROKEN))
    if feed.too_many_at:
        pieces.append(too_many_rules(feed.too_many_at))
    lines = raw.decode("utf-8", "replace").split("\n")
    rules = tuple(_rule(entry, order, lines) for order, entry in enumerate(feed.entries, start=1))
    return RuleSet(language=RuleLanguage.GMAIL, name=name, rules=rules, not_understood=capped(pieces))


def _parse(raw: bytes, feed: _Feed) -> None:
    # Our own document types and entities are none of Gmail's: a file that brings some is refused.
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(feed)
    source = InputSource()
    source.setByteStream(io.BytesIO(raw))
    parser.parse(source)


def _rule(entry: _Entry, order: int, lines: list[str]) -> Rule:
    properties = {name: value for name, value, _ in entry.properties}
    not_understood: list[NotUnderstood] = []
    tests: list[Test] = []
    effects: list[Effect] = []
    for name, value, line in entry.properties:
        if name in _IGNORED:
            continue
        known = False
        try:
            test = _test(name, value, properties)
            effect = None if test is not None else _effect(name, value)
            known = test is not None or effect is not None or value.strip().lower() == "false"
            reason = _UNKNOWN
        except ValueError:
            test, effect, reason = None, None, _ODD_VALUE
        if test is not None:
            tests.append(test)
        if effect is not None:
            effects.append(effect)
        if not known:
            not_understood.append(NotUnderstood(line=line, text=f"{name}={value}", reason=phrase(reason, name=name)))
    return Rule(
        name="",
        enabled=True,
        order=order,
        test=all_of(tests),
        effects=tuple(in_order(effects)),
        raw="\n".join(lines[max(0, entry.line - 1) : entry.last_line])[:MAX_TEXT],
        line=entry.line,
        not_understood=capped(not_understood),
    )


# sizeOperator and sizeUnit belong to size.
_IGNORED: Final = frozenset(("sizeOperator", "sizeUnit"))
_FIELDS: Final = {"from": Part.SENDER, "to": Part.RECIPIENT, "subject": Part.SUBJECT}


def _test(name: str, value: str, properties: dict[str, str]) -> Test | None:
    if name in _FIELDS:
        return field_test(_FIELDS[name], value)
    if name == "hasTheWord":
        return query_test(value)
    if name == "doesNotHaveTheWord":
        return without_test(value)
    if name == "hasAttachment" and value == "true":
        return ATTACHMENT
    if name == "excludeChats" and value == "true":
        return NO_CHATS
    if name == "size":
        is_smaller = properties.get("sizeOperator") == "s_ss"
        test = size_test(value, is_smaller=is_smaller, unit=properties.get("sizeUnit", "s_sb"))
        if test is None:
            raise ValueError(name)
        return test
    return None


_SWITCHES: Final = {
    "shouldTrash": Effect(kind=EffectKind.DELETE),
    "shouldArchive": Effect(kind=EffectKind.ARCHIVE),
    "shouldMarkAsRead": Effect(kind=EffectKind.MARK_READ),
    "shouldStar": Effect(kind=EffectKind.LABEL, targets=("★",)),
    "shouldSpam": Effect(kind=EffectKind.JUNK),
    "shouldNeverSpam": Effect(kind=EffectKind.NOT_JUNK),
    "shouldAlwaysMarkAsImportant": Effect(kind=EffectKind.LABEL, targets=("!",)),
    "shouldNeverMarkAsImportant": Effect(kind=EffectKind.OTHER, text="not important"),
}


def _effect(name: str, value: str) -> Effect | None:
    if name in _SWITCHES:
        return _SWITCHES[name] if value.strip().lower() == "true" else None
    if name == "forwardTo":
        return Effect(kind=EffectKind.FORWARD, targets=addresses_in(value) or (value[:320],))
    if name == "label":
        return Effect(kind=EffectKind.LABEL, targets=(value,))
    if name == "smartLabelToApply":
        return Effect(kind=EffectKind.LABEL, targets=(value.removeprefix("^smartlabel_"),))
    if name == "cannedResponse":
        return Effect(kind=EffectKind.REPLY, text=value)
    return None


_ORDER: Final = (EffectKind.FORWARD, EffectKind.DELETE, EffectKind.JUNK, EffectKind.ARCHIVE, EffectKind.MOVE)
_SIGNS: Final = frozenset((("★",), ("!",)))


def in_order(effects: list[Effect]) -> Iterator[Effect]:
    """Put what weighs most first. A mail that is archived under a label lies in that label as in a folder."""
    labels = [effect for effect in effects if effect.kind is EffectKind.LABEL and effect.targets not in _SIGNS]
    if labels and any(effect.kind is EffectKind.ARCHIVE for effect in effects):
        moved = [Effect(kind=EffectKind.MOVE, targets=label.targets) for label in labels]
        effects = [effect for effect in effects if effect.kind is not EffectKind.ARCHIVE and effect not in labels]
        effects += moved
    rank = {kind: place for place, kind in enumerate(_ORDER)}
    yield from sorted(effects, key=lambda effect: rank.get(effect.kind, len(rank)))
