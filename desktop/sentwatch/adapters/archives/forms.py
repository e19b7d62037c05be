"""Which form a file has, told by its first bytes and never by its name."""

from __future__ import annotations

import enum
import re

from sentwatch.adapters.archives.log_rows import form_of
from sentwatch.core.phrase import N_, Phrase, phrase

_SPACE = b" \t\r\n"
_FIELD_LINE = re.compile(rb"[!-9;-~]{1,76}[ \t]?:")
_KNOWN_FIELD = re.compile(
    rb"(?:^|\n)(?:from|sender|date|to|cc|subject|message-id|received|return-path|delivered-to|mime-version)[ \t]?:",
    re.IGNORECASE,
)
_BYTE_COUNT = re.compile(rb"\d{1,12}[ \t]{0,20}\r?\n")
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")


class Form(enum.Enum):
    """The form of a file."""

    MBOX = "mbox"
    SINGLE = "single"
    LOG = "log"


def form_of_file(sample: bytes, *, is_whole: bool) -> Form | None:
    """Tell the form, None where this is no mail."""
    start = sample.removeprefix(b"\xef\xbb\xbf").lstrip(_SPACE)
    if start.startswith((b"From ", b"From\n", b"From\r\n")):
        return Form.MBOX
    if form_of(sample, is_whole=is_whole) is not None:
        return Form.LOG
    count = _BYTE_COUNT.match(start)
    if count is not None:
        start = start[count.end() :]
    if _FIELD_LINE.match(start) and _KNOWN_FIELD.search(start):
        return Form.SINGLE
    return None


def refusal_of(sample: bytes) -> Phrase:
    """Say what the file is instead, and what to do about it."""
    if not sample:
        return phrase(N_("it is empty"))
    if sample.startswith(_PACKED):
        return phrase(N_("it is a packed file; unpack it first and name the folder"))
    if sample.startswith(b"!BDN"):
        return phrase(N_("it is an Outlook data file (.pst, .ost); export the mail as .eml or mbox, or take a CSV log"))
    if sample.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return phrase(N_("it is an Outlook message (.msg); export the mail as .eml or mbox"))
    return phrase(N_("it is none of the forms we can read"))
