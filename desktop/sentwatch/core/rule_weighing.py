"""How much in a rule speaks for an intruder: its reasons added up, with floors for what belongs together."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sentwatch.core.findings import Severity
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.rule_facts import RuleFacts
from sentwatch.core.rule_policy import POLICY, Policy
from sentwatch.core.rule_reasons import (
    Reason,
    reasons_around,
    reasons_in_conditions,
    reasons_in_effects,
    reasons_in_name,
)
from sentwatch.core.rule_targets import Home, home_of
from sentwatch.core.rule_traits import Traits, traits_of
from sentwatch.core.rules import EffectKind, Rule, RuleSet, rule_hash


class Fact(enum.Enum):
    """What a rule mainly does, the gravest first: it raises one finding, for this."""

    RUNS_PROGRAM = "runs-program"
    FORWARDS_OUT = "forwards-out"
    NOTIFIES_OUT = "notifies-out"
    REPLY_TO = "reply-to"
    GIVES_ACCESS = "gives-access"
    SENDS_AS = "sends-as"
    HIDES_SENT = "hides-sent"
    DELETES = "deletes"
    HIDES = "hides"
    REJECTS = "rejects"
    REPLIES = "replies"
    EDITS_HEADERS = "edits-headers"
    STANDS_OUT = "stands-out"


ALWAYS_TOLD = frozenset(
    (
        Fact.RUNS_PROGRAM,
        Fact.FORWARDS_OUT,
        Fact.NOTIFIES_OUT,
        Fact.REPLY_TO,
        Fact.GIVES_ACCESS,
        Fact.SENDS_AS,
    )
)
"""Facts the owner should know even where nothing else speaks against them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A rule and what was found in it. `targets` are where it leads to, for its main fact."""

    rule: Rule
    fact: Fact
    score: int
    severity: Severity
    reasons: tuple[Reason, ...]
    targets: tuple[str, ...] = ()


def weigh(rule: Rule, rule_set: RuleSet, home: Home, *, now: datetime, policy: Policy = POLICY) -> Weighed:
    """Weigh one rule by itself."""
    traits = traits_of(rule, home)
    reasons = [*reasons_in_effects(traits, policy), *reasons_in_conditions(traits, policy)]
    if reasons:
        reasons += reasons_in_name(traits, rule_set, policy)
        reasons += reasons_around(traits, home.facts, policy, now=now)
    score = max(0, sum(reason.points for reason in reasons))
    if traits.is_about_leftovers and not (traits.passed_on.outside or rule.has(EffectKind.RUN)):
        # What a spam filter has marked goes where such mail belongs, and so do second copies.
        score = min(score, policy.notice - 1)
    for least, words in _floors(traits, reasons, policy):
        if score < least:
            score = least
            reasons.append(Reason("floor", 0, words))
    if not rule.enabled:
        score = round(score * policy.off)
        reasons.append(Reason("off", 0, phrase(N_("It is switched off at the moment."))))
    score = min(100, score)
    fact, targets = _fact(traits)
    return Weighed(
        rule=rule,
        fact=fact,
        score=score,
        severity=policy.severity(score),
        reasons=tuple(reasons),
        targets=targets,
    )


def with_company(weighed: Iterable[Weighed], policy: Policy = POLICY) -> tuple[Weighed, ...]:
    """Add what two and more such rules say that came together."""
    every = tuple(weighed)
    several = sum(1 for one in every if _is_new_and_telling(one, policy))
    if several < 2:
        return every
    words = phrase(N_("{count} new rules with such traits came together."), count=several)
    reason = Reason("R23", policy.several, words)
    return tuple(_with(one, reason, policy) if _is_new_and_telling(one, policy) else one for one in every)


def _is_new_and_telling(one: Weighed, policy: Policy) -> bool:
    is_new = any(reason.code == "R18" for reason in one.reasons)
    return is_new and one.rule.enabled and one.score >= policy.notice


def _with(one: Weighed, reason: Reason, policy: Policy) -> Weighed:
    score = min(100, one.score + reason.points)
    return replace(one, score=score, severity=policy.severity(score), reasons=(*one.reasons, reason))


def _floors(traits: Traits, reasons: Iterable[Reason], policy: Policy) -> Iterator[tuple[int, Phrase]]:
    """What belongs together weighs more than its parts."""
    rule = traits.rule
    gone = traits.deletes or rule.has(EffectKind.NO_COPY)
    if (traits.passed_on.outside or traits.passed_on.is_open) and gone:
        yield policy.urgent, phrase(N_("It passes mail on to the outside and leaves nothing here."))
    is_telling = bool(traits.bounce_words or traits.security_words) and not traits.is_narrowed
    kept_away = traits.deletes or traits.hides or rule.has(EffectKind.REJECT)
    if (is_telling or traits.security_senders) and kept_away and not traits.is_about_leftovers:
        yield policy.urgent, phrase(N_("It keeps just those messages from you that would tell you of a takeover."))
    # Microsoft's playbook: deleting everything without a condition is mostly malicious.
    if traits.is_match_all and rule.has(EffectKind.DELETE, EffectKind.DISCARD) and not rule.is_setting:
        yield policy.urgent, phrase(N_("It makes all mail disappear."))
    codes = {reason.code for reason in reasons}
    is_weak = bool(codes & {"R08", "R09", "R10", "R11"})
    # Splunk's and Sentinel's rules agree on this one.
    if traits.rare_folders and rule.has(EffectKind.MARK_READ) and is_weak:
        yield policy.warning, phrase(N_("A hidden folder, marked as read, under a name that says nothing."))


def _fact(traits: Traits) -> tuple[Fact, tuple[str, ...]]:
    rule = traits.rule
    if rule.has(EffectKind.RUN):
        return Fact.RUNS_PROGRAM, rule.targets(EffectKind.RUN)
    if traits.passed_on.outside or traits.passed_on.is_open:
        return Fact.FORWARDS_OUT, traits.passed_on.outside
    if traits.notified.outside or traits.notified.is_open:
        return Fact.NOTIFIES_OUT, traits.notified.outside
    if traits.replies_to.outside:
        return Fact.REPLY_TO, traits.replies_to.outside
    if rule.has(EffectKind.GIVE_ACCESS):
        return Fact.GIVES_ACCESS, rule.targets(EffectKind.GIVE_ACCESS)
    if traits.sends_as.outside:
        return Fact.SENDS_AS, traits.sends_as.outside
    if traits.is_after_sending and (traits.deletes or traits.hides or rule.has(EffectKind.MOVE)):
        return Fact.HIDES_SENT, rule.targets(EffectKind.MOVE)
    if traits.deletes:
        return Fact.DELETES, ()
    if traits.hides:
        return Fact.HIDES, rule.targets(EffectKind.MOVE)
    if rule.has(EffectKind.REJECT):
        return Fact.REJECTS, ()
    if rule.has(EffectKind.REPLY):
        return Fact.REPLIES, traits.links
    if rule.has(EffectKind.EDIT_HEADER):
        return Fact.EDITS_HEADERS, rule.targets(EffectKind.EDIT_HEADER)
    return Fact.STANDS_OUT, ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A weighed rule and the set it stands in."""

    rule_set: RuleSet
    weighed: Weighed


def weigh_all(facts: RuleFacts, *, now: datetime, policy: Policy = POLICY) -> tuple[Judged, ...]:
    """Weigh every rule that its owner has not approved and that has something to tell; the gravest first."""
    told: list[Judged] = []
    for rule_set in facts.sets:
        home = home_of(facts, rule_set.owner)
        weighed = [
            weigh(rule, rule_set, home, now=now, policy=policy)
            for rule in rule_set.rules
            if rule_hash(rule) not in facts.approved
        ]
        told += [Judged(rule_set, one) for one in with_company(weighed, policy) if _is_told(one, policy)]
    return tuple(sorted(told, key=lambda judged: -judged.weighed.score))


def _is_told(one: Weighed, policy: Policy) -> bool:
    return one.score >= policy.notice or (one.fact in ALWAYS_TOLD and bool(one.reasons))
