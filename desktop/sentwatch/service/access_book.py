"""What the owner noted of app passwords and connected apps, kept with dates."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sentwatch.core.access_ledger import AccessAnswer, AccessEntry, AccessKind
from sentwatch.ports.clock import Clock
from sentwatch.store.kept import Kept

ACCESS: Final = "access"
MAX_ENTRIES: Final = 200
MAX_LABEL: Final = 120


def access_entries(kept: Kept) -> tuple[AccessEntry, ...]:
    """What is noted of an account."""
    return kept.get(ACCESS, tuple[AccessEntry, ...]) or ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessBook:
    """The book of one account."""

    account_id: str
    kept: Kept
    clock: Clock

    def entries(self) -> tuple[AccessEntry, ...]:
        """What is noted, in the order it was."""
        return access_entries(self.kept)

    def add(self, kind: AccessKind, label: str, *, made_at: datetime | None = None) -> AccessEntry | None:
        """Note one by the name it has on the provider's page; None where there is no name, or far too many."""
        name = " ".join(label.split())[:MAX_LABEL]
        if not name or len(self.entries()) >= MAX_ENTRIES:
            return None
        entry = AccessEntry(id=uuid.uuid4().hex, account_id=self.account_id, kind=kind, label=name, made_at=made_at)
        self._put((*self.entries(), entry))
        return entry

    def answer(self, entry_id: str, answer: AccessAnswer | None) -> None:
        """Keep what the owner says of one, dated now; None takes the last answer back."""
        at = None if answer is None else self.clock.now()
        self._put(
            tuple(
                replace(entry, answer=answer, answered_at=at) if entry.id == entry_id else entry
                for entry in self.entries()
            )
        )

    def forget(self, entry_id: str) -> None:
        """Take one off the list."""
        self._put(tuple(entry for entry in self.entries() if entry.id != entry_id))

    def restore(self, entry: AccessEntry) -> None:
        """Put one back that was taken off."""
        if all(known.id != entry.id for known in self.entries()):
            self._put((*self.entries(), entry))

    def _put(self, entries: tuple[AccessEntry, ...]) -> None:
        self.kept.put(ACCESS, entries)
