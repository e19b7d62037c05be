"""What is looked at without being kept: stores and memories that vanish."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentwatch.wiring.ground import keys_from

if TYPE_CHECKING:
    from sentwatch.service.archive import ArchiveLook, ArchiveStore
    from sentwatch.service.timeline import SentTimeline
    from sentwatch.store.database import Database
    from sentwatch.store.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesLook:
    """What came of looking at mail in files, and its chart, until `close`."""

    path: str
    look: ArchiveLook
    timeline: SentTimeline
    close: Callable[[], None]


class VanishingStore:
    """Stores that vanish with the process, under keys that nobody keeps."""

    def __init__(self) -> None:
        import os

        from sentwatch.service.ledger_key import KEY_BYTES, KeyPlace

        self._keys = keys_from(os.urandom(KEY_BYTES), place=KeyPlace.FILE)
        self._databases: list[Database] = []
        self._made: dict[str, ArchiveStore] = {}

    def __call__(self, account_id: str) -> ArchiveStore:
        """A store for one archive, empty each time."""
        from sentwatch.service.archive import ArchiveStore
        from sentwatch.store.database import Database
        from sentwatch.store.judgement import Judgement
        from sentwatch.store.ledger import Ledger

        database = Database(None)
        self._databases.append(database)
        self._made[account_id] = ArchiveStore(
            Ledger(database, account_id, hashes=self._keys.hashes, sealer=self._keys.sealer),
            Judgement(database, account_id, sealer=self._keys.sealer),
        )
        return self._made[account_id]

    def of(self, account_id: str) -> ArchiveStore:
        """The store that was made last for an archive."""
        return self._made[account_id]

    def close(self) -> None:
        """Let everything vanish now."""
        while self._databases:
            self._databases.pop().close()


def vanishing_rules(key: str) -> Rules:
    """A memory of rules that vanishes with the process, under keys that nobody keeps."""
    import os

    from sentwatch.service.ledger_key import KEY_BYTES, KeyPlace
    from sentwatch.store.database import Database
    from sentwatch.store.rules import Rules

    keys = keys_from(os.urandom(KEY_BYTES), place=KeyPlace.FILE)
    return Rules(Database(None), key, hashes=keys.hashes, sealer=keys.sealer)
