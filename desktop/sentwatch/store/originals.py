"""Looking up, in the ledger, whether a message that somebody answers was sent from here or came from others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sentwatch.store.database import Database
from sentwatch.store.folder_mark import FolderMark
from sentwatch.store.keys import split

MAX_RECENT: Final = 20_000
"""So many of the latest messages are compared by recipient and subject, where no Message-ID tells."""

_IN_ONE_QUESTION: Final = 500


class Originals:
    """Reads the ledger of sent mail and of who wrote; either folder may be missing."""

    def __init__(self, database: Database, sent: FolderMark | None, inbox: FolderMark | None) -> None:
        self._database = database
        self._sent = sent
        self._inbox = inbox

    def sent_at(self, message_ids: set[int]) -> dict[int, float]:
        """When those of the messages that lie in Sent, or lay there, were sent."""
        return dict(self._found("sent", "message_id, at_s", self._sent, message_ids))

    def of_others(self, message_ids: set[int]) -> set[int]:
        """Those of the messages that came to the inbox."""
        return {row[0] for row in self._found("inbox", "message_id", self._inbox, message_ids)}

    def _found(
        self, table: str, columns: str, mark: FolderMark | None, message_ids: set[int]
    ) -> Iterator[tuple[int, float]]:
        if mark is None:
            return
        ordered = sorted(message_ids)
        for at in range(0, len(ordered), _IN_ONE_QUESTION):
            part = ordered[at : at + _IN_ONE_QUESTION]
            marks = ",".join("?" * len(part))
            sql = f"SELECT {columns} FROM {table} WHERE id >= ? AND id < ? AND message_id IN ({marks})"  # noqa: S608 - names of ours, marks only
            yield from self._database.rows(sql, (mark.row_of(0), mark.rows_end, *part))

    def sent_to(self, *, since_s: float) -> tuple[dict[bytes, float], dict[tuple[bytes, bytes], float]]:
        """Whom the latest mail since then went to, and when last: by address, and by address and subject."""
        by_address: dict[bytes, float] = {}
        by_both: dict[tuple[bytes, bytes], float] = {}
        if self._sent is None:
            return by_address, by_both
        rows = self._database.rows(
            "SELECT at_s, recipients, subject FROM (SELECT at_s, recipients, subject FROM sent"
            " WHERE folder = ? AND at_s >= ? ORDER BY at_s DESC LIMIT ?) ORDER BY at_s",
            (self._sent.id, since_s, MAX_RECENT),
        )
        for at_s, recipients, subject in rows:
            for address in split(recipients):
                by_address[address] = at_s
                by_both[address, subject] = at_s
        return by_address, by_both
