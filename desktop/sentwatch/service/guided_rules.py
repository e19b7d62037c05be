"""Use case: the guided check of rules no program can read, and the dated answers of those who looked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sentwatch.core.accounts import Account
from sentwatch.core.checks import rule_hiding
from sentwatch.core.guided_rules import GuidedAnswer, GuidedState, GuidedStep, Look, Removal, RulePaths, step_answers
from sentwatch.core.playbooks.checklist import StepAnswer
from sentwatch.core.providers import Provider
from sentwatch.core.rules import Rule, RuleSet
from sentwatch.ports.clock import Clock
from sentwatch.store.findings import Findings
from sentwatch.store.kept import Kept

ANSWER: Final = "guided-rules"
MAX_NOTE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidedRules:
    """Leads through looking by hand. `kept` and `findings` are those of an account, by its id."""

    paths: RulePaths
    provider_of: Callable[[Account], Provider | None]
    accounts: Callable[[], tuple[Account, ...]]
    kept: Callable[[str], Kept]
    findings: Callable[[str], Findings]
    clock: Clock

    def steps(self, account: Account) -> tuple[GuidedStep, ...]:
        """What to look at, and where."""
        return self.paths.steps(self.provider_of(account))

    def removal(self, rule_set: RuleSet, rule: Rule, account: Account | None) -> Removal:
        """How a rule that was read is removed by hand."""
        return self.paths.removal(rule_set, rule, self.provider_of(account) if account is not None else None)

    def answer(self, account: Account, states: Mapping[Look, GuidedState], *, note: str = "") -> GuidedAnswer:
        """Keep what the owner says, dated now. Looks that are not answered keep no answer."""
        said = GuidedAnswer(at=self.clock.now(), states=dict(states), note=note[:MAX_NOTE])
        self.kept(account.id).put(ANSWER, said)
        return said

    def answered(self, account: Account) -> GuidedAnswer | None:
        """The last answer, None where there is none."""
        return self.kept(account.id).get(ANSWER, GuidedAnswer)

    def step_answers(self) -> Mapping[str, StepAnswer]:
        """What the answers say of the checklist's steps."""
        accounts = self.accounts()
        unread = [account for account in accounts if self._is_unread(account)]
        return step_answers(unread=self._answers(unread), all_accounts=self._answers(accounts))

    def _answers(self, accounts: Iterable[Account]) -> list[GuidedAnswer | None]:
        return [self.answered(account) for account in accounts]

    def _is_unread(self, account: Account) -> bool:
        """Whether the last look at the account's rules could not look."""
        looks = self.findings(account.id).looks()
        return any(look.code == rule_hiding.CHECK.code and look.outcome != "checked" for look in looks)
