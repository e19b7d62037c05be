"""How far each folder of an account was read, and which folder is which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SENT: Final = "sent"
INBOX: Final = "inbox"
ALSO: Final = "also:"
"""Before the name of a further folder: what it is called here."""

_SHIFT: Final = 32


def row_of(folder: int, uid: int) -> int:
    """The ledger's number of a message: the folder, then 32 bits of UID (RFC 9051 section 2.3.1.1)."""
    return folder << _SHIFT | uid


def folder_of(row: int) -> int:
    """The folder of a message by its number."""
    return row >> _SHIFT


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderMark:
    """How far a folder was read. `uid_next`, `messages` and `modseq` are what the server said at the last look."""

    id: int
    name: str
    uid_validity: int
    scanned_to: int
    uid_next: int | None = None
    messages: int | None = None
    modseq: int | None = None
    looked_s: float | None = None

    def row_of(self, uid: int) -> int:
        """The ledger's number of a message."""
        return row_of(self.id, uid)

    @property
    def rows_end(self) -> int:
        """One more than the highest number a message of this folder can have."""
        return row_of(self.id + 1, 0)
