"""The rules of one account from run to run: when each was first and last seen, what its owner approved."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from sentwatch.core.history import moment
from sentwatch.core.phrase import Params, Phrase
from sentwatch.core.rule_history import Approval, KeptRule, RuleHistory, RuleTold, SeenRule
from sentwatch.ports.seal import Sealer
from sentwatch.store.codec import decode_finding, encode_finding
from sentwatch.store.database import Database
from sentwatch.store.keys import KeyedHash

KEPT_GONE: Final = 300
"""Rules that are gone are kept, the latest of each place; a hostile file could bring new ones with every look."""
MAX_BECAUSE: Final = 500


class Rules:
    """The repository of one account's rules, or of the files on this computer."""

    def __init__(self, database: Database, key: str, *, hashes: KeyedHash, sealer: Sealer) -> None:
        self._database = database
        self._key = key
        self._hashes = hashes
        self._sealer = sealer

    def keep(self, place: str, seen: Iterable[SeenRule], *, now: datetime) -> None:
        """Remember what a look at one place saw; what it did not see there any more is gone, and its approval over."""
        where, at_s = self._hashes.once(place), now.timestamp()
        with self._database.change() as connection:
            is_first_look = self._begin(connection, where, at_s)
            rows = connection.execute(
                "SELECT digest, identity FROM rule WHERE account = ? AND place = ? AND gone_s IS NULL",
                (self._key, where),
            )
            present = dict(rows.fetchall())
            found = {rule.digest: rule for rule in seen}
            vanished = {digest: identity for digest, identity in present.items() if digest not in found}
            before = {identity: digest for digest, identity in vanished.items()}
            for digest, rule in found.items():
                if digest in present:
                    connection.execute(
                        "UPDATE rule SET last_s = ? WHERE account = ? AND place = ? AND digest = ?",
                        (at_s, self._key, where, digest),
                    )
                    continue
                identity = self._hashes.once(rule.identity)
                connection.execute(
                    "INSERT OR REPLACE INTO rule (account, place, digest, identity, first_s, last_s, was_there,"
                    " replaces, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        self._key, where, digest, identity, at_s, at_s, is_first_look, before.pop(identity, None),
                        self._seal(rule.told),
                    ),
                )  # fmt: skip
            self._let_go(connection, where, vanished, at_s)

    def _begin(self, connection: sqlite3.Connection, where: bytes, at_s: float) -> bool:
        """Note the look; whether it is the first one at this place."""
        done = connection.execute(
            "UPDATE rule_place SET last_s = ? WHERE account = ? AND place = ?", (at_s, self._key, where)
        )
        if done.rowcount:
            return False
        connection.execute(
            "INSERT INTO rule_place (account, place, first_s, last_s) VALUES (?, ?, ?, ?)",
            (self._key, where, at_s, at_s),
        )
        return True

    def _let_go(self, connection: sqlite3.Connection, where: bytes, vanished: Iterable[str], at_s: float) -> None:
        for digest in vanished:
            connection.execute(
                "UPDATE rule SET gone_s = ? WHERE account = ? AND place = ? AND digest = ?",
                (at_s, self._key, where, digest),
            )
            connection.execute(
                "DELETE FROM rule_approval WHERE account = ? AND digest = ? AND digest NOT IN"
                " (SELECT digest FROM rule WHERE account = ? AND gone_s IS NULL)",
                (self._key, digest, self._key),
            )
        connection.execute(
            "DELETE FROM rule WHERE account = ? AND place = ? AND digest IN (SELECT digest FROM rule"
            " WHERE account = ? AND place = ? AND gone_s IS NOT NULL ORDER BY gone_s DESC LIMIT -1 OFFSET ?)",
            (self._key, where, self._key, where, KEPT_GONE),
        )

    def keep_only(self, places: Iterable[str], *, now: datetime) -> None:
        """Remember that there are no other places any more: their rules are gone."""
        there = {self._hashes.once(place) for place in places}
        with self._database.change() as connection:
            for (where,) in connection.execute(
                "SELECT place FROM rule_place WHERE account = ?", (self._key,)
            ).fetchall():
                if where in there:
                    continue
                rows = connection.execute(
                    "SELECT digest FROM rule WHERE account = ? AND place = ? AND gone_s IS NULL", (self._key, where)
                )
                self._let_go(connection, where, [digest for (digest,) in rows.fetchall()], now.timestamp())
                connection.execute("DELETE FROM rule_place WHERE account = ? AND place = ?", (self._key, where))

    def was_read(self, place: str) -> bool:
        """Whether an earlier look could read this place."""
        where = self._hashes.once(place)
        sql = "SELECT 1 FROM rule_place WHERE account = ? AND place = ?"
        return self._database.value(sql, (self._key, where)) is not None

    def history(self) -> RuleHistory:
        """All that is remembered."""
        rows = self._database.rows(
            "SELECT digest, first_s, last_s, gone_s, was_there, replaces, sealed FROM rule WHERE account = ?"
            " ORDER BY gone_s IS NULL, last_s",
            (self._key,),
        )
        looks = self._database.value("SELECT count(*) FROM rule_place WHERE account = ?", (self._key,))
        return RuleHistory(
            rules={row[0]: self._kept(row) for row in rows},
            approvals=self.approvals(),
            has_earlier_look=looks > 0,
        )

    def _kept(self, row: tuple[str, float, float, float | None, int, str | None, bytes]) -> KeptRule:
        digest, first_s, last_s, gone_s, was_there, replaces, sealed = row
        return KeptRule(
            digest=digest,
            first_seen=moment(first_s),
            last_seen=moment(last_s),
            gone_at=None if gone_s is None else moment(gone_s),
            was_there=bool(was_there),
            replaces=replaces,
            told=self._told(sealed),
        )

    def approve(self, digest: str, *, because: str, at: datetime) -> None:
        """Keep that a rule is its owner's, and why."""
        sealed = self._sealer.seal(because[:MAX_BECAUSE].encode(), context="rule-approval")
        with self._database.change() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO rule_approval (account, digest, at_s, sealed) VALUES (?, ?, ?, ?)",
                (self._key, digest, at.timestamp(), sealed),
            )

    def take_back(self, digest: str) -> bool:
        """Forget an approval; whether there was one."""
        with self._database.change() as connection:
            done = connection.execute("DELETE FROM rule_approval WHERE account = ? AND digest = ?", (self._key, digest))
            return done.rowcount > 0

    def approvals(self) -> Mapping[str, Approval]:
        """What is approved, by hash."""
        rows = self._database.rows("SELECT digest, at_s, sealed FROM rule_approval WHERE account = ?", (self._key,))
        return {
            digest: Approval(digest=digest, at=moment(at_s), because=self._text(sealed, "rule-approval"))
            for digest, at_s, sealed in rows
        }

    def _seal(self, told: RuleTold) -> bytes:
        params: Params = {"name": told.name, "where": told.where, "sentence": told.sentence, "raw": told.raw}
        return self._sealer.seal(encode_finding(params, ()), context="rule")

    def _told(self, sealed: bytes) -> RuleTold:
        data = self._sealer.unseal(sealed, context="rule")
        params = decode_finding(data)[0] if data is not None else {}
        sentence = params.get("sentence")
        return RuleTold(
            name=str(params.get("name", "")),
            where=str(params.get("where", "")),
            sentence=sentence if isinstance(sentence, Phrase) else Phrase(text=""),
            raw=str(params.get("raw", "")),
        )

    def _text(self, sealed: bytes, context: str) -> str:
        data = self._sealer.unseal(sealed, context=context)
        return "" if data is None else data.decode("utf-8", "replace")
