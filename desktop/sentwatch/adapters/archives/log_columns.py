"""Which column of a log is what: Exchange message trace, Google e-mail log search, plain columns."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

_NOT_WORD = re.compile(r"[^0-9a-z]")


class Column(enum.Enum):
    """What a column holds."""

    DATE = "date"
    SENDER = "sender"
    RECIPIENTS = "recipients"
    STATUS_BY_RECIPIENT = "status-by-recipient"
    SUBJECT = "subject"
    MESSAGE_ID = "message-id"
    SIZE = "size"
    IN_REPLY_TO = "in-reply-to"


# Names without case, spaces and signs; of two that are there, the earlier in the line wins. Plain columns: our own.
# Exchange: portal and PowerShell (Get-MessageTrace, Get-MessageTraceV2: learn.microsoft.com, "Message trace in the new
# Exchange admin center", read 2026-11): Received, SenderAddress, RecipientAddress, MessageId, Size; the enhanced
# summary report: origin_timestamp_utc, sender_address, recipient_status (`<address>##<status>` joined by `;`),
# message_subject, total_bytes. Google: support.google.com/a/answer/13828463 "Email log search export fields" (read
# 2026-11): Message ID, Start date, End date, Sender, Message size, Subject, Recipient address.
_NAMES: dict[Column, tuple[str, ...]] = {
    Column.DATE: (
        "date", "received", "origintimestamputc", "origintimestamp", "startdate", "datereceived", "receiveddate",
        "datetimeutc", "datetime", "timestamp", "eventdate", "dateutc", "receivedutc", "日時", "日付", "受信日時",
        "送信日時", "受信日", "開始日",
    ),
    Column.SENDER: (
        "sender", "senderaddress", "fromheaderaddress", "from", "fromaddress", "fromenvelope", "mailfrom",
        "送信者", "差出人", "送信者アドレス", "送信者のアドレス",
    ),
    Column.RECIPIENTS: (
        "recipients", "recipientaddress", "recipient", "recipientaddresses", "to", "toaddress", "toenvelope",
        "受信者", "宛先", "受信者アドレス", "受信者のアドレス",
    ),
    Column.STATUS_BY_RECIPIENT: ("recipientstatus",),
    Column.SUBJECT: ("subject", "messagesubject", "件名"),
    Column.MESSAGE_ID: ("messageid", "internetmessageid", "rfc822messageid", "メッセージid"),
    Column.SIZE: ("size", "messagesize", "totalbytes", "messagesizebytes", "サイズ", "メッセージサイズ"),
    Column.IN_REPLY_TO: ("inreplyto", "references"),
}  # fmt: skip
_BY_NAME = {name: (rank, column) for column, names in _NAMES.items() for rank, name in enumerate(names)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where each column stands."""

    places: dict[Column, int]

    def cell(self, row: list[str], column: Column) -> str:
        """Give the text of a row in that column; empty where the row is too short or the log has no such column."""
        place = self.places.get(column)
        return row[place] if place is not None and place < len(row) else ""


def layout_of(row: list[str]) -> Layout | None:
    """Read a header row; None where it is none of a mail log."""
    ranked: dict[Column, tuple[int, int]] = {}
    for place, name in enumerate(row[:200]):
        text = name.strip().strip("\ufeff\"'").casefold()[:60]
        known = _BY_NAME.get(_NOT_WORD.sub("", text) or text.replace(" ", "")) or _BY_NAME.get(text.replace(" ", ""))
        if known is None:
            continue
        rank, column = known
        if column not in ranked or rank < ranked[column][0]:
            ranked[column] = (rank, place)
    has_recipients = Column.RECIPIENTS in ranked or Column.STATUS_BY_RECIPIENT in ranked
    if Column.DATE not in ranked or Column.SENDER not in ranked or not has_recipients:
        return None
    return Layout(places={column: place for column, (_, place) in ranked.items()})
