"""What the readers of archive forms hand on: entries, damages, and the limits that hostile files meet."""

from __future__ import annotations

import enum
from typing import NamedTuple

from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.sent import SentMessage
from sentwatch.ports.archive import Damage

CHUNK_BYTES = 1 << 20
SAMPLE_BYTES = 64 << 10
HEADER_BYTES = 256 << 10
TEXT_CHARS = 1000
RECIPIENTS = 10_000

# 1980 to 2100: nothing before is e-mail as we know it, nothing after can be meant.
_EARLIEST_S = 315_532_800.0
_LATEST_S = 4_102_444_800.0


class Hint(enum.Enum):
    """What a folder or a label says of its messages. `LEFT_OUT` is for drafts, junk and chats."""

    SENT = "sent"
    OTHER = "other"
    UNKNOWN = "unknown"
    LEFT_OUT = "left-out"


class Entry(NamedTuple):
    """One readable record; the number in `message.uid` is given later. A log tells of other people's mail too."""

    message: SentMessage
    hint: Hint
    is_log: bool = False


def sane_time(at_s: float | None) -> float | None:
    """Give the time back where it can be meant, else None."""
    return at_s if at_s is not None and _EARLIEST_S <= at_s < _LATEST_S else None


def damage_at_byte(file: str, offset: int, reason: Phrase) -> Damage:
    """Name a record that stands at a place in a file."""
    return Damage(where=file, reason=phrase(N_("At byte {offset}: {reason}"), offset=offset, reason=reason))


def damage_at_line(file: str, line: int, reason: Phrase) -> Damage:
    """Name a row of a log."""
    return Damage(where=file, reason=phrase(N_("In line {line}: {reason}"), line=line, reason=reason))
