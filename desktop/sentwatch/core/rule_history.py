"""What is kept of rules from run to run: which were there, which are new, changed or gone, and which are approved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sentwatch.core.phrase import Phrase
from sentwatch.core.report import Status
from sentwatch.core.rule_findings import place_of, subject_of
from sentwatch.core.rule_words import describe
from sentwatch.core.rules import RuleSet, rule_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTold:
    """What is kept of a rule to be shown when it is gone: its name, its place, its sentence and its text."""

    name: str
    where: str
    sentence: Phrase
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRule:
    """One rule of a run. `identity` is what stays when the rule is changed: its place and its name or number."""

    digest: str
    identity: str
    told: RuleTold


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRule:
    """One rule as it is remembered. `was_there`: it stood there when its place was first looked at."""

    digest: str
    first_seen: datetime
    last_seen: datetime
    told: RuleTold
    gone_at: datetime | None = None
    was_there: bool = False
    replaces: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Why a rule is its owner's, in their words. It ends when the rule is changed or gone, and does not come back."""

    digest: str
    at: datetime
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHistory:
    """What is known of an account's rules. `rules` by hash; gone ones are among them."""

    rules: Mapping[str, KeptRule] = field(default_factory=dict)
    approvals: Mapping[str, Approval] = field(default_factory=dict)
    has_earlier_look: bool = False

    @property
    def first_seen(self) -> Mapping[str, datetime]:
        """When each rule that is there was first seen."""
        return {digest: kept.first_seen for digest, kept in self.rules.items() if kept.gone_at is None}

    @property
    def was_there(self) -> frozenset[str]:
        """The hashes of rules that stood there when their place was first looked at."""
        return frozenset(digest for digest, kept in self.rules.items() if kept.was_there)

    @property
    def replaces(self) -> Mapping[str, str]:
        """Which hash a changed rule had before."""
        return {digest: kept.replaces for digest, kept in self.rules.items() if kept.replaces is not None}


def seen_rules(rule_set: RuleSet) -> Iterator[SeenRule]:
    """Return the rules of a set as they are to be remembered."""
    names = Counter(rule.name for rule in rule_set.rules)
    for rule in rule_set.rules:
        # A name that several rules share tells them apart as little as none.
        own = rule.name if rule.name and names[rule.name] == 1 else f"#{rule.order}"
        yield SeenRule(
            digest=rule_hash(rule),
            identity=f"{rule_set.owner.lower()}\n{rule_set.name}\n{own}",
            told=RuleTold(name=rule.name, where=place_of(rule_set), sentence=describe(rule), raw=rule.raw),
        )


def renamed_subjects(sets: tuple[RuleSet, ...], replaces: Mapping[str, str]) -> Mapping[str, str]:
    """Map the subjects of changed rules' findings to those they had before."""
    return {
        subject_of(rule_set, rule): _with_hash(rule_set, replaces[digest])
        for rule_set in sets
        for rule in rule_set.rules
        if (digest := rule_hash(rule)) in replaces
    }


def _with_hash(rule_set: RuleSet, digest: str) -> str:
    return f"{rule_set.owner.lower()}:{digest}" if rule_set.owner else digest


def status_of(kept: KeptRule, *, now: datetime) -> Status:
    """How a rule stands in the run of `now`."""
    if kept.gone_at is not None:
        return Status.GONE
    if kept.first_seen < now:
        return Status.STILL
    return Status.NEW if kept.replaces is None else Status.CHANGED
