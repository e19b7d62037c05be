"""What was judged of one account's sent mail: the fold's state, who is known, counts by the hour, incidents."""

from __future__ import annotations

import itertools
import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple, TypeAlias, TypeVar

from sentwatch.core.burst_values import BurstState
from sentwatch.core.history import Evidenced
from sentwatch.core.incidents import Answer, Incident, TrackerState
from sentwatch.ports.seal import Sealer
from sentwatch.store.codec import decode_as, encode_as
from sentwatch.store.database import Database
from sentwatch.store.folder_mark import FolderMark

QUARTER_S: Final = 900
_MEMO_ENTRIES: Final = 100_000
_IN_ONE_QUESTION: Final = 500
_IN_A_SET: Final = 150_000


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedState:
    """How far judging went. Within a pass rows up to `pass_end` are taken in order of time, after `cursor`."""

    scan: BurstState | None = None
    tracker: TrackerState = field(default_factory=TrackerState)
    folder: int = 0
    judged_row: int = 0
    inbox_row: int = 0
    pass_end: int = 0
    cursor_s: float = 0.0
    cursor_row: int = 0
    zone: str = ""
    messages: int = 0
    replies: int = 0
    first_s: float | None = None


class Unjudged(NamedTuple):
    """Messages to be judged, in order of time and column by column: a first pass takes a hundred thousand of them."""

    rows: tuple[int, ...]
    at_s: tuple[float, ...]
    date_s: tuple[float | None, ...]
    references: tuple[bytes, ...]
    recipients: tuple[bytes, ...]
    subjects: tuple[bytes, ...]
    sizes: tuple[int, ...]


QuarterCounts: TypeAlias = "list[int]"
"""Messages, recipients, never-mailed recipients and replies of a quarter of an hour."""


class KnownIds:
    """Message-IDs known in a mailbox. Many questions are answered from memory: a set, or eight bytes each, sorted."""

    def __init__(self, database: Database, marks: tuple[FolderMark, ...]) -> None:
        self._database = database
        self._marks = marks
        self._all: set[int] | array[int] | None = None

    def load(self) -> None:
        """Get ready for many questions."""
        union = " UNION ALL ".join(
            f"SELECT message_id FROM {table} WHERE id >= {mark.row_of(0)} AND id < {mark.rows_end}"  # noqa: S608 - numbers of ours
            for mark in self._marks
            for table in ("sent", "inbox")
        )
        sql = f"SELECT message_id FROM ({union}) WHERE message_id IS NOT NULL"  # noqa: S608 - as above
        ids = self._database.stream(sql)
        few = set(itertools.islice(ids, _IN_A_SET))
        # A set is four times as fast and takes ten times as much memory.
        self._all = few if len(few) < _IN_A_SET else array("q", self._database.stream(sql + " ORDER BY message_id"))

    def among(self, message_ids: set[int]) -> set[int]:
        """Those of the Message-IDs that are known."""
        known = self._all
        if isinstance(known, set):
            return message_ids & known
        if known is not None:
            size = len(known)
            return {one for one in message_ids if (at := bisect_left(known, one)) < size and known[at] == one}
        found: set[int] = set()
        for part, marks in _parts(message_ids):
            for mark in self._marks:
                for table in ("sent", "inbox"):
                    sql = f"SELECT message_id FROM {table} WHERE id >= ? AND id < ? AND message_id IN ({marks})"  # noqa: S608 - a table of ours
                    rows = self._database.rows(sql, (mark.row_of(0), mark.rows_end, *part))
                    found.update(value for (value,) in rows)
        return found


