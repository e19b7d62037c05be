"""When a password is due: reviewed at an interval, changed for a reason; an office may add an interval of its own."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sentwatch.core.phrase import N_, Phrase, phrase

STATEMENT: Final = N_(
    "Check your passwords regularly; change them when there is a reason. A date in the calendar alone is none."
)
"""NIST SP 800-63B-4 section 3.1.1.2 forbids to demand changes by the calendar and asks for one on evidence; the
Japanese ministry (MIC, pages for the public) advises the same."""


class ChangeReason(enum.Enum):
    """Why a password is to be changed now."""

    LEAKED = "leaked"
    TAKEOVER_SIGN = "takeover-sign"
    PHISHED = "phished"
    MALWARE = "malware"
    REUSED = "reused"
    WEAK = "weak"
    LEAVER = "leaver"
    SHARED_TOO_WIDELY = "shared-too-widely"


REASON_WORDS: Final = {
    ChangeReason.LEAKED: N_("It stands in a list of leaked passwords."),
    ChangeReason.TAKEOVER_SIGN: N_("There was a sign that somebody else was in the mailbox."),
    ChangeReason.PHISHED: N_("It was entered on a false page."),
    ChangeReason.MALWARE: N_("Malware was found on a device that knows it."),
    ChangeReason.REUSED: N_("Another account has the same one."),
    ChangeReason.WEAK: N_("It is easy to guess."),
    ChangeReason.LEAVER: N_("Somebody who has left knows it."),
    ChangeReason.SHARED_TOO_WIDELY: N_("More people know it than need it."),
}

TOLD_REASONS: Final = (
    ChangeReason.TAKEOVER_SIGN,
    ChangeReason.PHISHED,
    ChangeReason.MALWARE,
    ChangeReason.LEAVER,
    ChangeReason.SHARED_TOO_WIDELY,
)
"""Reasons that only a person can know of."""

REASON_OF_FINDING: Final[Mapping[str, ChangeReason]] = {
    "password.breached": ChangeReason.LEAKED,
    "password.reused": ChangeReason.REUSED,
    "password.common": ChangeReason.WEAK,
    "password.guessable": ChangeReason.WEAK,
    "password.too-short": ChangeReason.WEAK,
    "password.contains-name": ChangeReason.WEAK,
}
"""Findings of a review that are a reason by themselves. Signs of a takeover are named by whoever confirmed them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedReason:
    """A reason and when it came up (aware UTC)."""

    reason: ChangeReason
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeInterval:
    """An interval an office insists on, and why: who asks for it, in a contract or a policy. Never without words."""

    every: timedelta
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip() or self.every < timedelta(days=1):
            raise ValueError


@dataclass(frozen=True, slots=True, kw_only=True)
class AgePolicy:
    """`review_every` is 90 days (our checklist, acct.password_unique); `office` is off unless an office asks for it."""

    review_every: timedelta = timedelta(days=90)
    office: OfficeInterval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordHistory:
    """What is known of one password's life. `changed_at` is as the user told; `last_worked` is its last sign-in."""

    first_seen: datetime | None = None
    last_worked: datetime | None = None
    changed_at: datetime | None = None
    reviewed_at: datetime | None = None

    @property
    def at_least_since(self) -> datetime | None:
        """Since when it is known to be the same: a change told by the user, or our first sight."""
        known = [at for at in (self.first_seen, self.changed_at) if at is not None]
        return max(known) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordStanding:
    """How a password stands at a moment. `reasons` are those that came up since the last change, worst first."""

    age: Phrase
    review_due: datetime
    is_review_due: bool
    reasons: tuple[ChangeReason, ...] = ()
    office_due: datetime | None = None
    is_office_due: bool = False

    @property
    def wants_change(self) -> bool:
        """Whether there is a reason to change it now; an office's interval is a reminder, not a reason."""
        return bool(self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordLife:
    """All that is known of the life of one account's password. A part of the snapshot."""

    address: str
    history: PasswordHistory = PasswordHistory()
    reasons: tuple[DatedReason, ...] = ()
    policy: AgePolicy = AgePolicy()

    def standing(self, now: datetime) -> PasswordStanding:
        """How it stands at `now`."""
        return standing(self.history, self.reasons, policy=self.policy, now=now)


def standing(
    history: PasswordHistory, reasons: Iterable[DatedReason], *, policy: AgePolicy, now: datetime
) -> PasswordStanding:
    """Return what is due. A password never reviewed is due for review at once."""
    changed = history.changed_at
    since_change = {dated.reason for dated in reasons if changed is None or dated.at > changed}
    review_due = now if history.reviewed_at is None else history.reviewed_at + policy.review_every
    if changed is not None and history.reviewed_at is not None and changed > history.reviewed_at:
        review_due = now  # the one that was reviewed is gone
    office_due = _office_due(history, policy)
    return PasswordStanding(
        age=age_words(history),
        review_due=review_due,
        is_review_due=review_due <= now,
        reasons=tuple(reason for reason in ChangeReason if reason in since_change),
        office_due=office_due,
        is_office_due=office_due is not None and office_due <= now,
    )


def reasons_of(codes: Iterable[str], *, at: datetime) -> tuple[DatedReason, ...]:
    """Return the reasons a review's findings amount to."""
    found = {REASON_OF_FINDING[code] for code in codes if code in REASON_OF_FINDING}
    return tuple(DatedReason(reason=reason, at=at) for reason in ChangeReason if reason in found)


def age_words(history: PasswordHistory) -> Phrase:
    """Say how old the password is, as far as anybody can know."""
    if history.changed_at is not None and history.changed_at == history.at_least_since:
        return phrase(N_("Changed on {at:date}, as you told us."), at=history.changed_at)
    if history.first_seen is not None:
        return phrase(N_("Unchanged since we first saw it on {at:date}; it may be older."), at=history.first_seen)
    return phrase(N_("We do not know how old it is."))


def _office_due(history: PasswordHistory, policy: AgePolicy) -> datetime | None:
    if policy.office is None or history.at_least_since is None:
        return None
    return history.at_least_since + policy.office.every
