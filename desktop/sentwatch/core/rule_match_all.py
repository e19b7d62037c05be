"""Whether a rule's conditions take everything, are narrowed to a certain sender, or are only about spam."""

from __future__ import annotations

from typing import Final

from sentwatch.core.rule_indicators import BOUNCE_WORDS, HELPERS, is_security_sender, words_in
from sentwatch.core.rules import Comparison, Condition, Group, Need, Part, Test, conditions_of

WORDY: Final = frozenset((Part.SENDER, Part.SUBJECT, Part.BODY, Part.ANY_TEXT, Part.OTHER, Part.RECIPIENT))
"""Parts of a message whose values are words."""

_VOWELS: Final = frozenset("aeiouäöü")
_ANYWHERE: Final = frozenset(
    ("", "@", ".", "*", "in:anywhere", "is:unread", "in:inbox", "larger:1", "size:1", "from:*")
)
_ANY_REGEX: Final = frozenset((".*", ".+", "", "."))
_HELD_BY_ALL: Final = frozenset(("from", "to", "date", "message-id", "received"))


def is_match_all(test: Test) -> bool:
    """Whether a test takes (nearly) everything: no condition, or one of the tricks that look like one."""
    if isinstance(test, Condition):
        return _takes_all(test)
    if not test.tests:
        return (test.need is Need.ALL) is not test.negated
    if test.negated:
        return False
    known = [is_match_all(part) for part in test.tests]
    return all(known) if test.need is Need.ALL else any(known)


def _takes_all(condition: Condition) -> bool:
    """Match-all tricks seen in the wild: a blank, NUL, a star, an @, all vowels, any size (Elastic, Microsoft)."""
    if condition.part is Part.SIZE:
        return _any_size(condition)
    if condition.negated:
        return False
    if condition.comparison is Comparison.EXISTS:
        return condition.detail.lower() in _HELD_BY_ALL
    # A pattern over the part behind a plus (RFC 5233) takes only mail that has one.
    if condition.part not in WORDY or not condition.values or condition.detail == "detail":
        return False
    values = [value.strip("\0 \t").casefold() for value in condition.values]
    if condition.comparison is Comparison.CONTAINS:
        return not _ANYWHERE.isdisjoint(values) or len(_VOWELS.intersection(values)) >= 4
    if condition.comparison is Comparison.PATTERN:
        return any(set(value) <= set("*?@.") for value in values)
    if condition.comparison is Comparison.REGEX:
        return any(value.strip("^$()") in _ANY_REGEX for value in values)
    return False


def _any_size(condition: Condition) -> bool:
    """Whether a size rules nothing out: at least some bytes (Elastic: 1,023), at most more than servers take."""
    digits = condition.values[0][:18] if condition.values else ""
    if not (digits.isascii() and digits.isdigit()):
        return False
    is_floor = (condition.comparison is Comparison.OVER) is not condition.negated
    return int(digits) <= 1_023 if is_floor else int(digits) >= 1 << 30


def is_narrowed(test: Test) -> bool:
    """Whether a certain sender must come on top of everything else: then words like "alert" only sort its mail."""
    parts = test.tests if isinstance(test, Group) and test.need is Need.ALL and not test.negated else (test,)
    return any(isinstance(part, Condition) and _is_certain_sender(part) for part in parts)


def _is_certain_sender(condition: Condition) -> bool:
    return (
        condition.part is Part.SENDER
        and not condition.negated
        and not _takes_all(condition)
        and any("." in value or "@" in value for value in condition.values)
        and not any(is_security_sender(value) for value in condition.values)
        and not words_in(condition.values, (*BOUNCE_WORDS, *HELPERS))
    )


def is_about_leftovers(test: Test) -> bool:
    """Whether every condition asks for a spam filter's mark or for a copy that has arrived already."""
    conditions = [condition for condition in conditions_of(test) if condition.part is not Part.REST]
    has_telling = any(condition.part in _LEFTOVERS or _is_spam_mark(condition) for condition in conditions)
    return has_telling and all(
        condition.part in _LEFTOVERS or condition.part is Part.SIZE or _is_spam_mark(condition)
        for condition in conditions
    )


_LEFTOVERS: Final = frozenset((Part.SPAM, Part.SEEN_BEFORE))


def _is_spam_mark(condition: Condition) -> bool:
    values = [value.strip("* ").lower() for value in condition.values]
    if condition.negated or not values or not all(values):
        return False
    if "spam" in condition.detail.lower():
        return True
    return condition.part in WORDY and all("spam" in value or "迷惑メール" in value for value in values)
