"""Use case: put together how all accounts, and what belongs to none, stand; looks at nothing anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from sentwatch.core.accounts import Account
from sentwatch.core.checks import ALL_CHECKS
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.playbooks.checklist import Audience, StepView
from sentwatch.core.status_report import (
    GAPS_OF,
    Reader,
    Standing,
    StatusReport,
    Unseen,
    for_reader,
    manner_of,
    name_of_key,
    without_personal_data,
)
from sentwatch.ports.clock import Clock
from sentwatch.store.findings import Findings, LastLook
from sentwatch.store.watched import WatchLog

_TITLES: Final = {check.code: check.title for check in ALL_CHECKS}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusOf:
    """What is known now. `keys` are all things that were ever looked at, accounts and others."""

    findings: Callable[[str], Findings]
    log: Callable[[str], WatchLog]
    keys: Callable[[], Iterable[str]]
    clock: Clock

    def report(
        self,
        accounts: Iterable[Account],
        steps: Iterable[StepView],
        *,
        reader: Reader,
        audience: Audience,
        is_personal: bool,
        with_others: bool,
    ) -> StatusReport:
        """Report for one reader. `with_others` adds what belongs to no account: computer, domains, websites."""
        chosen = tuple(accounts)
        known = {key for key in self.keys() if name_of_key(key) is not None}
        others = sorted(known) if with_others else []
        made = StatusReport(
            made_at=self.clock.now(),
            reader=reader,
            audience=audience,
            accounts=tuple(self._account(account) for account in chosen),
            others=tuple(self._standing(key) for key in others),
            steps=tuple(steps),
        )
        made = for_reader(made, reader)
        return made if is_personal else without_personal_data(made)

    def _account(self, account: Account) -> Standing:
        now = self.clock.now()
        standing = self._standing(account.id)
        log = self.log(account.id)
        watched = log.last()
        return replace(
            standing,
            name=account.address,
            role=account.role,
            manner=manner_of(paused=account.paused, watched=watched, looked_at=standing.looked_at, now=now),
            watched=watched,
            gaps=log.gaps(since=now - GAPS_OF),
            time_zone=account.time_zone,
        )

    def _standing(self, key: str) -> Standing:
        findings = self.findings(key)
        looks = findings.looks()
        known = sorted(findings.known().values(), key=lambda one: -one.finding.severity)
        return Standing(
            name=name_of_key(key) or "",
            checks=sum(look.outcome == "checked" for look in looks),
            findings=tuple(known),
            unseen=tuple(unseen for look in looks if (unseen := _unseen(look)) is not None),
            looked_at=max((look.at for look in looks), default=None),
        )


def _unseen(look: LastLook) -> Unseen | None:
    title = _TITLES.get(look.code)
    is_checked = look.outcome == "checked"
    if title is None or (is_checked and look.reason is None):
        return None
    reason = look.reason or phrase(N_("It could not be looked at."))
    return Unseen(code=look.code, title=title, at=look.at, reason=reason, in_part=is_checked)
