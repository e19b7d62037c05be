"""A weighed rule as a finding: the same evidence for every kind, each reason named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from sentwatch.core.findings import Evidence, Finding, FindingKind
from sentwatch.core.phrase import N_, Param, phrase
from sentwatch.core.rule_facts import RuleFacts
from sentwatch.core.rule_weighing import Fact, Judged, weigh_all
from sentwatch.core.rule_words import describe
from sentwatch.core.rules import Rule, RuleSet, Standing, rule_hash

MAX_TARGETS: Final = 5
PASSWORD_FIRST: Final = N_(
    "If it is not yours: change the password first and end other sessions, or whoever made it makes it again. Then "
    "remove the rule."
)
KEEP_EVIDENCE: Final = N_("Take a picture of the rule before you remove it: it shows when and where mail went.")
ASK_ABOUT_IT: Final = N_("You, a colleague or a former administrator may have made it and forgotten it.")
LOOK_IT_UP: Final = N_(
    "Open the rules or filters in the provider's web page or in the mail program named here, find this rule, and ask "
    "yourself whether you made it."
)

_SOMEBODY: Final = N_("an address that is made up only when a message arrives")


def findings_of(facts: RuleFacts, kinds: Mapping[Fact, FindingKind], *, now: datetime) -> Iterator[Finding]:
    """Make the findings of these kinds, the gravest first."""
    for judged in weigh_all(facts, now=now):
        kind = kinds.get(judged.weighed.fact)
        if kind is not None:
            yield _finding(judged, kind, facts)


def _finding(judged: Judged, kind: FindingKind, facts: RuleFacts) -> Finding:
    weighed, rule = judged.weighed, judged.weighed.rule
    targets: Param = weighed.targets[:MAX_TARGETS] or phrase(_SOMEBODY)
    return Finding(
        kind=kind,
        subject=subject_of(judged.rule_set, rule),
        params={"rule": describe(rule), "targets": targets, "place": place_of(judged.rule_set)},
        evidence=tuple(_evidence(judged, facts)),
        own_severity=weighed.severity,
    )


def subject_of(rule_set: RuleSet, rule: Rule) -> str:
    """Return what tells this rule from others of the account, from run to run."""
    digest = rule_hash(rule)
    return f"{rule_set.owner.lower()}:{digest}" if rule_set.owner else digest


def place_of(rule_set: RuleSet) -> str:
    """Return where the rule lives, as its owner would look for it."""
    return f"{rule_set.name} ({rule_set.owner})" if rule_set.owner else rule_set.name


def _evidence(judged: Judged, facts: RuleFacts) -> Iterator[Evidence]:
    rule, rule_set = judged.weighed.rule, judged.rule_set
    yield Evidence(label=N_("What it does"), value=describe(rule))
    for reason in judged.weighed.reasons:
        yield Evidence(label=N_("Reason"), value=reason.words)
    if rule.name:
        yield Evidence(label=N_("Name of the rule"), value=rule.name)
    yield Evidence(label=N_("Where it lives"), value=_where(rule_set, rule))
    seen = facts.first_seen.get(rule_hash(rule))
    if seen is not None:
        yield Evidence(label=N_("First seen"), value=seen)
    if rule.changed_at is not None:
        yield Evidence(label=N_("Last changed"), value=rule.changed_at)
    if rule.made_by:
        yield Evidence(label=N_("Made by"), value=rule.made_by)
    for piece in rule.not_understood[:5]:
        yield Evidence(label=N_("Not understood"), value=piece.text)
    if rule.raw:
        yield Evidence(label=N_("Text of the rule"), value=rule.raw)
    yield Evidence(label=N_("Fingerprint"), value=rule_hash(rule))


def _where(rule_set: RuleSet, rule: Rule) -> Param:
    place = place_of(rule_set)
    if rule_set.standing is Standing.INACTIVE:
        return phrase(N_("{place}, line {line:plain} (this script is not in use)"), place=place, line=rule.line)
    return phrase(N_("{place}, line {line:plain}"), place=place, line=rule.line) if rule.line else place
