"""Use case: what is remembered of the rules of every account and of this computer's mail programs, without a look."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sentwatch.core.accounts import Account
from sentwatch.core.guided_rules import GuidedAnswer
from sentwatch.core.rule_history import RuleHistory
from sentwatch.core.script_backup import ScriptBackup
from sentwatch.service.guided_rules import GuidedRules
from sentwatch.service.rule_files import KEY
from sentwatch.service.rule_sources import SIEVE
from sentwatch.store.rules import Rules

if TYPE_CHECKING:
    from sentwatch.store.account_store import AccountStore


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePlace:
    """The rules of one account; of this computer's mail programs where `account` is None.

    `switched_off` are changes of ours that were not put back; `is_sieve` that the rules are scripts, in which single
    ones can be switched off.
    """

    key: str
    account: Account | None = None
    history: RuleHistory = field(default_factory=RuleHistory)
    answer: GuidedAnswer | None = None
    switched_off: tuple[ScriptBackup, ...] = ()
    is_sieve: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRules:
    """Reads the store and nothing else. Where nothing was ever kept, nothing is made."""

    has_store: Callable[[], bool]
    store: Callable[[str], AccountStore]
    rules: Callable[[str], Rules]
    guided: Callable[[], GuidedRules]

    def places(self, accounts: Iterable[Account]) -> tuple[RulePlace, ...]:
        """One place for each account, then the mail programs of this computer."""
        if not self.has_store():
            return (*(RulePlace(key=account.id, account=account) for account in accounts), RulePlace(key=KEY))
        here = RulePlace(key=KEY, history=self.rules(KEY).history())
        return (*(self._place(account) for account in accounts), here)

    def _place(self, account: Account) -> RulePlace:
        store = self.store(account.id)
        return RulePlace(
            key=account.id,
            account=account,
            history=store.rules.history(),
            answer=self.guided().answered(account),
            switched_off=tuple(backup for backup in store.backups.all() if backup.put_back_at is None),
            is_sieve=store.rules.was_read(SIEVE),
        )
