"""When each account was watched, and what people were told of."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from sentwatch.core.findings import Severity
from sentwatch.core.history import moment
from sentwatch.core.notify import Told
from sentwatch.core.schedule import Watched, carried_on
from sentwatch.store.database import Database

KEPT_SPANS: Final = 200


class WatchLog:
    """The repository of watched spans of one account."""

    def __init__(self, database: Database, account_id: str) -> None:
        self._database = database
        self._account = account_id

    def last(self) -> Watched | None:
        """The latest span; None where the account was never watched."""
        row = self._database.row(
            "SELECT since_s, until_s FROM watched WHERE account = ? ORDER BY since_s DESC LIMIT 1", (self._account,)
        )
        return None if row is None else Watched(since=moment(row[0]), until=moment(row[1]))

    def looked(self, now: datetime) -> Watched | None:
        """Carry the span on to `now`; the gap before it, where there was one."""
        span, gap = carried_on(self.last(), now)
        with self._database.change() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO watched (account, since_s, until_s) VALUES (?, ?, ?)",
                (self._account, span.since.timestamp(), span.until.timestamp()),
            )
            if gap is not None:
                connection.execute(
                    "DELETE FROM watched WHERE account = ? AND since_s NOT IN"
                    " (SELECT since_s FROM watched WHERE account = ? ORDER BY since_s DESC LIMIT ?)",
                    (self._account, self._account, KEPT_SPANS),
                )
        return gap

    def gaps(self, *, since: datetime) -> tuple[Watched, ...]:
        """The spans not watched since a moment, the oldest first."""
        rows = self._database.rows(
            "SELECT since_s, until_s FROM watched WHERE account = ? AND until_s >= ? ORDER BY since_s",
            (self._account, since.timestamp()),
        )
        spans = [Watched(since=moment(start), until=moment(end)) for start, end in rows]
        return tuple(
            Watched(since=before.until, until=after.since)
            for before, after in itertools.pairwise(spans)
            if after.since > before.until
        )


class Notified:
    """The repository of what people were told of one account."""

    def __init__(self, database: Database, key: str) -> None:
        self._database = database
        self._key = key

    def all(self) -> Mapping[tuple[str, str], Told]:
        """What was told, by code and subject."""
        rows = self._database.rows(
            "SELECT code, subject, severity, amount, at_s FROM notified WHERE account = ?", (self._key,)
        )
        return {
            (code, subject): Told(severity=Severity(severity), amount=amount, at=moment(at_s))
            for code, subject, severity, amount, at_s in rows
        }

    def keep(self, told: Iterable[tuple[tuple[str, str], Told]]) -> None:
        """Remember what was told."""
        with self._database.change() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO notified (account, code, subject, severity, amount, at_s)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                ((self._key, *key, int(one.severity), one.amount, one.at.timestamp()) for key, one in told),
            )

    def forget(self, keys: Iterable[tuple[str, str]]) -> None:
        """Forget what is gone, so that it is told again should it come back."""
        with self._database.change() as connection:
            connection.executemany(
                "DELETE FROM notified WHERE account = ? AND code = ? AND subject = ?",
                ((self._key, *key) for key in keys),
            )
