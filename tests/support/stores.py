"""Stores on the disk with keys of their own, as the use cases need them."""

from __future__ import annotations

from pathlib import Path

from sentwatch.adapters.seal import AesSealer
from sentwatch.store.account_store import AccountStore
from sentwatch.store.arrivals import Arrivals
from sentwatch.store.database import FILE, Database
from sentwatch.store.findings import Findings
from sentwatch.store.judgement import Judgement
from sentwatch.store.kept import Kept
from sentwatch.store.keys import KeyedHash
from sentwatch.store.ledger import Ledger
from sentwatch.store.returned import ReturnedStore
from sentwatch.store.rules import Rules
from sentwatch.store.script_backups import ScriptBackups

KEY = bytes(range(32))


def account_store(database: Database, account_id: str = "one") -> AccountStore:
    sealer = AesSealer(KEY)
    return AccountStore(
        ledger=Ledger(database, account_id, hashes=KeyedHash(KEY), sealer=sealer),
        judgement=Judgement(database, account_id, sealer=sealer),
        findings=Findings(database, account_id, sealer=sealer),
        kept=Kept(database, account_id, sealer=sealer),
        arrivals=Arrivals(database, account_id, hashes=KeyedHash(KEY), sealer=sealer),
        returned=ReturnedStore(database, account_id, sealer=sealer),
        rules=Rules(database, account_id, hashes=KeyedHash(KEY), sealer=sealer),
        backups=ScriptBackups(database, account_id, sealer=sealer),
    )


def database_in(folder: Path) -> Database:
    return Database(folder / FILE)
