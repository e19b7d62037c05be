"""Scripts changed by their owner's button, with their bytes before and after, so that they can be put back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sentwatch.core.history import moment
from sentwatch.core.phrase import Phrase
from sentwatch.core.script_backup import ScriptBackup
from sentwatch.ports.seal import Sealer
from sentwatch.store.codec import decode_as, decode_phrase, encode_as, encode_phrase
from sentwatch.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sealed:
    script: str
    before: bytes
    after: bytes
    sentence: bytes


class ScriptBackups:
    """The repository of one account's changed scripts."""

    def __init__(self, database: Database, account_id: str, *, sealer: Sealer) -> None:
        self._database = database
        self._account = account_id
        self._sealer = sealer

    def keep(
        self, *, digest: str, script: str, before: bytes, after: bytes, sentence: Phrase, at: datetime
    ) -> ScriptBackup:
        """Keep a change before it is made."""
        body = _Sealed(script=script, before=before, after=after, sentence=encode_phrase(sentence))
        sealed = self._sealer.seal(encode_as(body), context="script-backup")
        with self._database.change() as connection:
            made = connection.execute(
                "INSERT INTO script_backup (account, digest, at_s, sealed) VALUES (?, ?, ?, ?)",
                (self._account, digest, at.timestamp(), sealed),
            )
        return ScriptBackup(
            id=made.lastrowid or 0, digest=digest, at=at, script=script, before=before, after=after, sentence=sentence
        )

    def drop(self, backup: ScriptBackup) -> None:
        """Forget a change that was not made."""
        with self._database.change() as connection:
            connection.execute("DELETE FROM script_backup WHERE account = ? AND id = ?", (self._account, backup.id))

    def put_back(self, backup: ScriptBackup, *, at: datetime) -> None:
        """Note that the text before stands there again; the backup is kept."""
        with self._database.change() as connection:
            connection.execute(
                "UPDATE script_backup SET put_back_s = ? WHERE account = ? AND id = ?",
                (at.timestamp(), self._account, backup.id),
            )

    def all(self) -> tuple[ScriptBackup, ...]:
        """Every change, the latest first."""
        rows = self._database.rows(
            "SELECT id, digest, at_s, put_back_s, sealed FROM script_backup WHERE account = ? ORDER BY id DESC",
            (self._account,),
        )
        return tuple(found for row in rows if (found := self._backup(*row)) is not None)

    def _backup(
        self, number: int, digest: str, at_s: float, put_back_s: float | None, sealed: bytes
    ) -> ScriptBackup | None:
        data = self._sealer.unseal(sealed, context="script-backup")
        if data is None:
            return None
        body = decode_as(data, _Sealed)
        return ScriptBackup(
            id=number,
            digest=digest,
            at=moment(at_s),
            script=body.script,
            before=body.before,
            after=body.after,
            sentence=decode_phrase(body.sentence) or Phrase(text=""),
            put_back_at=None if put_back_s is None else moment(put_back_s),
        )