class Judgement:
    """The repository of what was judged for one account."""

    def __init__(self, database: Database, account_id: str, *, sealer: Sealer) -> None:
        self._database = database
        self._account = account_id
        self._sealer = sealer
        self._mailed: set[bytes] = set()

    def together(self) -> AbstractContextManager[object]:
        """Within the block all changes are one: kept together or not at all."""
        return self._database.change()

    def state(self) -> JudgedState:
        """How far judging went; the beginning where it never did."""
        body = self._database.value("SELECT body FROM judged WHERE account = ?", (self._account,))
        return JudgedState() if body is None else decode_as(body, JudgedState)

    def put_state(self, state: JudgedState) -> None:
        """Remember how far judging went."""
        with self._database.change() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO judged (account, body) VALUES (?, ?)", (self._account, encode_as(state))
            )

    def start_anew(self, mark: FolderMark) -> None:
        """Forget all that was judged of a folder; what was read stays, and so do the owner's answers."""
        with self._database.change() as connection:
            connection.execute("DELETE FROM judged WHERE account = ?", (self._account,))
            for table in ("mailed", "sender", "sent_quarter"):
                connection.execute(f"DELETE FROM {table} WHERE folder = ?", (mark.id,))  # noqa: S608 - a table of ours
            connection.execute("UPDATE incident SET stale = 1 WHERE account = ?", (self._account,))
        self._mailed.clear()

    def last_row(self, mark: FolderMark) -> int:
        """The highest row of a folder's sent mail; 0 where there is none."""
        return int(
            self._database.value(
                "SELECT coalesce(max(id), 0) FROM sent WHERE id >= ? AND id < ?", (mark.row_of(0), mark.rows_end)
            )
        )

    def count_unjudged(self, mark: FolderMark, *, after_row: int, up_to_row: int) -> int:
        """How many rows a pass has before it."""
        return int(
            self._database.value(
                "SELECT count(*) FROM sent WHERE id > ? AND id <= ?", (max(after_row, mark.row_of(0)), up_to_row)
            )
        )

    def earliest_unjudged_s(self, mark: FolderMark, *, after_row: int) -> float | None:
        """When the earliest of the rows after `after_row` was sent."""
        value = self._database.value(
            "SELECT min(at_s) FROM sent WHERE id > ? AND id < ?", (max(after_row, mark.row_of(0)), mark.rows_end)
        )
        return None if value is None else float(value)

    def unjudged(self, mark: FolderMark, state: JudgedState, *, limit: int) -> Unjudged | None:
        """The next messages of the pass; None where it is through."""
        rows = self._database.rows(
            "SELECT id, at_s, date_s, refs, recipients, subject, size FROM sent"
            " WHERE folder = ? AND id > ? AND id <= ? AND (at_s, id) > (?, ?) ORDER BY at_s, id LIMIT ?",
            (mark.id, state.judged_row, state.pass_end, state.cursor_s, state.cursor_row, limit),
        )
        return Unjudged._make(zip(*rows, strict=True)) if rows else None

    def take_senders(self, sent: FolderMark, inbox: FolderMark, *, after_row: int, limit: int) -> int:
        """Let who wrote the next messages of the inbox be known; the last row taken, or 0."""
        after = max(after_row, inbox.row_of(0))
        last = self._database.value(
            "SELECT max(id) FROM (SELECT id FROM inbox WHERE id > ? AND id < ? ORDER BY id LIMIT ?)",
            (after, inbox.rows_end, limit),
        )
        if last is None:
            return 0
        with self._database.change() as connection:
            connection.execute(
                "INSERT INTO sender (folder, address, first_s)"
                " SELECT ?, address, min(at_s) FROM inbox WHERE id > ? AND id <= ? AND address <> x''"
                " GROUP BY address"
                " ON CONFLICT (folder, address) DO UPDATE SET first_s = min(first_s, excluded.first_s)",
                (sent.id, after, last),
            )
        return int(last)

    def known_ids(self, marks: Iterable[FolderMark | None]) -> KnownIds:
        """The Message-IDs known in these folders."""
        return KnownIds(self._database, tuple(mark for mark in marks if mark is not None))

    def mailed_among(self, mark: FolderMark, addresses: set[bytes]) -> set[bytes]:
        """Those of the addresses that were mailed before."""
        found = addresses & self._mailed
        for part, marks in _parts(addresses - found):
            sql = f"SELECT address FROM mailed WHERE folder = ? AND address IN ({marks})"  # noqa: S608 - marks only
            found.update(value for (value,) in self._database.rows(sql, (mark.id, *part)))
        if len(self._mailed) >= _MEMO_ENTRIES:
            self._mailed.clear()
        self._mailed.update(found)
        return found

    def first_written(self, mark: FolderMark, addresses: set[bytes]) -> dict[bytes, float]:
        """When those of the addresses that ever wrote did so first."""
        return self._first_s("sender", mark, addresses)

    def first_mailed(self, mark: FolderMark, addresses: set[bytes]) -> dict[bytes, float]:
        """When those of the addresses that were ever mailed were so first."""
        return self._first_s("mailed", mark, addresses)

    def _first_s(self, table: str, mark: FolderMark, addresses: set[bytes]) -> dict[bytes, float]:
        found: dict[bytes, float] = {}
        for part, marks in _parts(addresses):
            sql = f"SELECT address, first_s FROM {table} WHERE folder = ? AND address IN ({marks})"  # noqa: S608 - a table of ours
            found.update(self._database.rows(sql, (mark.id, *part)))
        return found

    def keep_mailed(self, mark: FolderMark, first_s: Mapping[bytes, float]) -> None:
        """Remember who was mailed for the first time, and when."""
        with self._database.change() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO mailed (folder, address, first_s) VALUES (?, ?, ?)",
                sorted((mark.id, address, at_s) for address, at_s in first_s.items()),
            )

    def keep_quarters(self, mark: FolderMark, quarters: Mapping[int, QuarterCounts]) -> None:
        """Add to the counts by the quarter of an hour."""
        with self._database.change() as connection:
            connection.executemany(
                "INSERT INTO sent_quarter (folder, quarter, messages, recipients, never_mailed, replies)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (folder, quarter) DO UPDATE SET"
                " messages = messages + excluded.messages, recipients = recipients + excluded.recipients,"
                " never_mailed = never_mailed + excluded.never_mailed, replies = replies + excluded.replies",
                ((mark.id, quarter, *counts) for quarter, counts in quarters.items()),
            )

    def quarters_along(self, mark: FolderMark, edges: Sequence[float]) -> dict[int, tuple[int, int, int]]:
        """Messages, recipients and never-mailed recipients of each span between edges, by its number from 0.

        The edges lie on quarters of an hour; a span in which nothing was sent is left out.
        """
        numbers = [int(edge // QUARTER_S) for edge in edges]
        rows = self._database.rows(
            "SELECT span.key, sum(messages), sum(recipients), sum(never_mailed) FROM json_each(?) AS span"
            " CROSS JOIN sent_quarter ON folder = ? AND quarter >= json_extract(span.value, '$[0]')"
            " AND quarter < json_extract(span.value, '$[1]') GROUP BY span.key",
            (json.dumps(list(itertools.pairwise(numbers))), mark.id),
        )
        return {number: (messages, recipients, strangers) for number, messages, recipients, strangers in rows}

    def sent_between(self, mark: FolderMark, start_s: float, end_s: float) -> list[tuple[float, bytes]]:
        """When each message of the span was sent, and to whom (keyed hashes)."""
        return self._database.rows(
            "SELECT at_s, recipients FROM sent WHERE folder = ? AND at_s >= ? AND at_s < ? ORDER BY at_s",
            (mark.id, start_s, end_s),
        )

    def span(self, mark: FolderMark) -> tuple[float, float] | None:
        """When the first and the last message of a folder was sent."""
        first, last = (
            self._database.value(f"SELECT at_s FROM sent WHERE folder = ? ORDER BY at_s {order} LIMIT 1", (mark.id,))  # noqa: S608 - a word of ours
            for order in ("ASC", "DESC")
        )
        return None if first is None or last is None else (float(first), float(last))

    def keep_incident(self, seen: Evidenced) -> None:
        """Keep an incident, or bring it up to date; texts it had before stay where there are no new ones."""
        incident = seen.incident
        texts = (seen.subjects, seen.recipients, seen.mailers)
        sealed = self._sealer.seal(encode_as(texts), context="incident") if any(texts) else None
        answer = incident.answer.value if incident.answer else None
        with self._database.change() as connection:
            connection.execute(
                "INSERT INTO incident (account, start_s, end_s, body, sealed, answer) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (account, start_s) DO UPDATE SET end_s = excluded.end_s, body = excluded.body,"
                " sealed = coalesce(excluded.sealed, sealed), answer = coalesce(answer, excluded.answer), stale = 0",
                (self._account, incident.start_s, incident.end_s, encode_as(incident), sealed, answer),
            )

    def drop_stale_incidents(self) -> None:
        """Drop incidents that judging anew did not find again; answers are kept for when it does."""
        with self._database.change() as connection:
            connection.execute("DELETE FROM incident WHERE account = ? AND stale AND answer IS NULL", (self._account,))

    def incidents(self) -> tuple[Evidenced, ...]:
        """All incidents, the oldest first, with the owner's answers."""
        rows = self._database.rows(
            "SELECT body, sealed, answer FROM incident WHERE account = ? AND NOT stale ORDER BY start_s",
            (self._account,),
        )
        return tuple(self._evidenced(*row) for row in rows)

    def _evidenced(self, body: bytes, sealed: bytes | None, answer: str | None) -> Evidenced:
        incident = replace(decode_as(body, Incident), answer=Answer(answer) if answer else None)
        data = self._sealer.unseal(sealed, context="incident") if sealed else None
        texts = decode_as(data, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]) if data else ((), (), ())
        return Evidenced(incident=incident, subjects=texts[0], recipients=texts[1], mailers=texts[2])

    def answer(self, start_s: float, answer: Answer | None, *, at_s: float) -> None:
        """Keep what the owner said of an incident; None takes it back."""
        with self._database.change() as connection:
            connection.execute(
                "UPDATE incident SET answer = ?, answered_s = ? WHERE account = ? AND start_s = ?",
                (answer.value if answer else None, at_s, self._account, start_s),
            )

    def answers(self) -> tuple[tuple[float, Answer], ...]:
        """The owner's answers by the start of the incident."""
        rows = self._database.rows(
            "SELECT start_s, answer FROM incident WHERE account = ? AND answer IS NOT NULL", (self._account,)
        )
        return tuple((start, Answer(answer)) for start, answer in rows)


_Value = TypeVar("_Value", bytes, int)


def _parts(values: set[_Value]) -> Iterator[tuple[list[_Value], str]]:
    """Values in portions a statement can take, each with its marks."""
    ordered = sorted(values)
    for at in range(0, len(ordered), _IN_ONE_QUESTION):
        part = ordered[at : at + _IN_ONE_QUESTION]
        yield part, ",".join("?" * len(part))
