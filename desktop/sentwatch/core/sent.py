"""Header facts of outgoing mail. Bodies are never part of it."""

from __future__ import annotations

from typing import NamedTuple


class SentMessage(NamedTuple):
    """Header facts of one message. A tuple, because a first scan makes a hundred thousand of them.

    Header texts are as they stand in the message, undecoded (RFC 2047), unfolded and capped; addresses are lower
    case, distinct, in header order. Times are seconds since the epoch, UTC.
    """

    uid: int
    """IMAP UID, or the running number in an archive."""
    at_s: float
    """INTERNALDATE; the Date header only where there is none."""
    date_s: float | None
    """The Date header, None where missing or unreadable."""
    message_id: str
    """Without angle brackets; empty where missing."""
    references: tuple[str, ...]
    """Message-IDs named by In-Reply-To and References, without brackets."""
    sender: str
    """The address of From (or Sender), lower case; empty where missing."""
    recipients: tuple[str, ...]
    """To + Cc + Bcc."""
    subject: str
    size: int
    flags: tuple[str, ...]
    dkim_selector: str | None
    """`selector` of the first DKIM-Signature, as `s=` says, joined with its domain: `s1._domainkey.example.jp`."""
    mailer: str
    """X-Mailer, else User-Agent; empty where missing."""


class InboxSender(NamedTuple):
    """Who wrote to this mailbox, and when: the other half of "never mailed before"."""

    uid: int
    at_s: float
    address: str
    message_id: str
