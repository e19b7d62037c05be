"""Mail read from files instead of a server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sentwatch.core.phrase import Phrase
from sentwatch.core.sent import InboxSender, SentMessage
from sentwatch.ports.cancel import CancelToken


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """One record that could not be read: the file (relative to the archive) and why. The reason names the place."""

    where: str
    reason: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveBatch:
    """Some records of an archive. `done`/`total` are bytes read so far and in all, for progress.

    `sent` are the messages written by the account's owner; `received` the senders of all others.
    """

    sent: Sequence[SentMessage]
    received: Sequence[InboxSender]
    damages: Sequence[Damage]
    done: int
    total: int


class ArchivePort(Protocol):
    """Reads one archive, whatever its form, in batches. Raises Trouble(ARCHIVE_UNREADABLE) and Cancelled."""

    def guess_address(self, path: str, *, cancel: CancelToken) -> str | None:
        """Whose mail this seems to be, None where that cannot be told."""

    def read(self, path: str, *, address: str | None, cancel: CancelToken) -> Iterator[ArchiveBatch]:
        """All records, in the order of the files; nothing twice.

        Sent is what a folder or a label calls so, or what `address` wrote. Without `address`, every record counts as
        sent where no folder and no label says more. The last batch may be followed by Trouble(ARCHIVE_UNREADABLE):
        nothing in there was mail.
        """
