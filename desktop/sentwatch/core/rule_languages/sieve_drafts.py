"""Sieve's rules while a script is read, and how they become rules once all of it is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sentwatch.core.rule_languages.limits import MAX_NAME, MAX_RULES, MAX_TEXT, capped, too_many_rules
from sentwatch.core.rule_languages.sieve_grammar import Script
from sentwatch.core.rules import Effect, EffectKind, Moment, NotUnderstood, Rule, RuleLanguage, RuleSet, Standing, Test

_LEAVING: Final = (EffectKind.REDIRECT, EffectKind.RUN)


@dataclass(slots=True)
class Draft:
    """A rule while its commands are being read."""

    name: str
    test: Test
    enabled: bool
    line: int
    start: int
    end: int
    outer: tuple[Draft, ...]
    moments: tuple[Moment, ...]
    is_always: bool
    effects: list[Effect] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)
    keeps: bool = False
    takes_away: bool = False


@dataclass(slots=True)
class Found:
    """What was found in one script."""

    text: str
    drafts: list[Draft] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)
    script: Script = field(default_factory=Script)

    def as_set(self, name: str, standing: Standing) -> RuleSet:
        if self.script.refused is not None:
            return RuleSet(
                language=RuleLanguage.SIEVE, name=name[:MAX_NAME], standing=standing, refused=self.script.refused
            )
        drafts = [draft for draft in self.drafts if draft.effects or draft.not_understood]
        rules = tuple(_finished(draft, self.drafts, self.text, order) for order, draft in enumerate(drafts, start=1))
        if len(self.drafts) >= MAX_RULES:
            self.not_understood.append(too_many_rules(self.drafts[-1].line))
        pieces = sorted((*self.script.broken, *self.not_understood), key=lambda piece: piece.line)
        return RuleSet(
            language=RuleLanguage.SIEVE,
            name=name[:MAX_NAME],
            standing=standing,
            rules=rules,
            not_understood=capped(pieces),
        )


def _finished(draft: Draft, all_drafts: Sequence[Draft], text: str, order: int) -> Rule:
    effects = list(dict.fromkeys(draft.effects))
    if draft.keeps or any(outer.keeps for outer in draft.outer):
        # discard only takes back the implicit keep: what was stored on purpose stays (RFC 5228 4.4).
        effects = [effect for effect in effects if effect.kind is not EffectKind.DISCARD]
    elif (
        draft.takes_away
        and any(effect.kind in _LEAVING for effect in effects)
        and not any(effect.kind is EffectKind.DISCARD for effect in effects)
        and not _is_kept_elsewhere(draft, all_drafts)
    ):
        effects.append(Effect(kind=EffectKind.NO_COPY))
    return Rule(
        name=draft.name[:MAX_NAME],
        enabled=draft.enabled,
        order=order,
        test=draft.test,
        effects=tuple(effects),
        raw=text[draft.start : draft.end][:MAX_TEXT],
        line=draft.line,
        spans=tuple(draft.spans),
        moments=draft.moments,
        not_understood=capped(draft.not_understood),
    )


def _is_kept_elsewhere(draft: Draft, all_drafts: Sequence[Draft]) -> bool:
    """Whether actions without any condition keep the message in any case."""
    stops = any(effect.kind is EffectKind.STOP for part in (draft, *draft.outer) for effect in part.effects)
    return any(
        other.is_always and other.enabled and other.keeps and (other.start < draft.start or not stops)
        for other in all_drafts
        if other is not draft
    )
