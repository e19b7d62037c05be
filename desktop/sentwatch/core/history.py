"""What is known of an account's outgoing mail: how much of it, what is usual, and the incidents in it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sentwatch.core.accounts import Role
from sentwatch.core.incidents import Announcement, Answer, Incident
from sentwatch.core.phrase import Phrase

SYSTEM_DAY_MAX = 50
SYSTEM_REPLY_SHARE = 0.1
"""A machine's mailbox sends at least so many on its usual busiest day, and hardly ever replies."""

MISSING_COPIES = 3
"""The burst definition's line for copies that vanished between two looks."""

_MACHINE_NAMES = (
    "noreply",
    "donotreply",
    "mailerdaemon",
    "notification",
    "newsletter",
    "bounce",
    "autoreply",
    "system",
)

_TEAM_NAMES = frozenset(
    [
        "info",
        "contact",
        "support",
        "help",
        "helpdesk",
        "sales",
        "office",
        "admin",
        "hello",
        "team",
        "mail",
        "post",
        "shop",
        "store",
        "order",
        "orders",
        "booking",
        "reservation",
        "billing",
        "invoice",
        "accounting",
        "finance",
        "hr",
        "jobs",
        "recruit",
        "press",
        "pr",
        "marketing",
        "service",
        "customer",
        "care",
        "eigyo",
        "soumu",
        "keiri",
        "jimu",
        "jinji",
        "koho",
        "saiyo",
        "madoguchi",
        "toiawase",
        "tantou",
    ]
)
"""Local parts behind which several people sit (RFC 2142 names some; the others are common in offices)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidenced:
    """An incident with what can be shown of it; texts are plain and capped, in the order of the messages."""

    incident: Incident
    subjects: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    mailers: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How the incident is named from one run to the next: by its start."""
        return incident_name(self.incident.start_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentGap:
    """Messages that came into the Sent folder and were gone before we saw them, between two looks."""

    since: datetime
    until: datetime
    missing: int

    @property
    def is_telling(self) -> bool:
        """Whether more copies are missing than tidying up explains: three for each day between the two looks."""
        days = max(1, math.ceil((self.until - self.since) / timedelta(days=1)))
        return self.missing >= MISSING_COPIES * days


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What is usual for this account. `max_messages` are the usual busiest 5 min, 20 min, 1 h, 4 h and 24 h."""

    windows_s: tuple[float, ...]
    max_messages: tuple[float, ...]
    max_recipients: tuple[float, ...]
    learned_days: int
    active_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SentHistory:
    """All of an account's outgoing mail, judged up to `judged_to`. Times are aware UTC.

    `gaps` is None where copies cannot be counted (files carry no numbering). `damages` names some of the `damaged`
    records that could not be read.
    """

    messages: int
    replies: int
    first_at: datetime | None
    judged_to: datetime | None
    baseline: Baseline
    incidents: tuple[Evidenced, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    stirrings: tuple[Incident, ...] = ()
    """Busy spans below the line of a notice: told only where other signs join them."""
    gaps: tuple[SentGap, ...] | None = ()
    damaged: int = 0
    damages: tuple[Phrase, ...] = ()
    notice: float = 0.0
    critical: float = 0.0

    @property
    def open_incidents(self) -> tuple[Evidenced, ...]:
        """Those the owner did not call their own."""
        return tuple(seen for seen in self.incidents if seen.incident.answer is not Answer.THAT_WAS_ME)


def is_named_like_a_machine(address: str) -> bool:
    """Whether the local part is one that programs send from ("no-reply")."""
    name = "".join(c for c in address.partition("@")[0].lower() if c.isalnum())
    return any(word in name for word in _MACHINE_NAMES)


def is_named_like_a_team(address: str) -> bool:
    """Whether the local part is one that several people share ("info", "sales-tokyo")."""
    name = address.partition("@")[0].lower().replace("_", "-").replace(".", "-")
    return any(word in _TEAM_NAMES for word in name.split("-"))


def propose_role(address: str, baseline: Baseline, *, messages: int, replies: int) -> Role:
    """Whose mailbox this looks like: a machine's, where it sends much or is named so, and hardly ever replies."""
    is_busy = bool(baseline.max_messages) and baseline.max_messages[-1] >= SYSTEM_DAY_MAX
    hardly_replies = messages > 0 and replies < SYSTEM_REPLY_SHARE * messages
    return Role.SYSTEM if (is_busy or is_named_like_a_machine(address)) and hardly_replies else Role.PERSON


def incident_name(start_s: float) -> str:
    """How an incident is named: by its start."""
    return moment(start_s).isoformat(timespec="seconds")


def moment(at_s: float) -> datetime:
    """Seconds since the epoch as an aware UTC datetime."""
    return datetime.fromtimestamp(at_s, tz=UTC)
