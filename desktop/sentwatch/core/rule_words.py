"""A rule in one sentence: "Moves mail that mentions 請求書 to RSS Feeds and marks it read"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sentwatch.core.phrase import N_, Param, Params, Phrase, phrase
from sentwatch.core.rule_effect_words import EFFECT_WORDS
from sentwatch.core.rules import (
    Comparison,
    Condition,
    Effect,
    EffectKind,
    Group,
    Moment,
    Need,
    Part,
    Rule,
    Test,
)

MAX_VALUES: Final = 3
MAX_CLAUSES: Final = 4

_ALL_MAIL: Final = N_("all mail")
_ALL_SENT: Final = N_("all sent mail")
_MAIL: Final = N_("mail that {clause}")
_SENT: Final = N_("sent mail that {clause}")

# What a condition asks for, and its opposite. The values are any-of.
_CLAUSES: Final[dict[Part, tuple[str, str]]] = {
    Part.SENDER: (N_("comes from {values}"), N_("does not come from {values}")),
    Part.RECIPIENT: (N_("is addressed to {values}"), N_("is not addressed to {values}")),
    Part.SUBJECT: (N_("has {values} in its subject"), N_("does not have {values} in its subject")),
    Part.BODY: (N_("mentions {values}"), N_("does not mention {values}")),
    Part.ANY_TEXT: (N_("mentions {values}"), N_("does not mention {values}")),
    Part.HEADER: (N_("has {values} in its header {name}"), N_("does not have {values} in its header {name}")),
    Part.KIND: (N_("has {values} in its header {name}"), N_("does not have {values} in its header {name}")),
    Part.DATE: (N_("arrives at certain times"), N_("does not arrive at certain times")),
    Part.ATTACHMENT: (N_("has an attachment"), N_("has no attachment")),
    Part.SPAM: (N_("has a certain spam or virus rating"), N_("does not have a certain spam or virus rating")),
    Part.FLAG: (N_("carries the mark {values}"), N_("does not carry the mark {values}")),
    Part.SEEN_BEFORE: (N_("arrives once more"), N_("arrives for the first time")),
    Part.SURROUNDINGS: (N_("meets a condition of the server"), N_("does not meet a condition of the server")),
    Part.REST: (N_("no rule above has taken"), N_("a rule above has taken")),
    Part.NEVER: (N_("can never arrive"), N_("arrives at all")),
    Part.OTHER: (N_("meets the condition “{name}”"), N_("does not meet the condition “{name}”")),
}
_IN_HEADERS: Final = (N_("has {values} in its headers"), N_("does not have {values} in its headers"))
_EXISTS: Final = (N_("has the header {name}"), N_("does not have the header {name}"))
_LARGER: Final = (N_("is larger than {size}"), N_("is not larger than {size}"))
_SMALLER: Final = (N_("is smaller than {size}"), N_("is not smaller than {size}"))

KINDS: Final[dict[str, tuple[str, str]]] = {
    "bounce": (N_("is a bounce"), N_("is not a bounce")),
    "auto-reply": (N_("is an automatic reply"), N_("is not an automatic reply")),
    "auto-forward": (N_("was forwarded automatically"), N_("was not forwarded automatically")),
    "meeting": (N_("is an invitation to a meeting"), N_("is not an invitation to a meeting")),
    "receipt": (N_("is a read receipt"), N_("is not a read receipt")),
    "approval": (N_("asks for an approval"), N_("does not ask for an approval")),
    "voicemail": (N_("is a voice message"), N_("is not a voice message")),
    "encrypted": (N_("is encrypted"), N_("is not encrypted")),
    "signed": (N_("is signed"), N_("is not signed")),
    "protected": (N_("is protected by rights"), N_("is not protected by rights")),
    "chat": (N_("is a chat"), N_("is not a chat")),
    "list": (N_("comes from a mailing list"), N_("does not come from a mailing list")),
    "to-me": (N_("is addressed to me"), N_("is not addressed to me")),
    "only-to-me": (N_("is addressed only to me"), N_("is not addressed only to me")),
    "cc-me": (N_("has me in its copies"), N_("does not have me in its copies")),
    "known-sender": (N_("comes from somebody in the address book"), N_("comes from somebody not in the address book")),
    "important": (N_("is marked as important"), N_("is not marked as important")),
}
"""Kinds of mail that rule languages know by name: `Condition(part=Part.KIND, comparison=EXISTS, detail=…)`."""

_MORE_VALUES: Final = N_("{values} and {count} more")
_BOTH: Final = N_("{clause} and {more}")
_EITHER: Final = N_("{clause} or {more}")
_BRACKETS: Final = N_("({clause})")
_NOT_BOTH: Final = N_("does not meet ({clause})")
_MORE_CLAUSES: Final = Phrase(
    text=N_("{clause} and {count} more condition"), plural=N_("{clause} and {count} more conditions"), count="count"
)
_OFF: Final = N_("Switched off: {sentence}")
_PARTLY: Final = N_("{sentence} (not all of it was understood)")
_NOTHING: Final = N_("Does nothing with {mail}")
_OPEN: Final = N_("{targets} (fixed only when a message arrives)")
_UNNAMED: Final = N_("somewhere that is not told here")
_ANYTHING: Final = N_("anything")
_NOBODY: Final = N_("somebody who is fixed only when a message arrives")


def describe(rule: Rule) -> Phrase:
    """Say in one sentence what a rule does, without a full stop."""
    shown = [effect for effect in _shown_effects(rule.effects) if effect.kind in EFFECT_WORDS]
    sentence = _sentence(shown, describe_mail(rule))
    if rule.not_understood:
        sentence = phrase(_PARTLY, sentence=sentence)
    return sentence if rule.enabled else phrase(_OFF, sentence=sentence)


def tells_of_off(sentence: Phrase) -> bool:
    """Whether a sentence that was kept tells of a rule that is switched off."""
    return sentence.text == _OFF


def describe_effect(effect: Effect) -> Phrase:
    """Say what one effect does with "all mail"; for lists of facts."""
    words = EFFECT_WORDS.get(effect.kind)
    mail = phrase(_ALL_MAIL)
    return phrase(_NOTHING, mail=mail) if words is None else phrase(words.only, mail=mail, to=_targets(effect))


def describe_mail(rule: Rule) -> Phrase:
    """Say which mail a rule takes: "mail that mentions 請求書"."""
    is_sent = rule.moments == (Moment.AFTER_SENDING,)
    if isinstance(rule.test, Group) and not rule.test.tests and rule.test.need is Need.ALL and not rule.test.negated:
        return phrase(_ALL_SENT if is_sent else _ALL_MAIL)
    return phrase(_SENT if is_sent else _MAIL, clause=_clause(rule.test))


# Said first what weighs most; what only ends the work comes last.
_ORDER: Final = (
    EffectKind.FORWARD,
    EffectKind.FORWARD_ATTACHED,
    EffectKind.REDIRECT,
    EffectKind.RUN,
    EffectKind.NO_COPY,
    EffectKind.DISCARD,
    EffectKind.DELETE,
    EffectKind.REJECT,
    EffectKind.MOVE,
    EffectKind.JUNK,
    EffectKind.COPY,
    EffectKind.ARCHIVE,
    EffectKind.MARK_READ,
)


def _shown_effects(effects: tuple[Effect, ...]) -> list[Effect]:
    """Join effects of one kind, so that "moves" is said once, and put them in the order of the sentence."""
    by_kind: dict[EffectKind, Effect] = {}
    for effect in effects:
        before = by_kind.get(effect.kind)
        if before is not None:
            effect = Effect(  # noqa: PLW2901 - joined with those before
                kind=effect.kind,
                targets=tuple(dict.fromkeys((*before.targets, *effect.targets))),
                is_open=before.is_open or effect.is_open,
            )
        by_kind[effect.kind] = effect
    rank = {kind: place for place, kind in enumerate(_ORDER)}
    rank[EffectKind.STOP] = len(rank) + 1
    return sorted(by_kind.values(), key=lambda effect: rank.get(effect.kind, len(_ORDER)))


def _sentence(effects: list[Effect], mail: Phrase) -> Phrase:
    if not effects:
        return phrase(_NOTHING, mail=mail)
    first, *others = effects
    rest: Phrase | None = None
    for effect in reversed(others):
        words = EFFECT_WORDS[effect.kind]
        if rest is None:
            rest = phrase(words.last, to=_targets(effect))
        else:
            rest = phrase(words.then, to=_targets(effect), rest=rest)
    words = EFFECT_WORDS[first.kind]
    if rest is None:
        return phrase(words.only, mail=mail, to=_targets(first))
    return phrase(words.first, mail=mail, to=_targets(first), rest=rest)


def _targets(effect: Effect) -> Param:
    known = tuple(target for target in effect.targets if target)
    if not effect.is_open:
        return _few(known) if known else phrase(_UNNAMED)
    return phrase(_OPEN, targets=_few(known)) if known else phrase(_NOBODY)


def _few(values: tuple[str, ...]) -> Param:
    if len(values) <= MAX_VALUES:
        return values
    return phrase(_MORE_VALUES, values=values[:MAX_VALUES], count=len(values) - MAX_VALUES)


def _clause(test: Test) -> Phrase:
    if isinstance(test, Condition):
        return _condition(test)
    parts = test.tests[:MAX_CLAUSES]
    clauses: list[Phrase] = []
    for part in parts:
        clause = _clause(part) if isinstance(part, Condition) else _inner(part)
        if clause not in clauses:
            clauses.append(clause)
    if not clauses:
        holds = (test.need is Need.ALL) is not test.negated
        return phrase(_CLAUSES[Part.NEVER][1 if holds else 0])
    joined = clauses[-1]
    for clause in reversed(clauses[:-1]):
        joined = phrase(_BOTH if test.need is Need.ALL else _EITHER, clause=clause, more=joined)
    if len(test.tests) > MAX_CLAUSES:
        params: Params = {"clause": joined, "count": len(test.tests) - MAX_CLAUSES}
        joined = replace(_MORE_CLAUSES, params=params)
    return phrase(_NOT_BOTH, clause=joined) if test.negated else joined


def _inner(group: Group) -> Phrase:
    clause = _clause(group)
    return clause if group.negated or len(group.tests) < 2 else phrase(_BRACKETS, clause=clause)


def _condition(condition: Condition) -> Phrase:
    texts = _texts(condition)
    if condition.part is Part.SIZE:
        size = _size(condition.values[0]) if condition.values else ""
        return phrase(texts[condition.negated], size=size)
    shown = tuple(_shown(condition, value) for value in condition.values)
    values = _few(shown) if all(shown) else phrase(_ANYTHING)
    text = texts[condition.negated]
    params = {"values": values, "name": condition.detail}
    # What the text does not say must not tell two conditions apart, or it would be said twice.
    return Phrase(text=text, params={name: value for name, value in params.items() if f"{{{name}}}" in text})


def _texts(condition: Condition) -> tuple[str, str]:
    if condition.part is Part.SIZE:
        return _SMALLER if condition.comparison is Comparison.UNDER else _LARGER
    if condition.comparison is Comparison.EXISTS:
        if condition.part is Part.KIND and condition.detail in KINDS:
            return KINDS[condition.detail]
        if condition.part in {Part.HEADER, Part.KIND, Part.SENDER, Part.RECIPIENT, Part.SUBJECT}:
            return _EXISTS
    if condition.part is Part.HEADER and not condition.detail:
        return _IN_HEADERS
    return _CLAUSES[condition.part]


def _shown(condition: Condition, value: str) -> str:
    if condition.comparison is Comparison.PATTERN:
        inner = value.strip("*")
        return value if "*" in inner or "?" in inner else inner
    if condition.comparison is Comparison.IS:
        return value or "“”"
    return value


def _size(digits: str) -> str:
    size = float(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0.0
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1024 or unit == "GB":
            break
        size /= 1024
    return f"{size:.0f} {unit}" if size >= 10 or size == int(size) else f"{size:.1f} {unit}"
