"""Use case: look at one account's rules, put together what is known around them, and remember them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sentwatch.core.accounts import Account
from sentwatch.core.checks import rule_hiding, rule_not_understood, rule_passing_on
from sentwatch.core.guided_rules import GuidedAnswer
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.rule_facts import RuleFacts
from sentwatch.core.rule_history import renamed_subjects, seen_rules
from sentwatch.core.rules import RuleSet
from sentwatch.core.snapshot import Snapshot
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.guided_rules import ANSWER
from sentwatch.service.rule_sources import RuleSources
from sentwatch.service.rule_surroundings import RuleSurroundings
from sentwatch.store.rules import Rules

if TYPE_CHECKING:
    from sentwatch.store.account_store import AccountStore

CHECKS: Final = (rule_passing_on.CHECK, rule_hiding.CHECK, rule_not_understood.CHECK)

_LOOKED_YOURSELF: Final = N_("{reason} You looked yourself on {at:date}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesLook:
    """Looks at the rules of accounts. What stands on the server is read; what was seen is remembered."""

    sources: RuleSources
    surroundings: RuleSurroundings

    def look(
        self, account: Account, store: AccountStore, *, now: datetime, cancel: CancelToken, by_hand: bool = False
    ) -> RuleFacts | NotChecked | Failed:
        """Read, remember, and return the facts. `by_hand`: a person waits and asked for it."""
        found = self.sources.read(account, store.kept, was_read=store.rules.was_read, by_hand=by_hand, cancel=cancel)
        if isinstance(found, NotChecked):
            return _with_answer(found, store.kept.get(ANSWER, GuidedAnswer))
        if isinstance(found, Failed):
            return found
        keep_sets(store.rules, found.place, found.read.sets, now=now)
        return self.surroundings.facts(
            found.read.sets,
            own=self.surroundings.own_addresses(),
            stores=(store,),
            history=store.rules.history(),
            unseen=found.read.unseen,
        )


def keep_sets(rules: Rules, place: str, sets: Iterable[RuleSet], *, now: datetime) -> None:
    """Remember the rules of one place."""
    rules.keep(place, [seen for rule_set in sets for seen in seen_rules(rule_set)], now=now)


def renamed_in(snapshot: Snapshot) -> Mapping[str, str]:
    """Which subjects of rules' findings had another before, in what a run saw."""
    seen = snapshot.rules
    return renamed_subjects(seen.sets, seen.replaces) if isinstance(seen, RuleFacts) else {}


def _with_answer(found: NotChecked, answer: GuidedAnswer | None) -> NotChecked:
    if answer is None:
        return found
    return replace(found, reason=phrase(_LOOKED_YOURSELF, reason=found.reason, at=answer.at))
