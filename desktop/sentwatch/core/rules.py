"""Rules as their owner sees them: when they act, what they do, where they live, and what of them we could not read."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sentwatch.core.phrase import Phrase


class RuleLanguage(enum.Enum):
    """In which language a set of rules is written."""

    SIEVE = "sieve"
    GMAIL = "gmail"
    OUTLOOK = "outlook"
    THUNDERBIRD = "thunderbird"
    APPLE = "apple"


class Standing(enum.Enum):
    """Whether a set is in use. An inactive set's rules are read as switched off."""

    ACTIVE = "active"
    INCLUDED = "included"
    INACTIVE = "inactive"


class Moment(enum.Enum):
    """When a rule runs; arriving mail unless said otherwise."""

    ARRIVAL = "arrival"
    MANUAL = "manual"
    AFTER_SENDING = "after-sending"
    ARCHIVING = "archiving"
    PERIODIC = "periodic"
    FOLDER_CHANGE = "folder-change"


class Part(enum.Enum):
    """What of a message a condition looks at."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    SUBJECT = "subject"
    BODY = "body"
    ANY_TEXT = "any-text"
    """Subject or body, or a search over everything."""
    HEADER = "header"
    SIZE = "size"
    DATE = "date"
    ATTACHMENT = "attachment"
    SPAM = "spam"
    FLAG = "flag"
    SEEN_BEFORE = "seen-before"
    KIND = "kind"
    """What sort of mail it is: a reply, a meeting request, a bounce, a mailing list."""
    SURROUNDINGS = "surroundings"
    """The server, the folder, what the server can do: nothing of the message."""
    REST = "rest"
    """What no rule above took (`else`, `elsif`)."""
    NEVER = "never"
    OTHER = "other"


class Comparison(enum.Enum):
    """How the part is compared with the values; any one of the values is enough."""

    CONTAINS = "contains"
    IS = "is"
    BEGINS = "begins"
    ENDS = "ends"
    PATTERN = "pattern"
    """With wildcards (`*`, `?`)."""
    REGEX = "regex"
    OVER = "over"
    UNDER = "under"
    EXISTS = "exists"


class Need(enum.Enum):
    """How many parts of a group must hold."""

    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One comparison. `detail` names the header, the list, the folder; sizes are bytes as digits."""

    part: Part
    comparison: Comparison = Comparison.CONTAINS
    values: tuple[str, ...] = ()
    detail: str = ""
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Several tests joined. A group of all of nothing always holds, one of any of nothing never does."""

    need: Need = Need.ALL
    tests: tuple[Test, ...] = ()
    negated: bool = False


Test: TypeAlias = "Condition | Group"
ALWAYS = Group()


class EffectKind(enum.Enum):
    """What a rule does with a message."""

    FORWARD = "forward"
    FORWARD_ATTACHED = "forward-attached"
    REDIRECT = "redirect"
    NO_COPY = "no-copy"
    """Nothing stays in the mailbox after passing it on."""
    KEEP = "keep"
    DELETE = "delete"
    """Into the trash."""
    DISCARD = "discard"
    """For good, or so that it never arrives."""
    MOVE = "move"
    COPY = "copy"
    ARCHIVE = "archive"
    """Past the inbox, into the archive or "all mail"."""
    JUNK = "junk"
    NOT_JUNK = "not-junk"
    MARK_READ = "mark-read"
    MARK_UNREAD = "mark-unread"
    LABEL = "label"
    """Flags, stars, categories, importance."""
    STOP = "stop"
    REJECT = "reject"
    REPLY = "reply"
    NOTIFY = "notify"
    REPORT = "report"
    """Sends a complaint with the message in it."""
    RUN = "run"
    EDIT_HEADER = "edit-header"
    CHANGE_CONTENT = "change-content"
    SNOOZE = "snooze"
    CALENDAR = "calendar"
    SHOW = "show"
    """A colour, a sound, a notice on this screen."""
    SEND_AS = "send-as"
    REPLY_TO = "reply-to"
    GIVE_ACCESS = "give-access"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing a rule does.

    `targets` are addresses, folders, labels, programs or header names, as far as they can be known beforehand;
    `is_open` says that the rest is made up only when a message arrives (a variable). `text` is what is said: a reply,
    a new header value, the arguments of a program.
    """

    kind: EffectKind
    targets: tuple[str, ...] = ()
    text: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood:
    """A piece that was not understood: its line (counted from 1, 0 where there are none), its text, and why."""

    line: int
    text: str
    reason: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `order` counts from 1 within its set; `raw` is its text as written, capped.

    `spans` are the places in the script's text (character offsets) of the commands that do its effects, for switching
    them off; empty where a rule can be switched off only at the provider. `is_setting` marks what is no rule in its
    own language but acts like one: a forwarding address of the mailbox, a vacation reply, a sender address.
    """

    name: str
    enabled: bool
    order: int
    test: Test = ALWAYS
    effects: tuple[Effect, ...] = ()
    raw: str = ""
    line: int = 0
    spans: tuple[tuple[int, int], ...] = ()
    moments: tuple[Moment, ...] = (Moment.ARRIVAL,)
    is_setting: bool = False
    is_hidden: bool = False
    changed_at: datetime | None = None
    made_by: str = ""
    not_understood: tuple[NotUnderstood, ...] = ()

    def has(self, *kinds: EffectKind) -> bool:
        """Whether one of its effects is of one of these kinds."""
        return any(effect.kind in kinds for effect in self.effects)

    def targets(self, *kinds: EffectKind) -> tuple[str, ...]:
        """Return the targets of its effects of these kinds, once each, in order."""
        return tuple(dict.fromkeys(t for effect in self.effects if effect.kind in kinds for t in effect.targets))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """All rules of one place: a script, a file, the filters of an account.

    `refused` says why nothing of it was read (too large, not what it says it is). A set in which something was not
    understood is never called clean.
    """

    language: RuleLanguage
    name: str
    standing: Standing = Standing.ACTIVE
    owner: str = ""
    """The mailbox it belongs to, where the text itself says so (an administrator's export)."""
    rules: tuple[Rule, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    refused: Phrase | None = None

    @property
    def all_not_understood(self) -> tuple[NotUnderstood, ...]:
        """What was not understood in the set and inside its rules, by line."""
        inside = (piece for rule in self.rules for piece in rule.not_understood)
        return tuple(sorted((*self.not_understood, *inside), key=lambda piece: piece.line))

    @property
    def is_understood(self) -> bool:
        """Whether every word of it was read."""
        return self.refused is None and not self.all_not_understood


def conditions_of(test: Test) -> Iterator[Condition]:
    """Every condition of a test, those inside groups too. A negated group's conditions come out negated."""
    if isinstance(test, Condition):
        yield test
        return
    for part in test.tests:
        for condition in conditions_of(part):
            yield _turned(condition) if test.negated else condition


def _turned(condition: Condition) -> Condition:
    return Condition(
        part=condition.part,
        comparison=condition.comparison,
        values=condition.values,
        detail=condition.detail,
        negated=not condition.negated,
    )


def all_of(tests: Iterable[Test]) -> Test:
    """Join tests that must all hold; one alone stays as it is."""
    kept = tuple(test for test in tests if test != ALWAYS)
    return kept[0] if len(kept) == 1 else Group(need=Need.ALL, tests=kept)


def any_of(tests: Iterable[Test]) -> Test:
    """Join tests of which one is enough; one alone stays as it is."""
    kept = tuple(tests)
    return kept[0] if len(kept) == 1 else Group(need=Need.ANY, tests=kept)


def not_(test: Test) -> Test:
    """The opposite of a test."""
    if isinstance(test, Condition):
        return _turned(test)
    return Group(need=test.need, tests=test.tests, negated=not test.negated)


def rule_hash(rule: Rule) -> str:
    """Return 32 hex digits that stay the same while the rule does the same.

    Neither the name, the place nor the spelling of the text counts; whether it is switched on, what it looks for, what
    it does and what of it could not be understood does.
    """
    said = (
        rule.enabled,
        sorted(moment.value for moment in rule.moments),
        _test_key(rule.test),
        sorted(_effect_key(effect) for effect in rule.effects),
        sorted(piece.text for piece in rule.not_understood),
    )
    return _digest(said)


def _effect_key(effect: Effect) -> str:
    return _digest((effect.kind.value, sorted(_folded(effect.targets)), effect.text, effect.is_open))


def _test_key(test: Test) -> str:
    if isinstance(test, Condition):
        values = sorted(_folded(test.values))
        return _digest((test.negated, test.part.value, test.comparison.value, values, test.detail.casefold()))
    if len(test.tests) == 1 and not test.negated:
        return _test_key(test.tests[0])
    return _digest((test.negated, test.need.value, sorted(_test_key(part) for part in test.tests)))


def _digest(said: object) -> str:
    # Each level is digested by itself: nested JSON text would double its backslashes level by level.
    return hashlib.sha256(json.dumps(said, ensure_ascii=True).encode()).hexdigest()[:32]


def _folded(texts: Iterable[str]) -> set[str]:
    return {" ".join(text.casefold().split()) for text in texts}
