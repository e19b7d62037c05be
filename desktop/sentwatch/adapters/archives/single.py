"""One message in one file: .eml, a Maildir message, or Apple Mail's .emlx (which begins with a byte count)."""

from __future__ import annotations

from sentwatch.adapters.archives.entries import HEADER_BYTES, Entry, Hint
from sentwatch.adapters.archives.mail_facts import MailFacts
from sentwatch.adapters.archives.source import Source
from sentwatch.core.phrase import N_, Phrase, phrase

# Maildir info letters (https://cr.yp.to/proto/maildir.html) as IMAP flags.
_LETTERS = {"S": rb"\seen", "R": rb"\answered", "F": rb"\flagged", "T": rb"\deleted"}
_FIRST_BYTES = 16 << 10


def read_single(source: Source, facts: MailFacts, *, hint: Hint, file_name: str) -> Entry | Phrase:
    """Read the header block of the one message in `source`."""
    data = source.read(_FIRST_BYTES)
    end = _header_end(data)
    if end < 0 and len(data) == _FIRST_BYTES:
        data += source.read(HEADER_BYTES - _FIRST_BYTES)
        end = _header_end(data)
    if not data:
        return phrase(N_("it is empty"))
    header = data if end < 0 else data[: end + 1]
    if header.startswith(b"\xef\xbb\xbf"):
        header = header[3:]
    first, newline, rest = header.partition(b"\n")
    if newline and first.strip().isdigit():
        header = rest
    letters = maildir_letters(file_name)
    if "D" in letters:
        hint = Hint.LEFT_OUT
    flags = b" ".join(word for letter, word in _LETTERS.items() if letter in letters)
    return facts.entry(header, size=source.total, hint=hint, flags=flags)


def maildir_letters(file_name: str) -> str:
    """Take the info letters of a Maildir file name (`…:2,RS`; `;` and `!` stand for the colon on Windows)."""
    for sign in ":;!":
        _, found, letters = file_name.rpartition(sign + "2,")
        if found:
            return letters[:32]
    return ""


def _header_end(data: bytes) -> int:
    end = data.find(b"\n\n")
    other = data.find(b"\n\r\n", 0, end if end >= 0 else len(data))
    return other if other >= 0 else end
