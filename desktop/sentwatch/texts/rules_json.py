"""Rules as JSON values, as the README writes them down: every rule as it was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeAlias

from sentwatch.core.guided_rules import GuidedAnswer, GuidedStep, Removal
from sentwatch.core.rule_findings import place_of
from sentwatch.core.rule_history import RuleHistory, status_of
from sentwatch.core.rule_words import describe
from sentwatch.core.rules import Condition, NotUnderstood, Rule, RuleSet, Test, rule_hash
from sentwatch.texts.report_json import Json, iso
from sentwatch.texts.words import Words

RemovalOf: TypeAlias = Callable[[RuleSet, Rule], Removal]


def sets_json(sets: Iterable[RuleSet], words: Words) -> list[Json]:
    """Where rules were read, and what could not be read there."""
    return [
        {
            "name": one.name,
            "where": place_of(one),
            "language": one.language.value,
            "standing": one.standing.value,
            "owner": one.owner or None,
            "refused": words(one.refused) if one.refused is not None else None,
            "not_understood": [_piece(piece, words) for piece in one.not_understood],
            "rules": len(one.rules),
        }
        for one in sets
    ]


def rules_json(
    sets: Iterable[RuleSet], history: RuleHistory, words: Words, *, now: datetime, removal_of: RemovalOf
) -> list[Json]:
    """Every rule of these sets, in their order, with how it is removed by hand."""
    return [
        {
            **_rule(one, rule, history, words, now=now),
            "remove": _removal(removal_of(one, rule), words.lang),
        }
        for one in sets
        for rule in one.rules
    ]


def gone_json(history: RuleHistory, words: Words) -> list[Json]:
    """Rules that earlier looks saw and that are no longer there, the latest first."""
    gone = [(kept.gone_at, kept) for kept in history.rules.values() if kept.gone_at is not None]
    return [
        {
            "hash": kept.digest,
            "name": kept.told.name,
            "where": kept.told.where,
            "sentence": words(kept.told.sentence),
            "raw": kept.told.raw,
            "first_seen": iso(kept.first_seen),
            "gone_at": iso(gone_at),
        }
        for gone_at, kept in sorted(gone, key=lambda pair: pair[0], reverse=True)
    ]


def _rule(rule_set: RuleSet, rule: Rule, history: RuleHistory, words: Words, *, now: datetime) -> dict[str, Json]:
    digest = rule_hash(rule)
    kept = history.rules.get(digest)
    approval = history.approvals.get(digest)
    kinds = [effect.kind for effect in rule.effects]
    return {
        "hash": digest,
        "owner": rule_set.owner or None,
        "where": place_of(rule_set),
        "language": rule_set.language.value,
        "standing": rule_set.standing.value,
        "order": rule.order,
        "line": rule.line,
        "name": rule.name,
        "enabled": rule.enabled,
        "sentence": words(describe(rule)),
        "conditions": test_json(rule.test),
        "effects": [
            {"kind": one.kind.value, "targets": list(one.targets), "text": one.text, "open": one.is_open}
            for one in rule.effects
        ],
        "targets": list(rule.targets(*kinds)),
        "when": [moment.value for moment in rule.moments],
        "setting": rule.is_setting,
        "hidden": rule.is_hidden,
        "changed_at": iso(rule.changed_at) if rule.changed_at is not None else None,
        "made_by": rule.made_by or None,
        "status": status_of(kept, now=now).value if kept is not None else None,
        "first_seen": iso(kept.first_seen) if kept is not None else None,
        "replaces": kept.replaces if kept is not None else None,
        "approved": {"at": iso(approval.at), "because": approval.because} if approval is not None else None,
        "not_understood": [_piece(piece, words) for piece in rule.not_understood],
        "raw": rule.raw,
    }


def _removal(removal: Removal, lang: str) -> Json:
    return {
        "where": removal.path.there.said(lang) if removal.path is not None else None,
        "usual_only": removal.path.is_usual_only if removal.path is not None else None,
        "pages": [{"url": link.page.url, "verified": link.is_verified} for link in removal.links],
        "how": removal.remove.said(lang),
    }


def test_json(test: Test) -> dict[str, Json]:
    """When a rule acts: one comparison, or a group of them."""
    if isinstance(test, Condition):
        return {
            "part": test.part.value,
            "comparison": test.comparison.value,
            "values": list(test.values),
            "detail": test.detail,
            "negated": test.negated,
        }
    return {"need": test.need.value, "negated": test.negated, "tests": [test_json(part) for part in test.tests]}


def _piece(piece: NotUnderstood, words: Words) -> Json:
    return {"line": piece.line, "text": piece.text, "reason": words(piece.reason)}


def guide_json(account: str, steps: Iterable[GuidedStep], answer: GuidedAnswer | None, words: Words) -> Json:
    """The guided check of one account, with what was last answered."""
    return {
        "account": account,
        "steps": [_step(step, words.lang) for step in steps],
        "answer": answer_json(answer) if answer is not None else None,
    }


def answer_json(answer: GuidedAnswer) -> Json:
    """What somebody answered, and when."""
    return {
        "at": iso(answer.at),
        "states": {look.value: state.value for look, state in answer.states.items()},
        "note": answer.note,
    }


def _step(step: GuidedStep, lang: str) -> Json:
    return {
        "look": step.look.value,
        "title": step.title.said(lang),
        "where": step.path.there.said(lang) if step.path is not None else None,
        "usual_only": step.path.is_usual_only if step.path is not None else None,
        "pages": [{"url": link.page.url, "verified": link.is_verified} for link in step.links],
        "look_for": [one.said(lang) for one in step.look_for],
        "remove": step.remove.said(lang),
    }
