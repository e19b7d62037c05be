"""The sent mail of one span, read again from the mailbox, beside what the ledger knows of the same span."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sentwatch.core.encoded_words import decoded
from sentwatch.core.sent import SentMessage


class KnownMessage(NamedTuple):
    """What the ledger holds of one message: no text, but still there when the copy is gone (`gone_s`)."""

    uid: int
    at_s: float
    date_s: float | None
    size: int
    recipients: int
    gone_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWindow:
    """Outgoing mail from `start` to `end` (aware UTC, both counted in).

    `messages` is None where the mailbox was not read again. `known` is what the ledger holds of the span. `is_cut` says
    that there is more than is shown.
    """

    start: datetime
    end: datetime
    folder: str
    uid_validity: int
    known: tuple[KnownMessage, ...]
    messages: tuple[SentMessage, ...] | None = None
    damaged: int = 0
    is_cut: bool = False

    @property
    def gone(self) -> tuple[KnownMessage, ...]:
        """Those the ledger knows and the mailbox no longer has, or is known to have lost."""
        if self.messages is None:
            return tuple(one for one in self.known if one.gone_s is not None)
        there = {message.uid for message in self.messages}
        return tuple(one for one in self.known if one.uid not in there)


def recipients_of(messages: Iterable[SentMessage]) -> tuple[str, ...]:
    """Every address the messages went to, once, in the order of sending."""
    return tuple(dict.fromkeys(address for message in messages for address in message.recipients))


def subjects_of(messages: Iterable[SentMessage]) -> tuple[tuple[str, int], ...]:
    """The different subjects, decoded, with how many messages have each, the most frequent first."""
    return tuple(Counter(decoded(message.subject).strip() for message in messages).most_common())


def mailers_of(messages: Iterable[SentMessage]) -> tuple[tuple[str, int], ...]:
    """The programs the messages name, with how many messages each wrote."""
    return tuple(Counter(decoded(message.mailer).strip() for message in messages if message.mailer).most_common())
