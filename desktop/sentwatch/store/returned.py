"""What came back to one account: bounces, answers, complaints and notices, with what is known of their originals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from sentwatch.core.bounces import Returned
from sentwatch.ports.seal import Sealer
from sentwatch.store.codec import decode_as, encode_as
from sentwatch.store.database import Database
from sentwatch.store.folder_mark import FolderMark

KEPT_S: Final = 90 * 86_400.0
"""A quarter of a year tells how many bounces are usual; what is older is dropped."""
MAX_ROWS: Final = 5_000

UNKNOWN: Final = 0
IN_SENT: Final = 1
OF_OTHERS: Final = 2
"""Whether the original is known: as `known` is kept."""

SECURITY_NOTICE: Final = "security-notice"
HOST_NOTICE: Final = "host-notice"
UNREAD: Final = "unread"
"""Kinds beside those of `ReturnedKind`; the last is a message whose body was not read yet."""

_SHIFT: Final = 32
_UID: Final = 0xFFFFFFFF
_CONTEXT: Final = "returned"


class NewReturned(NamedTuple):
    """One message that came back, as a look found it. Hashes as in the store's tables; `returned` is kept sealed."""

    message: int
    uid: int
    at_s: float
    kind: str
    returned: Returned | None = None
    is_pending: bool = False
    original: int | None = None
    id_domain: int | None = None
    addresses: bytes = b""
    subject: bytes = b""
    is_from_provider: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReturned:
    """One message as it is kept. `known` is None where nobody has looked yet."""

    message: int
    at_s: float
    kind: str
    folder: int
    original: int | None
    id_domain: int | None
    known: int | None
    original_s: float | None
    addresses: bytes
    subject: bytes
    is_from_provider: bool
    returned: Returned | None


class ReturnedStore:
    """The repository of what came back to one account."""

    def __init__(self, database: Database, account_id: str, *, sealer: Sealer) -> None:
        self._database = database
        self._account = account_id
        self._sealer = sealer

    def keep(self, mark: FolderMark, found: Iterable[NewReturned]) -> None:
        """Keep what a look found. A message that was kept before stays, unless its body is read only now."""
        rows = [
            (
                self._account,
                one.message,
                one.at_s,
                one.kind,
                mark.row_of(one.uid),
                mark.row_of(one.uid) if one.is_pending else None,
                one.original,
                one.id_domain,
                one.addresses,
                one.subject,
                one.is_from_provider,
                self._sealer.seal(encode_as(one.returned), context=_CONTEXT) if one.returned is not None else None,
            )
            for one in found
        ]
        with self._database.change() as connection:
            connection.executemany(
                "INSERT INTO returned (account, message, at_s, kind, place, pending, original, id_domain, addresses,"
                " subject, from_provider, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (account, message) DO UPDATE SET kind = excluded.kind, pending = excluded.pending,"
                " original = excluded.original, id_domain = excluded.id_domain, addresses = excluded.addresses,"
                " subject = excluded.subject, sealed = excluded.sealed"
                " WHERE pending IS NOT NULL",
                rows,
            )

    def pending(self, mark: FolderMark, *, limit: int) -> list[tuple[int, int, float, bool]]:
        """Messages of a folder whose body is still to be read: UID, number, time, from the provider; latest first."""
        rows = self._database.rows(
            "SELECT pending, message, at_s, from_provider FROM returned WHERE account = ? AND pending BETWEEN ? AND ?"
            " ORDER BY at_s DESC LIMIT ?",
            (self._account, mark.row_of(0), mark.rows_end - 1, limit),
        )
        return [(place & _UID, message, at_s, bool(provider)) for place, message, at_s, provider in rows]

    def drop(self, messages: Iterable[int]) -> None:
        """Drop messages that turned out to be ordinary, or that were gone before they could be read."""
        with self._database.change() as connection:
            connection.executemany(
                "DELETE FROM returned WHERE account = ? AND message = ?", ((self._account, one) for one in messages)
            )

    def waiting(self) -> int:
        """How many bodies are still to be read."""
        return int(
            self._database.value(
                "SELECT count(*) FROM returned WHERE account = ? AND pending IS NOT NULL", (self._account,)
            )
        )

    def unsettled(self, *, since_s: float) -> list[KeptReturned]:
        """What came back since then and whose original is not known, or was not looked for yet at all."""
        return list(
            self._rows(
                "pending IS NULL AND kind NOT IN (?, ?) AND (known IS NULL OR (known = 0 AND at_s >= ?))",
                (SECURITY_NOTICE, HOST_NOTICE, since_s),
            )
        )

    def settle(self, found: Iterable[tuple[int, int, float | None]]) -> None:
        """Keep what is known of originals: message, known, and when the original was sent."""
        with self._database.change() as connection:
            connection.executemany(
                "UPDATE returned SET known = ?, original_s = ? WHERE account = ? AND message = ?",
                ((known, original_s, self._account, message) for message, known, original_s in found),
            )

    def all_since(self, since_s: float) -> Iterator[KeptReturned]:
        """What came back since then, the oldest first."""
        return self._rows("pending IS NULL AND at_s >= ?", (since_s,))

    def _rows(self, where: str, values: tuple[object, ...]) -> Iterator[KeptReturned]:
        rows = self._database.rows(
            "SELECT message, at_s, kind, place, original, id_domain, known, original_s, addresses, subject,"  # noqa: S608 - conditions of ours
            f" from_provider, sealed FROM returned WHERE account = ? AND {where} ORDER BY at_s, message",
            (self._account, *values),
        )
        for (
            message,
            at_s,
            kind,
            place,
            original,
            id_domain,
            known,
            original_s,
            addresses,
            subject,
            provider,
            sealed,
        ) in rows:
            data = self._sealer.unseal(sealed, context=_CONTEXT) if sealed is not None else None
            yield KeptReturned(
                message=message,
                at_s=at_s,
                kind=kind,
                folder=place >> _SHIFT,
                original=original,
                id_domain=id_domain,
                known=known,
                original_s=original_s,
                addresses=addresses,
                subject=subject,
                is_from_provider=bool(provider),
                returned=None if data is None else decode_as(data, Returned),
            )

    def forget(self, *, before_s: float) -> None:
        """Drop what is too old, and what is too much."""
        with self._database.change() as connection:
            connection.execute("DELETE FROM returned WHERE account = ? AND at_s < ?", (self._account, before_s))
            connection.execute(
                "DELETE FROM returned WHERE account = ? AND at_s < (SELECT at_s FROM returned WHERE account = ?"
                " ORDER BY at_s DESC LIMIT 1 OFFSET ?)",
                (self._account, self._account, MAX_ROWS),
            )
