"""What was judged of one account's sent mail: the fold's state, who is known, counts by the hour, incidents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Final

from sentwatch.core.burst import BurstState
from sentwatch.core.history import Evidenced
from sentwatch.core.incidents import Answer, Incident, TrackerState
from sentwatch.ports.seal import Sealer
from sentwatch.store.codec import decode_as, encode_as
from sentwatch.store.database import Database
from sentwatch.store.ledger import FolderMark

HOUR_S: Final = 3_600
_MEMO_ENTRIES: Final = 100_000
_IN_ONE_QUESTION: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedState:
    """How far judging went. Within a pass rows up to `pass_end` are taken in order of time, after `cursor`."""

    scan: BurstState | None = None
    tracker: TrackerState = field(default_factory=TrackerState)
    judged_row: int = 0
    inbox_row: int = 0
    pass_end: int = 0
    cursor_s: float = 0.0
    cursor_row: int = 0
    zone: str = ""
    messages: int = 0
    replies: int = 0
    first_s: float | None = None


@dataclass(frozen=True, slots=True)
class Unjudged:
    """One row to be judged."""

    row: int
    at_s: float
    date_s: float | None
    message_id: bytes
    references: bytes
    recipients: bytes
    subject: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What judging adds to a row."""

    row: int
    at_s: float
    recipients: int
    never_mailed: int
    is_reply: bool


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

    def start_anew(self) -> None:
        """Forget all that was judged; what was read stays, and so do the owner's answers."""
        with self._database.change() as connection:
            for table in ("judged", "mailed", "sender", "known_id", "sent_hour"):
                connection.execute(f"DELETE FROM {table} WHERE account = ?", (self._account,))  # noqa: S608 - a table of ours
            connection.execute(
                "UPDATE sent SET never_mailed = NULL, is_reply = NULL"
                " WHERE folder IN (SELECT id FROM folder WHERE account = ?)",
                (self._account,),
            )
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

    def unjudged(self, mark: FolderMark, state: JudgedState, *, limit: int) -> list[Unjudged]:
        """The next rows of the pass, in order of time."""
        rows = self._database.rows(
            "SELECT id, at_s, date_s, message_id, refs, recipients, subject, size FROM sent"
            " WHERE folder = ? AND id > ? AND id <= ? AND (at_s, id) > (?, ?) ORDER BY at_s, id LIMIT ?",
            (mark.id, state.judged_row, state.pass_end, state.cursor_s, state.cursor_row, limit),
        )
        return [Unjudged(*row) for row in rows]

    def take_inbox(self, mark: FolderMark, *, after_row: int, limit: int) -> int:
        """Let the next messages of the inbox be known, by sender and by Message-ID; the last row taken, or 0."""
        after = max(after_row, mark.row_of(0))
        last = self._database.value(
            "SELECT max(id) FROM (SELECT id FROM inbox WHERE id > ? AND id < ? ORDER BY id LIMIT ?)",
            (after, mark.rows_end, limit),
        )
        if last is None:
            return 0
        with self._database.change() as connection:
            connection.execute(
                "INSERT INTO sender (account, address, first_s)"
                " SELECT ?, address, min(at_s) FROM inbox WHERE id > ? AND id <= ? AND address <> x''"
                " GROUP BY address"
                " ON CONFLICT (account, address) DO UPDATE SET first_s = min(first_s, excluded.first_s)",
                (self._account, after, last),
            )
            connection.execute(
                "INSERT OR IGNORE INTO known_id (account, message_id)"
                " SELECT ?, message_id FROM inbox WHERE id > ? AND id <= ? AND message_id <> x'' ORDER BY message_id",
                (self._account, after, last),
            )
        return int(last)

    def know_sent_ids(self, rows: Iterable[Unjudged]) -> None:
        """Let the Message-IDs of sent mail be known."""
        with self._database.change() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO known_id (account, message_id) VALUES (?, ?)",
                sorted((self._account, row.message_id) for row in rows if row.message_id),
            )

    def known_ids(self, message_ids: set[bytes]) -> set[bytes]:
        """Those of the Message-IDs that are known in this mailbox."""
        found: set[bytes] = set()
        for part, marks in _parts(message_ids):
            sql = f"SELECT message_id FROM known_id WHERE account = ? AND message_id IN ({marks})"  # noqa: S608 - marks only
            found.update(value for (value,) in self._database.rows(sql, (self._account, *part)))
        return found

    def mailed_among(self, addresses: set[bytes]) -> set[bytes]:
        """Those of the addresses that were mailed before."""
        found = addresses & self._mailed
        for part, marks in _parts(addresses - found):
            sql = f"SELECT address FROM mailed WHERE account = ? AND address IN ({marks})"  # noqa: S608 - marks only
            found.update(value for (value,) in self._database.rows(sql, (self._account, *part)))
        self._remember_mailed(found)
        return found

    def first_written(self, addresses: set[bytes]) -> dict[bytes, float]:
        """When those of the addresses that ever wrote did so first."""
        found: dict[bytes, float] = {}
        for part, marks in _parts(addresses):
            sql = f"SELECT address, first_s FROM sender WHERE account = ? AND address IN ({marks})"  # noqa: S608 - marks only
            found.update(self._database.rows(sql, (self._account, *part)))
        return found

    def _remember_mailed(self, addresses: Iterable[bytes]) -> None:
        if len(self._mailed) >= _MEMO_ENTRIES:
            self._mailed.clear()
        self._mailed.update(addresses)

    def keep_mailed(self, addresses: set[bytes]) -> None:
        """Remember addresses as mailed."""
        with self._database.change() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO mailed (account, address) VALUES (?, ?)",
                ((self._account, address) for address in sorted(addresses)),
            )

    def keep_verdicts(self, verdicts: list[Verdict]) -> None:
        """Add to each row what was judged, and to the counts by the hour."""
        hours: dict[int, list[int]] = {}
        for verdict in verdicts:
            counts = hours.setdefault(int(verdict.at_s // HOUR_S), [0, 0, 0, 0])
            counts[0] += 1
            counts[1] += verdict.recipients
            counts[2] += verdict.never_mailed
            counts[3] += verdict.is_reply
        with self._database.change() as connection:
            connection.executemany(
                "UPDATE sent SET never_mailed = ?, is_reply = ? WHERE id = ?",
                ((verdict.never_mailed, verdict.is_reply, verdict.row) for verdict in verdicts),
            )
            connection.executemany(
                "INSERT INTO sent_hour (account, hour, messages, recipients, never_mailed, replies)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (account, hour) DO UPDATE SET"
                " messages = messages + excluded.messages, recipients = recipients + excluded.recipients,"
                " never_mailed = never_mailed + excluded.never_mailed, replies = replies + excluded.replies",
                ((self._account, hour, *counts) for hour, counts in hours.items()),
            )

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


def _parts(values: set[bytes]) -> Iterator[tuple[list[bytes], str]]:
    """Values in portions a statement can take, each with its marks."""
    ordered = sorted(values)
    for at in range(0, len(ordered), _IN_ONE_QUESTION):
        part = ordered[at : at + _IN_ONE_QUESTION]
        yield part, ",".join("?" * len(part))
