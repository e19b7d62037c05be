"""What arrived in one account: where each message was first seen and where it is now, for a few weeks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sentwatch.ports.seal import Sealer
from sentwatch.store.codec import decode_as, encode_as
from sentwatch.store.database import Database
from sentwatch.store.folder_mark import FolderMark
from sentwatch.store.keys import KeyedHash

KEPT_S: Final = 35 * 86_400.0
"""Rules show within weeks; what is older is dropped."""
MAX_ROWS: Final = 20_000

_SHIFT: Final = 32
_UID: Final = 0xFFFFFFFF
_CONTEXT: Final = "arrival"


class Shown(NamedTuple):
    """What a finding may have to show of a message."""

    sender: str
    subject: str


class NewArrival(NamedTuple):
    """One message as a look found it. `features` are joined hashes of what a rule could sort it by."""

    message: int
    uid: int
    at_s: float
    unwatched_s: float
    flags: tuple[str, ...]
    features: bytes
    is_confirmed: bool = False
    shown: Shown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptArrival:
    """One message as it is kept. Folders by their number in the ledger."""

    at_s: float
    seen_s: float
    unwatched_s: float
    first_in: int
    last_in: int
    flags: tuple[str, ...]
    is_confirmed: bool
    gone_s: float | None
    moved_s: float | None
    """When it was first seen in another folder than before."""
    features: bytes
    shown: Shown | None


class Arrivals:
    """The repository of what arrived in one account."""

    def __init__(self, database: Database, account_id: str, *, hashes: KeyedHash, sealer: Sealer) -> None:
        self._database = database
        self._account = account_id
        self._hashes = hashes
        self._sealer = sealer

    def keep(self, mark: FolderMark, arrivals: Iterable[NewArrival], *, seen_s: float) -> None:
        """Keep what a look found in a folder. A message that is known already has moved there and is not gone."""
        rows = [
            (
                self._account,
                one.message,
                one.at_s,
                seen_s,
                one.unwatched_s,
                mark.id,
                mark.row_of(one.uid),
                " ".join(one.flags),
                one.is_confirmed,
                one.features,
                self._sealer.seal(encode_as(one.shown), context=_CONTEXT) if one.shown is not None else None,
            )
            for one in arrivals
        ]
        with self._database.change() as connection:
            connection.executemany(
                "INSERT INTO arrival (account, message, at_s, seen_s, unwatched_s, first_in, place, flags, confirmed,"
                " features, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (account, message) DO UPDATE SET place = excluded.place, gone_s = NULL,"
                " moved_s = CASE WHEN place >> 32 <> excluded.place >> 32 THEN coalesce(gone_s, excluded.seen_s)"
                " ELSE moved_s END",
                rows,
            )

    def present(self, mark: FolderMark, *, since_s: float) -> set[int]:
        """The UIDs of what arrived since then and was last seen in this folder."""
        rows = self._database.rows(
            "SELECT place FROM arrival WHERE place BETWEEN ? AND ? AND account = ? AND at_s >= ? AND gone_s IS NULL",
            (mark.row_of(0), mark.rows_end - 1, self._account, since_s),
        )
        return {place & _UID for (place,) in rows}

    def keep_gone(self, mark: FolderMark, uids: Iterable[int], *, at_s: float) -> bool:
        """Remember that messages left the folder; whether one of them is worth looking for elsewhere at once."""
        is_worth = False
        with self._database.change() as connection:
            for uid in uids:
                done = connection.execute(
                    "UPDATE arrival SET gone_s = ? WHERE place = ? AND account = ? AND gone_s IS NULL"
                    " RETURNING sealed IS NOT NULL",
                    (at_s, mark.row_of(uid), self._account),
                ).fetchone()
                is_worth = is_worth or (done is not None and bool(done[0]))
        return is_worth

    def all_since(self, since_s: float) -> Iterator[KeptArrival]:
        """What arrived since then, the oldest first."""
        rows = self._database.rows(
            "SELECT at_s, seen_s, unwatched_s, first_in, place, flags, confirmed, gone_s, moved_s,"
            " features, sealed FROM arrival WHERE account = ? AND at_s >= ? ORDER BY at_s",
            (self._account, since_s),
        )
        for at_s, seen_s, unwatched_s, first_in, place, flags, confirmed, gone_s, moved_s, features, sealed in rows:
            yield KeptArrival(
                at_s=at_s,
                seen_s=seen_s,
                unwatched_s=unwatched_s,
                first_in=first_in,
                last_in=place >> _SHIFT,
                flags=tuple(flags.split()),
                is_confirmed=bool(confirmed),
                gone_s=gone_s,
                moved_s=moved_s,
                features=features,
                shown=self._shown(sealed),
            )

    def _shown(self, sealed: bytes | None) -> Shown | None:
        data = self._sealer.unseal(sealed, context=_CONTEXT) if sealed is not None else None
        return None if data is None else decode_as(data, Shown)

    def forget(self, *, before_s: float) -> None:
        """Drop what is too old, and what is too much."""
        with self._database.change() as connection:
            connection.execute("DELETE FROM arrival WHERE account = ? AND at_s < ?", (self._account, before_s))
            connection.execute(
                "DELETE FROM arrival WHERE account = ? AND at_s < (SELECT at_s FROM arrival WHERE account = ?"
                " ORDER BY at_s DESC LIMIT 1 OFFSET ?)",
                (self._account, self._account, MAX_ROWS),
            )

    def inbox_times(self, mark: FolderMark, *, since_s: float) -> list[float]:
        """When the messages of a folder arrived since then, as the ledger of senders knows it."""
        rows = self._database.rows(
            "SELECT at_s FROM inbox WHERE id >= ? AND id < ? AND at_s >= ?",
            (mark.row_of(0), mark.rows_end, since_s),
        )
        return [at_s for (at_s,) in rows]

    def keep_forwarded(self, copies: Sequence[tuple[int, float, tuple[str, ...], str]]) -> None:
        """Keep copies of mail that a rule of the server sent on: number, time, recipients, subject."""
        with self._database.change() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO forwarded (account, message, at_s, sealed) VALUES (?, ?, ?, ?)",
                [
                    (
                        self._account,
                        message,
                        at_s,
                        self._sealer.seal(encode_as((recipients, subject)), context="forwarded"),
                    )
                    for message, at_s, recipients, subject in copies
                ],
            )

    def forwarded_since(self, since_s: float) -> Iterator[tuple[int, float, tuple[str, ...], str]]:
        """Copies of mail that a rule of the server sent on."""
        rows = self._database.rows(
            "SELECT message, at_s, sealed FROM forwarded WHERE account = ? AND at_s >= ? ORDER BY at_s",
            (self._account, since_s),
        )
        for message, at_s, sealed in rows:
            data = self._sealer.unseal(sealed, context="forwarded")
            if data is not None:
                recipients, subject = decode_as(data, tuple[tuple[str, ...], str])
                yield message, at_s, recipients, subject
