"""Which messages were met before, as 8-byte hashes in one flat table: 16 to 32 MiB for a million."""

from __future__ import annotations

import hashlib
from array import array

from sentwatch.core.sent import SentMessage

_START_SLOTS = 1 << 12


class SeenMessages:
    """Remembers messages by Message-ID, date, sender, subject and recipients.

    The ID alone would not do: a program that gives all its mail the same ID must not hide all but one.
    """

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 * _START_SLOTS))
        self._count = 0

    def is_new(self, message: SentMessage, *, is_sent: bool) -> bool:
        """Remember the message; whether it was not known. Without an ID and without a date nothing can be said."""
        if not message.message_id and message.date_s is None:
            return True
        side = "sent" if is_sent else "received"
        parts = (side, message.message_id, str(message.date_s), message.sender, message.subject, *message.recipients)
        digest = hashlib.blake2b("\n".join(parts).encode("utf-8", "replace"), digest_size=8)
        return self._put(int.from_bytes(digest.digest(), "little") or 1)

    def _put(self, value: int) -> bool:
        if not _insert(self._slots, value):
            return False
        self._count += 1
        if self._count * 2 > len(self._slots):
            larger = array("Q", bytes(8 * len(self._slots) * 2))
            for known in self._slots:
                if known:
                    _insert(larger, known)
            self._slots = larger
        return True


def _insert(slots: array[int], value: int) -> bool:
    mask = len(slots) - 1
    place = value & mask
    while True:
        known = slots[place]
        if known == value:
            return False
        if not known:
            slots[place] = value
            return True
        place = (place + 1) & mask
