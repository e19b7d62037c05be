"""From the header block of one message in a file to an Entry, or to the reason why not.

The time of a message (`at_s`), in this order, the first one that can be meant (1980 to 2100):
1. the "From " line of an mbox, where it carries a zone (Google Takeout: the time Gmail has stored);
2. the topmost Received line, which the owner's own server wrote;
3. the Date header;
4. the "From " line without a zone, read as UTC (RFC 4155). Many programs write local time there, hence last.
A message with none of them is damaged: it cannot be placed in time.
"""

from __future__ import annotations

import calendar
import re

from sentwatch.adapters.archives.entries import Entry, Hint, sane_time
from sentwatch.adapters.archives.folder_names import hint_of_labels
from sentwatch.adapters.imap.headers import HeaderReader, date_s
from sentwatch.core.phrase import N_, Phrase, phrase

_FIELD_BYTES = 8 << 10
_MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if number}
_FROM_LINE = re.compile(
    rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[ ]{1,3}([A-Z][a-z]{2})[ ]{1,3}(\d{1,2})[ ]{1,3}(\d{1,2}):(\d{2})(?::(\d{2}))?"
    rb"(?:[ ]{1,3}([+-]\d{4}|[A-Z]{2,5}))?[ ]{1,3}(\d{4})(?:[ ]{1,3}([+-]\d{4}))?"
)
# Thunderbird's X-Mozilla-Status bits (nsMsgMessageFlags): read, replied, marked, expunged.
_MOZILLA_FLAGS = ((0x1, rb"\seen"), (0x2, rb"\answered"), (0x4, rb"\flagged"), (0x8, rb"\deleted"))
_STATUS_FLAGS = {"R": rb"\seen", "A": rb"\answered", "F": rb"\flagged", "D": rb"\deleted"}
_ID_WORDS = re.compile(rb"[0-9A-Fa-f]{4}")


class MailFacts:
    """Reads messages of one archive; keeps the memory of the header reader from message to message."""

    def __init__(self) -> None:
        self._reader = HeaderReader()

    def entry(
        self, header: bytes, *, size: int, hint: Hint, flags: bytes = b"", from_line: bytes = b""
    ) -> Entry | Phrase:
        """Read one message."""
        lower = header.lower()
        if not flags:
            flags = _flags(header, lower)
        message = self._reader.sent(0, size, flags, b"", header)
        if not message.sender and message.date_s is None and not message.message_id:
            return phrase(N_("this is not the header of a message"))
        labels = _field(header, lower, b"x-gmail-labels")
        if labels:
            hint = hint_of_labels(labels)
        date = sane_time(message.date_s)
        stored_s, has_zone = from_line_time(from_line) if from_line else (None, False)
        at_s = stored_s if has_zone else None
        if at_s is None:
            received = _field(header, lower, b"received")
            if received:
                at_s = sane_time(self._reader.date_s(received[received.rfind(b";") + 1 :].decode("latin-1").strip()))
        if at_s is None:
            at_s = date if date is not None else stored_s
        if at_s is None:
            return phrase(N_("it has no readable date"))
        return Entry(message._replace(at_s=at_s, date_s=date), hint)


def from_line_time(line: bytes) -> tuple[float | None, bool]:
    """Read the time of an mbox "From " line, and whether its zone stands there."""
    match = _FROM_LINE.search(line)
    if match is None:
        return None, False
    month, day, hour, minute, second, zone, year, late_zone = match.groups()
    number = _MONTHS.get(month.decode("ascii"))
    if number is None:
        return None, False
    zone = late_zone or zone or b""
    text = b"%s %s %s %s:%s:%s %s" % (day, month, year, hour, minute, second or b"00", zone)
    return sane_time(date_s(text.decode("ascii"))), bool(zone)


def _field(header: bytes, lower: bytes, name: bytes) -> bytes:
    """Find the first field of that name, unfolded and capped; empty where there is none."""
    if lower.startswith(name + b":"):
        start = len(name) + 1
    else:
        start = lower.find(b"\n" + name + b":")
        if start < 0:
            return b""
        start += len(name) + 2
    end = header.find(b"\n", start)
    while end >= 0 and header[end + 1 : end + 2] in (b" ", b"\t") and end - start < _FIELD_BYTES:
        end = header.find(b"\n", end + 1)
    value = header[start : end if end >= 0 else None][:_FIELD_BYTES]
    return b" ".join(value.split()) if b"\n" in value else value.strip()


def _flags(header: bytes, lower: bytes) -> bytes:
    mozilla = _field(header, lower, b"x-mozilla-status")
    if _ID_WORDS.fullmatch(mozilla):
        bits = int(mozilla, 16)
        return b" ".join(word for bit, word in _MOZILLA_FLAGS if bits & bit)
    status = _field(header, lower, b"status") + _field(header, lower, b"x-status")
    if not status:
        return b""
    letters = status[:16].decode("latin-1")
    return b" ".join(word for letter, word in _STATUS_FLAGS.items() if letter in letters)
