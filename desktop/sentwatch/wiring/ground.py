"""What everything stands on: the folder, the store, the keyring, the settings and the log."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sentwatch.adapters.system_clock import SystemClock
from sentwatch.core.accounts import Account
from sentwatch.ports.clock import Clock
from sentwatch.ports.secrets import SecretPort

if TYPE_CHECKING:
    from sentwatch.adapters.file_lock import FileLocks
    from sentwatch.adapters.keyring import SessionSecrets
    from sentwatch.core.settings import Settings
    from sentwatch.ports.seal import Sealer, Signer
    from sentwatch.service.doors import DoorMemory
    from sentwatch.service.last_reports import LastReports
    from sentwatch.service.ledger_key import KeyPlace
    from sentwatch.store.account_store import AccountStore
    from sentwatch.store.accounts import Accounts
    from sentwatch.store.database import Database
    from sentwatch.store.findings import Findings
    from sentwatch.store.kept import Kept
    from sentwatch.store.keys import KeyedHash
    from sentwatch.store.rules import Rules
    from sentwatch.store.settings import SettingsFile


def default_data_dir() -> Path:
    """The folder of this user and system in which everything of ours lies."""
    from platformdirs import user_data_path

    return user_data_path("Sentwatch", appauthor=False)


class LedgerKeyPlace(enum.Enum):
    """Where the key of the store lies."""

    KEYRING = "keyring"
    FILE = "file"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPaths:
    """Files and folders by name, and where the key of the store lies."""

    files: dict[str, Path]
    key: LedgerKeyPlace


@dataclass(slots=True)
class Keys:
    """What hashes, seals and signs, and where their key lies."""

    hashes: KeyedHash
    sealer: Sealer
    signer: Signer
    place: KeyPlace
    was_renewed: bool


def keys_from(master: bytes, *, place: KeyPlace, was_renewed: bool = False) -> Keys:
    """All keys from the one that is kept."""
    from sentwatch.adapters.seal import AesSealer, Ed25519Signer
    from sentwatch.store.keys import KeyedHash, derived

    return Keys(
        hashes=KeyedHash(derived(master, "hash")),
        sealer=AesSealer(derived(master, "seal")),
        signer=Ed25519Signer(derived(master, "sign evidence")),
        place=place,
        was_renewed=was_renewed,
    )


@dataclass
class Ground:
    """The folder and what lies in it. Parts come into being when they are first asked for."""

    data_dir: Path = field(default_factory=default_data_dir)
    secrets: SecretPort | None = None
    clock: Clock = field(default_factory=SystemClock)

    @cached_property
    def _session(self) -> SessionSecrets:
        from sentwatch.adapters.keyring import SessionSecrets

        return SessionSecrets()

    @cached_property
    def keyring(self) -> SecretPort:
        """Where secrets are kept; what was entered for this session only comes first."""
        from sentwatch.adapters.keyring import Keyring, LayeredSecrets

        return LayeredSecrets(self._session, self.secrets or Keyring())

    def use_session_secret(self, account: Account, secret: str) -> None:
        """Use a password for this session only."""
        self._session.put(account.id, secret)

    def has_keyring(self) -> bool:
        """Whether secrets can be kept here, locked or not."""
        return self.keyring.available()

    @cached_property
    def database(self) -> Database:
        """The store, brought up to date and bound to its key."""
        from sentwatch.store.database import FILE, Database

        return Database(self.data_dir / FILE)

    @cached_property
    def keys(self) -> Keys:
        """The keys of the ledger."""
        from sentwatch.adapters.key_file import KeyFile
        from sentwatch.service.ledger_key import ledger_key
        from sentwatch.store.key_binding import bind

        master, place = ledger_key(self.keyring, KeyFile(self.data_dir))
        return keys_from(master, place=place, was_renewed=bind(self.database, master))

    @property
    def has_store(self) -> bool:
        """Whether anything was ever kept here; asking makes no store."""
        from sentwatch.store.database import FILE

        return (self.data_dir / FILE).exists()

    @cached_property
    def accounts(self) -> Accounts:
        """The accounts set up here."""
        from sentwatch.store.accounts import Accounts

        return Accounts(self.database)

    def known_accounts(self) -> tuple[Account, ...]:
        """The accounts set up here; looking makes no store."""
        return self.accounts.all() if self.has_store else ()

    def known_account(self, address: str) -> Account | None:
        """The account with this address, where it is set up here; looking makes no store."""
        return self.accounts.by_address(address) if self.known_accounts() else None

    def account_store(self, account_id: str) -> AccountStore:
        """Where one account's mail, judgements and findings are kept."""
        from sentwatch.store.account_store import AccountStore
        from sentwatch.store.arrivals import Arrivals
        from sentwatch.store.findings import Findings
        from sentwatch.store.judgement import Judgement
        from sentwatch.store.ledger import Ledger
        from sentwatch.store.returned import ReturnedStore
        from sentwatch.store.script_backups import ScriptBackups

        keys = self.keys
        return AccountStore(
            ledger=Ledger(self.database, account_id, hashes=keys.hashes, sealer=keys.sealer),
            judgement=Judgement(self.database, account_id, sealer=keys.sealer),
            findings=Findings(self.database, account_id, sealer=keys.sealer),
            kept=self.kept(account_id),
            arrivals=Arrivals(self.database, account_id, hashes=keys.hashes, sealer=keys.sealer),
            returned=ReturnedStore(self.database, account_id, sealer=keys.sealer),
            rules=self.kept_rules(account_id),
            backups=ScriptBackups(self.database, account_id, sealer=keys.sealer),
        )

    def kept(self, key: str = "") -> Kept:
        """Small dated values of an account, or of what belongs to none."""
        from sentwatch.store.kept import Kept

        return Kept(self.database, key, sealer=self.keys.sealer)

    def kept_rules(self, key: str) -> Rules:
        """The rules of an account, or of this computer's files, as they are remembered."""
        from sentwatch.store.rules import Rules

        return Rules(self.database, key, hashes=self.keys.hashes, sealer=self.keys.sealer)

    def findings(self, key: str) -> Findings:
        """Findings of an account, or of what belongs to none."""
        from sentwatch.store.findings import Findings

        return Findings(self.database, key, sealer=self.keys.sealer)

    @cached_property
    def last_reports(self) -> LastReports:
        """What is known of everything that was ever looked at."""
        from sentwatch.service.last_reports import LastReports
        from sentwatch.store.findings import keys_with_looks

        return LastReports(keys=lambda: keys_with_looks(self.database), findings=self.findings)

    def forget(self, key: str) -> None:
        """Forget all that was learned of something that belongs to no account."""
        self.accounts.remove(key)
        self.last_reports.forget(key)

    @cached_property
    def settings_file(self) -> SettingsFile:
        """Where the settings are kept."""
        from sentwatch.store.settings import SettingsFile

        return SettingsFile(self.data_dir)

    @property
    def settings(self) -> Settings:
        """The settings as they are kept now."""
        return self.settings_file.read()

    @cached_property
    def _locks(self) -> FileLocks:
        from sentwatch.adapters.file_lock import FileLocks

        return FileLocks(self.data_dir / "locks")

    @cached_property
    def _door_memory(self) -> DoorMemory:
        from sentwatch.adapters.door_states import DoorStatesFile
        from sentwatch.service.doors import DoorMemory

        return DoorMemory(DoorStatesFile(self.data_dir))

    def set_up_log(self) -> None:
        """Let what this program logs go to its file."""
        from sentwatch.adapters.log import set_up_log

        set_up_log(self.data_dir)

    def log_text(self) -> str:
        """The end of the log, as it may be shown and handed on."""
        from sentwatch.adapters.log import read_log

        return read_log(self.data_dir)

    def save_private(self, path: Path, text: str) -> None:
        """Write a text for this user alone, where the user chose to have it. Raises Trouble FILE_UNWRITABLE."""
        from sentwatch.adapters.private_file import write_private

        write_private(path, text.encode(), over=True)

    def local_time_zone(self) -> str | None:
        """The time zone of this computer."""
        from sentwatch.adapters.system_clock import local_time_zone

        return local_time_zone()

    def time_zones(self) -> tuple[str, ...]:
        """The time zones somebody may live in."""
        from sentwatch.adapters.system_clock import time_zones

        return time_zones()

    def close(self) -> None:
        """Let go of the store."""
        if "database" in self.__dict__:
            self.database.close()
