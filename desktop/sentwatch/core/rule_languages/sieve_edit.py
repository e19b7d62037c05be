"""Switching one rule of a Sieve script off in its text, so that the text before can be had back byte for byte."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from sentwatch.core.rule_languages.limits import MAX_SIEVE_BYTES
from sentwatch.core.rule_languages.sieve import read_sieve
from sentwatch.core.rules import EffectKind, Rule, rule_hash

_BETWEEN: Final = re.compile(r"(?:\s++|#[^\n]*+\n|/\*(?:[^*]++|\*(?!/))*+\*/)*+")

OPEN: Final = "/* Sentwatch: switched off */ if false { "
CLOSE: Final = " } /* Sentwatch: until here */"
"""What is put around a rule's commands: plain RFC 5228, needs no extension, and no script holds it by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A script's text before and after."""

    before: str
    after: str


def switched_off(text: str, rule: Rule) -> Edit | None:
    """Make the edit that stops `rule`, read from this very text, from acting; None where that cannot be done safely.

    Its conditions stay, the commands in its block are put behind `if false`. The edited script is read again: every
    other rule must stand as it stood.
    """
    if not rule.spans or not rule.enabled:
        return None
    pieces: list[str] = []
    at = 0
    for start, end in _joined(text, rule.spans):
        pieces += [text[at:start], OPEN, text[start:end], CLOSE]
        at = end
    edit = Edit(before=text, after="".join(pieces) + text[at:])
    return edit if _is_only_off(edit, rule) else None


def switched_on(text: str, rule: Rule) -> Edit | None:
    """Make the edit that takes our own marks around `rule` out again; None where there are none."""
    pieces: list[str] = []
    at = 0
    for start, end in _joined(text, rule.spans):
        if not (text[:start].endswith(OPEN) and text.startswith(CLOSE, end)):
            return None
        pieces += [text[at : start - len(OPEN)], text[start:end]]
        at = end + len(CLOSE)
    return Edit(before=text, after="".join(pieces) + text[at:]) if pieces else None


def _joined(text: str, spans: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Join commands with nothing but space and comments between them."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and _BETWEEN.fullmatch(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_only_off(edit: Edit, rule: Rule) -> bool:
    """Whether the rules that act after the edit are those that acted before, without this one."""
    if len(edit.after) > MAX_SIEVE_BYTES:
        return False
    before, after = read_sieve(edit.before, name=""), read_sieve(edit.after, name="")
    if before.refused is not None or after.refused is not None:
        return False
    others = [other for other in before.rules if other.spans != rule.spans]
    is_there = len(others) == len(before.rules) - 1
    return is_there and _acting(others) == _acting(after.rules)


def _acting(rules: Iterable[Rule]) -> Counter[str]:
    # Whether a copy stays, or what is thrown away comes back, follows from all rules together.
    follows = (EffectKind.NO_COPY, EffectKind.DISCARD)
    return Counter(
        rule_hash(replace(rule, effects=tuple(effect for effect in rule.effects if effect.kind not in follows)))
        for rule in rules
        if rule.enabled
    )
