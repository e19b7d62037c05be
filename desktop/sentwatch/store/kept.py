"""Small dated values by name: answers, evidence, progress. Sealed, for they tell about their owner."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from sentwatch.ports.seal import Sealer
from sentwatch.store.codec import decode_as, encode_as
from sentwatch.store.database import Database

T = TypeVar("T")


class Kept:
    """The repository of one account's values, or of what belongs to no account (an empty key)."""

    def __init__(self, database: Database, key: str, *, sealer: Sealer) -> None:
        self._database = database
        self._key = key
        self._sealer = sealer

    def get(self, name: str, kind: type[T]) -> T | None:
        """The value of this name; None where there is none or an older version wrote it in another form."""
        sealed = self._database.value("SELECT sealed FROM kept WHERE account = ? AND name = ?", (self._key, name))
        data = self._sealer.unseal(sealed, context=name) if sealed is not None else None
        if data is None:
            return None
        try:
            return decode_as(data, kind)
        except msgspec.DecodeError:
            return None

    def put(self, name: str, value: object) -> None:
        """Keep a value of plain fields (dataclasses, enums, times, tuples) in the place of the one before."""
        sealed = self._sealer.seal(encode_as(value), context=name)
        with self._database.change() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO kept (account, name, sealed) VALUES (?, ?, ?)", (self._key, name, sealed)
            )

    def remove(self, name: str) -> None:
        """Forget a value."""
        with self._database.change() as connection:
            connection.execute("DELETE FROM kept WHERE account = ? AND name = ?", (self._key, name))
