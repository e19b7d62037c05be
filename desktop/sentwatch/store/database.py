"""The one SQLite file: opened for this user alone, brought up to date step by step; its failures are Trouble."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any, Final

from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.trouble import STORE_NEWER, STORE_UNUSABLE, Trouble
from sentwatch.store.steps import STEPS

FILE: Final = "sentwatch.db"
_WAIT_S: Final = 30.0
_CACHE_KIB: Final = 16 * 1024


class Database:
    """Connections to one file, one for each thread. Every method raises Trouble for what the disk does."""

    def __init__(self, path: Path | None) -> None:
        """Open `path`, or a database that vanishes with the process and belongs to one thread at a time."""
        self._path = path
        self._local = threading.local()
        self._lock = threading.RLock()
        self._all: list[sqlite3.Connection] = []
        self._only: sqlite3.Connection | None = None
        with self._told():
            if path is None:
                # The empty name is a temporary file of SQLite's own that nobody else can open.
                self._only = self._connect("")
                self._build(self._only)
                return
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            is_new = not path.exists()
            if is_new:
                os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            with self._lock:
                self._bring_up_to_date(is_new=is_new)

    @property
    def path(self) -> Path | None:
        """Where the file lies; None for one that vanishes."""
        return self._path

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """All rows of a question."""
        with self._told(), self._turn():
            return self._connection().execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The first row, None where there is none."""
        with self._told(), self._turn():
            return self._connection().execute(sql, values).fetchone()

    def value(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The first column of the first row, None where there is none."""
        row = self.row(sql, values)
        return None if row is None else row[0]

    def stream(self, sql: str) -> Iterator[Any]:
        """The only column of each row, without holding all of them."""
        with self._told(), self._turn():
            yield from chain.from_iterable(self._connection().execute(sql))

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing. Within another change of this thread it is part of that one."""
        with self._told(), self._turn():
            connection = self._connection()
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # A full disk has rolled back already.
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
            self._only = None
            self._local = threading.local()

    def wipe_traces(self) -> None:
        """Write removed rows over and empty the write-ahead log."""
        with self._told(), self._turn():
            connection = self._connection()
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """The vanishing database has one connection for all threads, so they take turns."""
        if self._path is not None:
            yield
            return
        with self._lock:
            yield

    def _connection(self) -> sqlite3.Connection:
        if self._path is None:
            if self._only is None:
                raise sqlite3.ProgrammingError("closed")
            return self._only
        known: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if known is None:
            known = self._connect(str(self._path))
            self._local.connection = known
        return known

    def _connect(self, name: str) -> sqlite3.Connection:
        connection = sqlite3.connect(name, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA temp_store = FILE")
        if name:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
        with self._lock:
            self._all.append(connection)
        return connection

    def _bring_up_to_date(self, *, is_new: bool) -> None:
        connection = self._connection()
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > len(STEPS):
            raise Trouble(STORE_NEWER, path=str(self._path))
        if version == len(STEPS):
            return
        if not is_new and version > 0:
            self._keep_copy(connection, version)
        self._build(connection)

    @staticmethod
    def _build(connection: sqlite3.Connection) -> None:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        for number, step in enumerate(STEPS[version:], start=version + 1):
            # executescript commits first, so each step carries its own transaction; another process may have been here.
            connection.execute("BEGIN IMMEDIATE")
            try:
                if int(connection.execute("PRAGMA user_version").fetchone()[0]) < number:
                    for statement in step:
                        connection.execute(statement)
                    connection.execute(f"PRAGMA user_version = {number}")
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def _keep_copy(self, connection: sqlite3.Connection, version: int) -> None:
        assert self._path is not None
        aside = self._path.with_name(f"{self._path.name}.before-step-{version + 1}")
        if aside.exists():
            return
        os.close(os.open(aside, os.O_RDWR | os.O_CREAT, 0o600))
        with closing(sqlite3.connect(aside)) as copy:
            connection.backup(copy)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise Trouble(STORE_UNUSABLE, path=str(self._path or ""), reason=_reason(error)) from None


def _reason(error: Exception) -> Phrase:
    if isinstance(error, PermissionError):
        return phrase(N_("you may not use it"))
    name = getattr(error, "sqlite_errorname", "") or ""
    if name == "SQLITE_FULL" or getattr(error, "errno", None) == 28:
        return phrase(N_("the disk is full"))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return phrase(N_("another process is using it"))
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return phrase(N_("it is damaged, or it is no store of Sentwatch"))
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
        return phrase(N_("you may not use it"))
    return phrase(N_("the system could not use it ({detail})"), detail=name or type(error).__name__)
