"""Header facts of incoming mail: enough to see what came back, what was hidden, and who was confirmed."""

from __future__ import annotations

from typing import NamedTuple

from sentwatch.core.bounces import Sort


class ReceivedMessage(NamedTuple):
    """Header facts of one message that arrived. Texts as they stand, undecoded and capped; addresses in lower case."""

    uid: int
    at_s: float
    """INTERNALDATE; the Date header only where there is none."""
    message_id: str
    answers: str
    """The Message-ID it answers (In-Reply-To, else the last of References), without brackets; empty where none."""
    sender: str
    subject: str
    size: int
    flags: tuple[str, ...]
    sort: Sort | None = None
    """What its header says it is, None for ordinary mail."""
    is_list: bool = False
    note_writer: str = ""
    """Who wrote the topmost note about the sender (RFC 8601), empty where there is none."""
    confirmed: tuple[str, ...] = ()
    """The domains that this note calls proven."""
