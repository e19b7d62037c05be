"""Whether a sender is known in one's own mailboxes, and which addresses known there look like theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sentwatch.core.lookalikes import near_domains

WELL_KNOWN_AFTER = timedelta(days=30)
"""Ours: fraud by a false address is over within days; who wrote a month ago is somebody the owner knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What one mailbox knows of a sender, this mail left out. Times are aware UTC; None where it never happened."""

    account: str
    wrote: int = 0
    wrote_first_at: datetime | None = None
    wrote_last_at: datetime | None = None
    mailed_first_at: datetime | None = None

    def is_well_known(self, now: datetime) -> bool:
        """Whether this is a correspondent, rather than somebody who began to write the other day."""
        if self.mailed_first_at is not None:
            return True
        return self.wrote_first_at is not None and now - self.wrote_first_at >= WELL_KNOWN_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaintance:
    """The sender compared with all mailboxes. `alike` are known addresses that look like the sender's.

    `reads_since` is the earliest arrival any of them knows of: before that nobody can say who wrote.
    """

    meetings: tuple[Meeting, ...] = ()
    alike: tuple[str, ...] = ()
    mailboxes: int = 0
    reads_since: datetime | None = None

    @property
    def has_met(self) -> bool:
        """Whether they ever wrote before, or were written to."""
        return bool(self.meetings)

    def is_well_known(self, now: datetime) -> bool:
        """Whether any of the mailboxes knows them well."""
        return any(meeting.is_well_known(now) for meeting in self.meetings)


def alike_addresses(address: str) -> tuple[str, ...]:
    """The addresses that differ from this one by a letter or a look-alike sign of the domain, the same name before it.

    Only hashes of known addresses are kept, so that likely ones have to be asked for one by one.
    """
    name, _, domain = address.rpartition("@")
    return tuple(f"{name}@{near}" for near in near_domains(domain)) if name else ()
