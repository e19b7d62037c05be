"""Use case: take the looks that answer one checklist step again, those that need nobody beside the computer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sentwatch.core.accounts import Account
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.playbooks.checklist import ChecklistStep
from sentwatch.core.playbooks.needed_looks import NeededLook, needed_looks
from sentwatch.core.report import Report
from sentwatch.core.schedule import Area
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress, Step
from sentwatch.service.check_account import CheckAccount
from sentwatch.service.surroundings import Surrounding

_AREAS: Final = {
    "sent": Area.SENT,
    "rule": Area.RULES,
    "connection": Area.CONNECTION,
    "sign-in": Area.SIGN_IN,
}
SURROUNDINGS: Final = {
    NeededLook.DOMAIN: Area.DOMAIN,
    NeededLook.DEVICE: Area.DEVICE,
    NeededLook.NETWORK: Area.NETWORK,
    NeededLook.OFFICE: Area.OFFICE,
}
"""The looks at what belongs to no account, as the surroundings name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLooks:
    """`around` gives what belongs to no account; `accounts` those that are looked at."""

    accounts: Callable[[], Iterable[Account]]
    around: Callable[[], Iterable[Surrounding]]
    check: Callable[[], CheckAccount]

    def run(self, step: ChecklistStep, *, progress: Progress, cancel: CancelToken) -> Iterator[Report]:
        """Report after report, as the looks end; each is remembered. Raises Cancelled."""
        needed = needed_looks(step)
        if NeededLook.MAILBOX in needed:
            yield from self._mailboxes(step, progress=progress, cancel=cancel)
        wanted = {SURROUNDINGS[one] for one in needed if one in SURROUNDINGS}
        for one in self.around():
            if one.area in wanted:
                cancel.check()
                progress(Step(what=one.what))
                yield one.look(cancel=cancel)

    def _mailboxes(self, step: ChecklistStep, *, progress: Progress, cancel: CancelToken) -> Iterator[Report]:
        prefixes = {pattern.partition(".")[0] for pattern in (*step.codes, *step.alarms)}
        areas = frozenset(area for prefix, area in _AREAS.items() if prefix in prefixes)
        look = self.check()
        for account in self.accounts():
            if not account.paused:
                cancel.check()
                progress(Step(what=phrase(N_("Looking at {account}"), account=account.address)))
                yield look.run(account, progress=progress, cancel=cancel, areas=areas)
