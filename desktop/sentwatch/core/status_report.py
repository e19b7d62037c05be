"""What a status report says: each account and what belongs to none, how it is watched, what was found and not seen."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sentwatch.core.accounts import Role
from sentwatch.core.findings import KnownFinding, Severity
from sentwatch.core.personal import impersonal, impersonal_phrase, shortened, with_short_addresses
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.playbooks.checklist import Audience, StepView
from sentwatch.core.schedule import BREAK, Watched


class Reader(enum.Enum):
    """For whom a report is written."""

    OWNER = "owner"
    CUSTOMER = "customer"
    INSURER = "insurer"


class Manner(enum.Enum):
    """How an account is looked at."""

    WATCHED = "watched"
    """The watch is running now."""
    WAS_WATCHED = "was-watched"
    BY_HAND = "by-hand"
    NEVER = "never"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """A check that could not look, or only in part, when it was last run, and why."""

    code: str
    title: str
    at: datetime
    reason: Phrase
    in_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one account, or one thing that belongs to no account, stands.

    `name` is the address, or a phrase for what has none. `looked_at` is the latest look, `checks` how many checks could
    look. `gaps` are the spans of the last month that nobody watched.
    """

    name: str | Phrase
    checks: int
    findings: tuple[KnownFinding, ...]
    unseen: tuple[Unseen, ...]
    looked_at: datetime | None = None
    role: Role | None = None
    manner: Manner = Manner.BY_HAND
    watched: Watched | None = None
    gaps: tuple[Watched, ...] = ()
    time_zone: str | None = None
    withheld: int = 0
    """Findings that are counted and not told, for the reader is somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """All of it, as it stands at `made_at`."""

    made_at: datetime
    reader: Reader
    audience: Audience
    accounts: tuple[Standing, ...]
    others: tuple[Standing, ...]
    steps: tuple[StepView, ...]
    is_personal: bool = True


GAPS_OF: Final = timedelta(days=30)

TOLD_TO_CUSTOMERS: Final = ("sent.", "rule.forwards-out", "rule.notifies-out", "rule.inferred-forward")
"""What touches people who got mail from here. Open weaknesses of an office are nobody else's business."""


def manner_of(*, paused: bool, watched: Watched | None, looked_at: datetime | None, now: datetime) -> Manner:
    """How an account is looked at, from what is kept of it."""
    if paused:
        return Manner.PAUSED
    if watched is not None and watched.until > watched.since:
        return Manner.WATCHED if now - watched.until <= BREAK else Manner.WAS_WATCHED
    return Manner.NEVER if looked_at is None else Manner.BY_HAND


_NAMES: Final = {
    "device": N_("This computer"),
    "network": N_("The network here"),
    "mfa": N_("Authenticator entries"),
    "office": N_("The office's own notes"),
    "password": N_("Passwords"),
    "mail": N_("Mail that was shown to Sentwatch"),
}
_NAMES_OF: Final = {
    "domain": N_("Domain {name}"),
    "website": N_("Website {name}"),
    "password": N_("Password of {name}"),
}


def name_of_key(key: str) -> Phrase | None:
    """What belongs to no account, by the key under which it is kept: "device", "domain:example.jp"; None for others."""
    kind, _, name = key.partition(":")
    if name and kind in _NAMES_OF:
        return phrase(_NAMES_OF[kind], name=name)
    return phrase(_NAMES[kind]) if not name and kind in _NAMES else None


def for_reader(report: StatusReport, reader: Reader) -> StatusReport:
    """The report with what this reader is to see: a customer is told what went out, not which doors are open."""
    if reader is not Reader.CUSTOMER:
        return replace(report, reader=reader)

    def told(standing: Standing) -> Standing:
        shown = tuple(one for one in standing.findings if _is_for_customers(one))
        return replace(standing, findings=shown, withheld=len(standing.findings) - len(shown))

    withheld = tuple(replace(one, findings=(), withheld=len(one.findings)) for one in report.others)
    return replace(report, reader=reader, accounts=tuple(map(told, report.accounts)), others=withheld)


def _is_for_customers(known: KnownFinding) -> bool:
    finding = known.finding
    return finding.severity >= Severity.WARNING and finding.kind.code.startswith(TOLD_TO_CUSTOMERS)


def without_personal_data(report: StatusReport) -> StatusReport:
    """The report with addresses shortened, and without names and texts of mail."""

    def bare(standing: Standing) -> Standing:
        name = standing.name
        findings = tuple(replace(one, finding=impersonal(one.finding)) for one in standing.findings)
        unseen = tuple(replace(one, reason=impersonal_phrase(one.reason)) for one in standing.unseen)
        short = with_short_addresses(name) if isinstance(name, Phrase) else shortened(name)
        return replace(standing, name=short, findings=findings, unseen=unseen)

    return replace(
        report,
        is_personal=False,
        accounts=tuple(map(bare, report.accounts)),
        others=tuple(map(bare, report.others)),
    )


def worst(standings: Iterable[Standing]) -> Severity | None:
    """The highest severity told, None where there is none."""
    return max((one.finding.severity for standing in standings for one in standing.findings), default=None)
