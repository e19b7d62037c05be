"""What is kept of a password's life: when it came, worked, changed and was reviewed; never anything of itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sentwatch.core.accounts import Account, SignIn
from sentwatch.core.password_age import (
    AgePolicy,
    ChangeReason,
    DatedReason,
    OfficeInterval,
    PasswordHistory,
    PasswordLife,
    reasons_of,
)
from sentwatch.core.passwords import PasswordVerdict
from sentwatch.ports.clock import Clock
from sentwatch.store.kept import Kept

HISTORY: Final = "password-history"
VERDICT: Final = "password-verdict"
REASONS: Final = "password-reasons"
OFFICE: Final = "office-interval"


@dataclass(frozen=True, slots=True)
class OfficeRule:
    """The interval an office insists on, for all accounts. `kept` is what belongs to no account."""

    kept: Kept

    def get(self) -> OfficeInterval | None:
        """The interval with its reason; None where it is off, as it is until somebody switches it on."""
        return self.kept.get(OFFICE, OfficeInterval)

    def put(self, interval: OfficeInterval) -> None:
        """Switch it on."""
        self.kept.put(OFFICE, interval)

    def remove(self) -> None:
        """Switch it off."""
        self.kept.remove(OFFICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordBook:
    """The book of one account's password."""

    account: Account
    kept: Kept
    office: OfficeRule
    clock: Clock

    def history(self) -> PasswordHistory:
        """What is known of its age."""
        return self.kept.get(HISTORY, PasswordHistory) or PasswordHistory()

    def verdict(self) -> PasswordVerdict | None:
        """The verdict of the last review of the password in use."""
        return self.kept.get(VERDICT, PasswordVerdict)

    def told(self) -> tuple[DatedReason, ...]:
        """The reasons for a change that its owner named."""
        return self.kept.get(REASONS, tuple[DatedReason, ...]) or ()

    def life(self) -> PasswordLife:
        """All of it, with the reasons the last review came to."""
        verdict = self.verdict()
        found = () if verdict is None else reasons_of(verdict.codes, at=verdict.reviewed_at)
        return PasswordLife(
            address=self.account.address,
            history=self.history(),
            reasons=(*self.told(), *found),
            policy=AgePolicy(office=self.office.get()),
        )

    def life_to_judge(self) -> PasswordLife | None:
        """The same for the checks; None where nothing was ever reviewed, told or asked for."""
        if self.account.sign_in is not SignIn.PASSWORD:
            return None
        life = self.life()
        is_dated = life.policy.office is not None and life.history.at_least_since is not None
        return life if life.history.reviewed_at is not None or life.reasons or is_dated else None

    def entered(self, *, is_other: bool) -> None:
        """Note that a password was entered and kept; another one than before begins a new life."""
        if is_other or self.history().first_seen is None:
            self.kept.put(HISTORY, PasswordHistory(first_seen=self.clock.now()))
        if is_other:
            self._forget_judgement()

    def worked(self) -> None:
        """Note that the kept password opened the mailbox."""
        history = self.history()
        if history.first_seen is not None:
            self.kept.put(HISTORY, replace(history, last_worked=self.clock.now()))

    def changed(self) -> None:
        """Note that its owner changed it just now; what was said of the one before is over."""
        self.kept.put(HISTORY, replace(self.history(), changed_at=self.clock.now(), reviewed_at=None))
        self._forget_judgement()

    def give_reason(self, reason: ChangeReason) -> None:
        """Note a reason for a change."""
        others = tuple(dated for dated in self.told() if dated.reason is not reason)
        self.kept.put(REASONS, (*others, DatedReason(reason=reason, at=self.clock.now())))

    def take_reason_back(self, reason: ChangeReason) -> None:
        """Forget a reason."""
        self.kept.put(REASONS, tuple(dated for dated in self.told() if dated.reason is not reason))

    def reviewed(self, verdict: PasswordVerdict) -> None:
        """Keep the dated verdict of a review."""
        self.kept.put(VERDICT, verdict)
        self.kept.put(HISTORY, replace(self.history(), reviewed_at=verdict.reviewed_at))

    def _forget_judgement(self) -> None:
        self.kept.remove(VERDICT)
        self.kept.remove(REASONS)
