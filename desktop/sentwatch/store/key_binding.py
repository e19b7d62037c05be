"""Binds the store to its key: what was hashed and sealed with another one is worthless and is read anew."""

from __future__ import annotations

import hmac
from typing import Final

from sentwatch.store.database import Database
from sentwatch.store.keys import derived

_KEPT: Final = frozenset({"account", "meta", "sqlite_sequence"})


def bind(database: Database, master: bytes) -> bool:
    """Let the store work with this key. True where it had another one and what was learned had to be dropped."""
    check = derived(master, "check")
    before = database.value("SELECT value FROM meta WHERE name = 'key'")
    if before is not None and hmac.compare_digest(before, check):
        return False
    with database.change() as connection:
        if before is not None:
            tables = [name for (name,) in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                if table not in _KEPT:
                    connection.execute(f"DELETE FROM {table}")  # noqa: S608 - a table of ours
        connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('key', ?)", (check,))
    return before is not None
