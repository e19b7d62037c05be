"""Use case: look at rule files: those of the mail programs on this computer, and files somebody names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sentwatch.core.accounts import Account
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.rule_blind_spots import blind_spot
from sentwatch.core.rule_facts import RuleFacts
from sentwatch.core.rule_history import RuleHistory
from sentwatch.core.rule_languages.limits import refused
from sentwatch.core.rules import RuleLanguage, RuleSet
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.rules import RuleFile, RuleFilesPort
from sentwatch.service.rule_surroundings import RuleSurroundings
from sentwatch.service.rules import keep_sets
from sentwatch.store.rules import Rules

if TYPE_CHECKING:
    from sentwatch.store.account_store import AccountStore

KEY: Final = "rule-files"
"""Under which what belongs to this computer's rule files is kept."""

_NONE_HERE: Final = phrase(N_("No rule files of Thunderbird or Apple Mail were found on this computer."))
_CLOSED: Final = N_("The rules in {path} may not be read by other programs; look at them in the mail program itself.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFilesLook:
    """Looks at rule files. `store` gives an account's ledger, by its id."""

    files: RuleFilesPort
    surroundings: RuleSurroundings
    store: Callable[[str], AccountStore]

    def here(self, rules: Rules, *, now: datetime, cancel: CancelToken) -> RuleFacts | NotChecked | Failed:
        """Look at every rule file of this user's mail programs, and remember what was seen.

        A file that is there and cannot be opened is a trouble for the whole: what it held must not be told as gone.
        """
        found = self.files.find()
        closed = tuple(phrase(_CLOSED, path=path) for path in found.closed)
        before = rules.history()
        if not found.files and not before.has_earlier_look:
            return NotChecked(closed[0] if closed else _NONE_HERE, expected=True)
        accounts = self.surroundings.accounts()
        sets: list[tuple[str, tuple[RuleSet, ...]]] = []
        for file in found.files:
            cancel.check()
            try:
                sets.append((file.path, tuple(self._sets_of(file, accounts))))
            except Trouble as trouble:
                return Failed(trouble)
        for path, of_file in sets:
            keep_sets(rules, path, of_file, now=now)
        rules.keep_only([path for path, _of_file in sets], now=now)
        every = tuple(rule_set for _path, of_file in sets for rule_set in of_file)
        return self.surroundings.facts(
            every,
            own=self.surroundings.own_addresses(),
            stores=tuple(self.store(account.id) for account in accounts),
            history=rules.history(),
            unseen=(*_blind_spots(every), *closed),
        )

    def named(
        self, path: str, *, address: str | None, account: Account | None, history: RuleHistory
    ) -> RuleFacts | NotChecked | Failed:
        """Look at one named file; nothing is kept. `account` is the one it belongs to, where it is set up here."""
        try:
            read = self.files.read(path)
        except Trouble as trouble:
            return Failed(trouble)
        if isinstance(read, Phrase):
            return NotChecked(read)
        own = (address,) if account is None and address else ()
        return self.surroundings.facts(
            read,
            own=self.surroundings.own_addresses() if account is not None else own,
            stores=(self.store(account.id),) if account is not None else (),
            history=replace(history, has_earlier_look=False),
            unseen=_blind_spots(read),
        )

    def _sets_of(self, file: RuleFile, accounts: tuple[Account, ...]) -> Iterator[RuleSet]:
        read = self.files.read(file.path)
        if isinstance(read, Phrase):
            is_thunderbird = bool(file.host)
            language = RuleLanguage.THUNDERBIRD if is_thunderbird else RuleLanguage.APPLE
            read = (refused(language, file.path, read),)
        owner = owner_of(file, accounts)
        for rule_set in read:
            yield rule_set if rule_set.owner or owner is None else replace(rule_set, owner=owner.address)


def owner_of(file: RuleFile, accounts: Iterable[Account]) -> Account | None:
    """The account a file belongs to; None where the program does not say, or not clearly enough."""
    if not file.host:
        return None
    there = [account for account in accounts if account.host.lower() == file.host.lower()]
    if not file.user:
        return there[0] if len(there) == 1 else None
    user = file.user.lower()
    for account in there:
        names = (account.login_name.lower(), account.address.lower(), account.address.lower().partition("@")[0])
        if user in names:
            return account
    return None


def _blind_spots(sets: Iterable[RuleSet]) -> tuple[Phrase, ...]:
    return tuple(blind_spot(language) for language in dict.fromkeys(rule_set.language for rule_set in sets))
