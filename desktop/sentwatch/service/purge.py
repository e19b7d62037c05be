"""Use case: remove Sentwatch's data from this computer: list it, then delete it, then look whether it is gone."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sentwatch.adapters.data_folder import contents, remove
from sentwatch.adapters.private_file import unwritable
from sentwatch.core.accounts import Account
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.trouble import KEYRING_MISSING, Trouble
from sentwatch.ports.autostart import AutostartPort
from sentwatch.ports.secrets import SecretPort
from sentwatch.service.ledger_key import NAME as LEDGER_KEY


class KeyringKind(enum.Enum):
    """What an entry of the keyring is."""

    STORE_KEY = "store-key"
    PASSWORD = "password"  # noqa: S105 - a kind of entry, not a secret
    AUTHENTICATOR = "authenticator"
    BACKUP_CODES = "backup-codes"


_KIND_WORDS: Final = {
    KeyringKind.STORE_KEY: N_("In the keyring: the key of the store"),
    KeyringKind.PASSWORD: N_("In the keyring: the password of {address}"),
    KeyringKind.AUTHENTICATOR: N_("In the keyring: the authenticator entry “{address}”"),
    KeyringKind.BACKUP_CODES: N_("In the keyring: the backup codes of {address}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyringItem:
    """One entry of the keyring: its name there, and whose it is (an address or a service; empty for the store's)."""

    name: str
    of: str = ""
    kind: KeyringKind = KeyringKind.PASSWORD


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgePlan:
    """What would be deleted. `others` are names in the folder that are not ours and stay.

    `shared_key` says that the key of the store stays in the keyring, because another store still needs it.
    """

    folder: Path
    files: tuple[Path, ...]
    others: tuple[str, ...]
    items: tuple[KeyringItem, ...]
    autostart: str | None
    shared_key: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to delete."""
        return not (self.files or self.items or self.autostart)

    def said(self) -> tuple[Phrase, ...]:
        """What it would delete and what stays, a line each."""
        lines = [phrase(N_("File: {path}"), path=str(path)) for path in self.files]
        lines += [phrase(_KIND_WORDS[item.kind], address=item.of) for item in self.items]
        if self.autostart is not None:
            lines.append(phrase(N_("Start at login: {place}"), place=self.autostart))
        if self.is_empty:
            lines.append(phrase(N_("There is nothing to delete in {folder}."), folder=str(self.folder)))
        if self.shared_key:
            lines.append(phrase(N_("The key in the keyring stays: the store in the usual folder needs it.")))
        if self.others:
            lines.append(phrase(N_("Not ours, stays: {names}"), names=self.others))
        return tuple(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """What is still there afterwards: nothing, or what could not be deleted and why."""

    files: tuple[Path, ...] = ()
    items: tuple[KeyringItem, ...] = ()
    autostart: str | None = None
    troubles: tuple[Trouble, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing is left."""
        return not (self.files or self.items or self.autostart)

    @property
    def names(self) -> tuple[str, ...]:
        """What is still there, by name."""
        names = (*(str(path) for path in self.files), *(item.of or item.name for item in self.items))
        return names if self.autostart is None else (*names, self.autostart)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """Purges one data folder. `has_other_store` says whether another store of this user uses the same keyring.

    `kept_codes` lists what was put into the keyring on request; it raises Trouble where the store cannot be read for
    that. `close` lets go of the store; it is asked for before the files go.
    """

    folder: Path
    accounts: Callable[[], Iterable[Account]]
    kept_codes: Callable[[], Iterable[KeyringItem]]
    secrets: SecretPort
    autostart: AutostartPort
    has_other_store: bool
    close: Callable[[], None]

    def plan(self) -> PurgePlan:
        """List what there is; a keyring that cannot be asked is listed as if it held something."""
        found = contents(self.folder)
        names = [KeyringItem(name=account.id, of=account.address) for account in self.accounts()]
        names += self._kept_codes()[0]
        if not self.has_other_store:
            names.append(KeyringItem(name=LEDGER_KEY, kind=KeyringKind.STORE_KEY))
        command = self.autostart.read()
        return PurgePlan(
            folder=self.folder,
            files=found.ours,
            others=found.others,
            items=tuple(item for item in names if self._may_be_kept(item)),
            autostart=self.autostart.place if command is not None and self._starts_this(command) else None,
            shared_key=self.has_other_store,
        )

    def run(self, plan: PurgePlan) -> Purged:
        """Delete what the plan lists, and look again. The keyring comes first: names of its items lie in the store."""
        troubles: list[Trouble] = []
        _, unread = self._kept_codes()
        if unread is not None:
            # What else lies in the keyring stands in the store alone: it stays until it can be read.
            return Purged(files=plan.files, items=plan.items, autostart=self._left(plan), troubles=(unread,))
        for item in plan.items:
            try:
                self.secrets.remove(item.name)
            except Trouble as trouble:
                troubles.append(trouble)
        if plan.autostart is not None:
            try:
                self.autostart.remove()
            except Trouble as trouble:
                troubles.append(trouble)
        items = tuple(item for item in plan.items if self._may_be_kept(item))
        if any(item.of for item in items):
            # Whose secrets these are is known from the store alone: it stays until they are gone.
            return Purged(files=plan.files, items=items, autostart=self._left(plan), troubles=tuple(troubles))
        self.close()
        try:
            remove(self.folder, plan.files)
        except OSError as error:
            troubles.append(unwritable(self.folder, error))
        return Purged(
            files=contents(self.folder).ours, items=items, autostart=self._left(plan), troubles=tuple(troubles)
        )

    def _kept_codes(self) -> tuple[tuple[KeyringItem, ...], Trouble | None]:
        try:
            return tuple(self.kept_codes()), None
        except Trouble as trouble:
            return (), trouble

    def _left(self, plan: PurgePlan) -> str | None:
        return plan.autostart if plan.autostart is not None and self.autostart.read() is not None else None

    def _may_be_kept(self, item: KeyringItem) -> bool:
        try:
            return self.secrets.get(item.name) is not None
        except Trouble as trouble:
            return trouble.kind is not KEYRING_MISSING

    def _starts_this(self, command: str) -> bool:
        """Whether the entry starts Sentwatch on this folder: one that names another folder is not ours to remove."""
        return "--data-dir" not in command or str(self.folder) in command
