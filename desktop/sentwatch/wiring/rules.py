"""Reading, judging and changing rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sentwatch.core.accounts import Account
from sentwatch.ports.cancel import CancelToken
from sentwatch.wiring.files import vanishing_rules
from sentwatch.wiring.late import late
from sentwatch.wiring.sign_in import SignInParts

if TYPE_CHECKING:
    from sentwatch.core.report import Report
    from sentwatch.core.rule_history import RuleHistory
    from sentwatch.core.sieve_server import SieveServer
    from sentwatch.core.snapshot import Snapshot
    from sentwatch.ports.rules import RulesPort
    from sentwatch.ports.sieve import SieveDnsPort
    from sentwatch.service.doors import Threshold
    from sentwatch.service.guided_rules import GuidedRules
    from sentwatch.service.known_rules import KnownRules
    from sentwatch.service.rule_change import RuleChange
    from sentwatch.service.rule_files import RuleFilesLook
    from sentwatch.service.rule_sources import RuleSources
    from sentwatch.service.rule_surroundings import RuleSurroundings
    from sentwatch.service.rules import RulesLook


class RuleParts(SignInParts):
    """Where rules come from, and what is done about them."""

    @cached_property
    def _surroundings(self) -> RuleSurroundings:
        from sentwatch.adapters.suffixes import site_of
        from sentwatch.service.rule_surroundings import RuleSurroundings

        return RuleSurroundings(accounts=self.known_accounts, providers=lambda: self.providers, site_of=site_of)

    def _rule_threshold(self, account: Account, host: str, *, by_hand: bool) -> Threshold:
        from sentwatch.service.doors import Threshold

        return Threshold(
            host=host,
            key=f"{account.id}:rules",
            memory=self._door_memory,
            clock=self.clock,
            provider=self.provider_of(account),
            by_hand=by_hand,
        )

    @cached_property
    def rule_sources(self) -> RuleSources:
        """All ways to the rules of accounts."""
        from sentwatch.service.rule_sources import RuleSources

        return RuleSources(
            provider_of=self.provider_of,
            credentials=self.credentials,
            sieve=late(_sieve),
            gmail=late(_gmail),
            outlook=late(_outlook),
            threshold=self._rule_threshold,
            dns=late(_sieve_dns),
            clock=self.clock,
        )

    @cached_property
    def rules_look(self) -> RulesLook:
        """Looking at the rules of accounts."""
        from sentwatch.service.rules import RulesLook

        return RulesLook(sources=self.rule_sources, surroundings=self._surroundings)

    @cached_property
    def rule_files_look(self) -> RuleFilesLook:
        """Looking at rule files: those of this computer's mail programs, and named ones."""
        from sentwatch.adapters.rule_files import MailProgramRules
        from sentwatch.service.rule_files import RuleFilesLook

        return RuleFilesLook(
            files=MailProgramRules(home=Path.home()), surroundings=self._surroundings, store=self.account_store
        )

    def look_at_rule_files(self, *, cancel: CancelToken) -> tuple[Report, Snapshot, RuleHistory]:
        """Look at the rule files of this computer's mail programs; the report, what was seen, and what is remembered.

        Where nothing was ever kept here, nothing is kept of this look either.
        """
        from sentwatch.core.snapshot import Snapshot
        from sentwatch.service.remember import remembered
        from sentwatch.service.reports import report_of_no_account
        from sentwatch.service.rule_files import KEY
        from sentwatch.service.rules import CHECKS, renamed_in

        now = self.clock.now()
        rules = self.kept_rules(KEY) if self.has_store else vanishing_rules(KEY)
        snapshot = Snapshot(taken_at=now, rules=self.rule_files_look.here(rules, now=now, cancel=cancel))
        report = report_of_no_account(CHECKS, snapshot, key=KEY)
        if self.has_store:
            report = remembered(report, self.findings(KEY), renamed=renamed_in(snapshot))
        return report, snapshot, rules.history()

    @cached_property
    def rule_change(self) -> RuleChange:
        """Switching single rules off on their owner's button, and back."""
        from sentwatch.adapters.managesieve import SieveChange
        from sentwatch.service.rule_change import RuleChange

        return RuleChange(
            sources=self.rule_sources, changer=SieveChange, credentials=self.credentials, clock=self.clock
        )

    @cached_property
    def guided_rules(self) -> GuidedRules:
        """The guided check of rules no program can read."""
        from sentwatch.adapters.rule_paths import rule_paths
        from sentwatch.service.guided_rules import GuidedRules

        return GuidedRules(
            paths=rule_paths(),
            provider_of=self.provider_of,
            accounts=self.known_accounts,
            kept=self.kept,
            findings=self.findings,
            clock=self.clock,
        )

    @cached_property
    def known_rules(self) -> KnownRules:
        """What is remembered of all rules."""
        from sentwatch.service.known_rules import KnownRules

        return KnownRules(
            has_store=lambda: self.has_store,
            store=self.account_store,
            rules=self.kept_rules,
            guided=lambda: self.guided_rules,
        )


def _sieve() -> Callable[[SieveServer], RulesPort]:
    from sentwatch.adapters.managesieve import SieveRules

    return SieveRules


def _sieve_dns() -> SieveDnsPort:
    from sentwatch.adapters.managesieve import SieveDns

    return SieveDns()


def _gmail() -> RulesPort:
    from sentwatch.adapters.gmail import GmailRules

    return GmailRules()


def _outlook() -> RulesPort:
    from sentwatch.adapters.graph import GraphRules

    return GraphRules()
