"""A CSV mail log as entries: rows of one message (one for each recipient) are put together again, in flat memory.

Rows belong together by Message-ID, sender and subject. A message is handed on when it has not been named for a while
or at the end, in the order of first naming; its time is that of its earliest row.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

from sentwatch.adapters.archives.entries import RECIPIENTS, TEXT_CHARS, Entry, Hint, damage_at_line
from sentwatch.adapters.archives.log_columns import Column, Layout
from sentwatch.adapters.archives.log_rows import LogForm, read_rows
from sentwatch.adapters.archives.log_times import day_order, is_year_last, log_time
from sentwatch.adapters.archives.source import Source, SourceBroken
from sentwatch.adapters.imap.headers import HeaderReader, message_id, message_ids
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.sent import SentMessage
from sentwatch.ports.archive import Damage
from sentwatch.ports.cancel import CancelToken

_OPEN_MESSAGES = 20_000
_OPEN_RECIPIENTS = 400_000
_ADDRESSES_CHARS = 1 << 20

_Key = tuple[str, str, str]


class _Open:
    """A message whose rows are still being put together."""

    __slots__ = ("at_s", "message", "recipients")

    def __init__(self, message: SentMessage) -> None:
        self.message = message
        self.at_s = message.at_s
        self.recipients = dict.fromkeys(message.recipients)

    def add(self, row: SentMessage) -> int:
        """Take in a further row; how many recipients that brought."""
        before = len(self.recipients)
        self.at_s = min(self.at_s, row.at_s)
        if before < RECIPIENTS:
            self.recipients.update(dict.fromkeys(row.recipients[: RECIPIENTS - before]))
        return len(self.recipients) - before

    def entry(self) -> Entry:
        """Give the message as the rows so far tell it."""
        message = self.message._replace(at_s=self.at_s, recipients=tuple(self.recipients))
        return Entry(message, Hint.UNKNOWN, is_log=True)


def read_log(
    source: Source, form: LogForm, *, name: str, is_day_first: bool, cancel: CancelToken
) -> Iterator[Entry | Damage]:
    """Read the entries of a log."""
    reader = HeaderReader()
    opened: OrderedDict[_Key, _Open] = OrderedDict()
    waiting = 0
    for line, row in read_rows(source, form, cancel=cancel):
        if isinstance(row, Phrase):
            yield damage_at_line(name, line, row)
            continue
        message = _message(row, form.layout, reader, is_day_first=is_day_first)
        if message is None:
            continue
        if isinstance(message, Phrase):
            yield damage_at_line(name, line, message)
            continue
        if not message.message_id:
            yield Entry(message, Hint.UNKNOWN, is_log=True)
            continue
        key = (message.message_id, message.sender, message.subject)
        known = opened.get(key)
        if known is not None:
            waiting += known.add(message)
        else:
            opened[key] = _Open(message)
            waiting += len(message.recipients)
        while len(opened) > _OPEN_MESSAGES or (waiting > _OPEN_RECIPIENTS and len(opened) > 1):
            _, oldest = opened.popitem(last=False)
            waiting -= len(oldest.recipients)
            yield oldest.entry()
    while opened:
        yield opened.popitem(last=False)[1].entry()


def finds_day_first(source: Source, form: LogForm, *, cancel: CancelToken) -> bool:
    """Read on until a date tells whether the day stands before the month; American order where none does."""
    try:
        for number, (_, row) in enumerate(read_rows(source, form, cancel=cancel)):
            if isinstance(row, Phrase):
                continue
            text = form.layout.cell(row, Column.DATE)
            order = day_order(text)
            if order is not None:
                return order
            if number > 100 and not is_year_last(text):
                return False
    except SourceBroken:
        pass
    return False


def _message(
    row: list[str], layout: Layout, reader: HeaderReader, *, is_day_first: bool
) -> SentMessage | Phrase | None:
    cell = layout.cell
    date = cell(row, Column.DATE)
    sender = cell(row, Column.SENDER)
    if not date.strip() and not sender.strip():
        return None
    at_s = log_time(date, is_day_first=is_day_first)
    if at_s is None:
        return phrase(N_("it has no readable date"))
    senders = reader.addresses(sender[:TEXT_CHARS])
    if not senders:
        return phrase(N_("it has no readable sender"))
    text = cell(row, Column.RECIPIENTS)
    if not text:
        states = cell(row, Column.STATUS_BY_RECIPIENT)[:_ADDRESSES_CHARS].split(";")
        text = ",".join(state.partition("##")[0] for state in states)
    if ";" in text:
        text = text.replace(";", ",")
    if "  " in text:
        text = " ".join(text.split())
    size = cell(row, Column.SIZE).strip().replace(",", "")
    reply_to = cell(row, Column.IN_REPLY_TO)[: TEXT_CHARS * 20]
    references: tuple[str, ...] = ()
    if reply_to.strip():
        references = message_ids(reply_to) or tuple(filter(None, (message_id(word) for word in reply_to.split()[:50])))
    subject = cell(row, Column.SUBJECT)[:TEXT_CHARS]
    return SentMessage(
        uid=0,
        at_s=at_s,
        date_s=at_s,
        message_id=message_id(cell(row, Column.MESSAGE_ID)[:TEXT_CHARS].strip()),
        references=references,
        sender=senders[0],
        recipients=reader.addresses(text[:_ADDRESSES_CHARS])[:RECIPIENTS],
        subject=subject,
        size=int(size) if size.isascii() and size.isdecimal() and len(size) < 16 else 0,
        flags=(),
        dkim_selector=None,
        mailer="",
    )
