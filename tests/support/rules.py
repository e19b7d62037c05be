"""Facts around rules for tests: one account at a small Japanese office, with the real public suffix list."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sentwatch.adapters.suffixes import site_of
from sentwatch.core.rule_facts import RuleFacts
from sentwatch.core.rule_languages.read import read_rules
from sentwatch.core.rule_targets import home_of
from sentwatch.core.rule_weighing import Weighed, weigh
from sentwatch.core.rules import Rule, RuleLanguage, RuleSet

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "rules"
OWN = "yuki@example.co.jp"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
SIGNAL = datetime(2026, 11, 22, 20, tzinfo=UTC)


def facts(*sets: RuleSet, **more) -> RuleFacts:
    given = {"own": frozenset({OWN}), "shared_domains": frozenset({"gmail.com"}), "site_of": site_of, **more}
    return RuleFacts(sets=sets, **given)


def read(path: Path) -> tuple[RuleSet, ...]:
    found = read_rules(path.read_bytes(), name=path.name)
    assert isinstance(found, tuple), f"{path.name}: {found}"
    return found


def weighed(rule: Rule, *, language: RuleLanguage = RuleLanguage.SIEVE, **more) -> Weighed:
    rule_set = RuleSet(language=language, name="main", rules=(rule,))
    return weigh(rule, rule_set, home_of(facts(rule_set, **more)), now=NOW)


def codes(one: Weighed) -> set[str]:
    return {reason.code for reason in one.reasons}
