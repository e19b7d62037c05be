"""What is known around rules: who we are, whom we have written to, what else was seen; for the checks to judge by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sentwatch.core.accounts import Account
from sentwatch.core.history import moment
from sentwatch.core.incidents import Answer
from sentwatch.core.phrase import Phrase
from sentwatch.core.providers import ProviderTable
from sentwatch.core.rule_facts import RuleFacts
from sentwatch.core.rule_history import RuleHistory
from sentwatch.core.rule_targets import places_of
from sentwatch.core.rules import RuleSet
from sentwatch.store.folder_mark import SENT

if TYPE_CHECKING:
    from sentwatch.store.account_store import AccountStore

_SIGNS: Final = frozenset({"sent.copies-missing", "rule.inferred-notice-gone", "rule.inferred-forward"})
"""Findings beside a burst that speak of somebody else in the mailbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSurroundings:
    """Puts together the facts around rules. `accounts` are all that are set up here."""

    accounts: Callable[[], tuple[Account, ...]]
    providers: Callable[[], ProviderTable]
    site_of: Callable[[str], str]

    def facts(
        self,
        sets: tuple[RuleSet, ...],
        *,
        own: Iterable[str],
        stores: Iterable[AccountStore],
        history: RuleHistory,
        unseen: tuple[Phrase, ...] = (),
    ) -> RuleFacts:
        """The facts for these sets. `stores` are those of the accounts the rules may belong to."""
        stores = tuple(stores)
        table = self.providers()
        return RuleFacts(
            sets=sets,
            own=frozenset(address.lower() for address in own if "@" in address),
            # Whoever gives out addresses gives them to anybody: freemail, carriers, providers, hosts.
            shared_domains=frozenset(domain for provider in table.providers for domain in provider.domains),
            mailed=mailed(sets, stores),
            first_seen=history.first_seen,
            has_history=history.has_earlier_look,
            was_there=history.was_there,
            replaces=history.replaces,
            approved=frozenset(history.approvals),
            signal_at=signal_at(stores),
            unseen=unseen,
            site_of=self.site_of,
        )

    def own_addresses(self) -> tuple[str, ...]:
        """Every address that is set up here."""
        return tuple(name for account in self.accounts() for name in (account.address, account.login_name))


def mailed(sets: Iterable[RuleSet], stores: Iterable[AccountStore]) -> Mapping[str, bool]:
    """Say of each address rules lead to whether mail was ever sent there.

    An address that was not found is left out unless all sent mail of an account was read and judged.
    """
    effects = (effect for rule_set in sets for rule in rule_set.rules for effect in rule.effects)
    wanted = [place for place in places_of(effects) if "@" in place]
    known: set[str] = set()
    is_complete = False
    if wanted:
        for store in stores:
            mark = store.ledger.mark(SENT)
            if mark is None:
                continue
            hashes = store.ledger.hashes_of(wanted)
            found = store.judgement.mailed_among(mark, set(hashes.values()))
            known |= {address for address, digest in hashes.items() if digest in found}
            state = store.judgement.state()
            has_read_all = mark.uid_next is not None and mark.scanned_to >= mark.uid_next - 1
            is_judged = state.folder == mark.id and not state.pass_end and state.messages > 0
            is_complete = is_complete or (has_read_all and is_judged)
    return {address: address in known for address in wanted if is_complete or address in known}


def signal_at(stores: Iterable[AccountStore]) -> datetime | None:
    """When another sign of a takeover was last seen in any of these accounts."""
    moments: list[datetime] = []
    for store in stores:
        for seen in store.judgement.incidents():
            incident = seen.incident
            is_sign = incident.critical_s is not None or incident.answer is Answer.NOT_ME
            if is_sign and incident.answer is not Answer.THAT_WAS_ME:
                moments.append(moment(incident.start_s))
        moments += [known.first_seen for (code, _subject), known in store.findings.known().items() if code in _SIGNS]
    return max(moments, default=None)
