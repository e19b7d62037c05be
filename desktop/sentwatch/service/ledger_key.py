"""The key of the local ledger: in the keyring, or where there is none in a file that says so."""

from __future__ import annotations

import base64
import binascii
import enum
import os
from typing import Final, Protocol

from sentwatch.core.trouble import KEYRING_LOCKED, KEYRING_MISSING, KEYRING_TOO_SMALL, Trouble
from sentwatch.ports.secrets import SecretPort

NAME: Final = "ledger-key"
KEY_BYTES: Final = 32


class KeyPlace(enum.Enum):
    """Where the key lies."""

    KEYRING = "keyring"
    FILE = "file"


class KeyFilePort(Protocol):
    """Keeps the key in a file of this user alone."""

    def read(self) -> bytes | None: ...
    def write(self, key: bytes) -> None: ...


def ledger_key(secrets: SecretPort, file: KeyFilePort) -> tuple[bytes, KeyPlace]:
    """Return the key, made on first use. Raises KEYRING_LOCKED where it lies in a keyring that stays locked."""
    kept = _fit(file.read())
    if kept is not None:
        # A store that began without a keyring stays with its file: two keys would be one too many.
        return kept, KeyPlace.FILE
    try:
        text = secrets.get(NAME)
        found = _fit(_decoded(text)) if text is not None else None
        if found is not None:
            return found, KeyPlace.KEYRING
        fresh = os.urandom(KEY_BYTES)
        secrets.put(NAME, base64.b64encode(fresh).decode("ascii"))
    except Trouble as trouble:
        if trouble.kind is KEYRING_LOCKED or trouble.kind not in {KEYRING_MISSING, KEYRING_TOO_SMALL}:
            raise
        fresh = os.urandom(KEY_BYTES)
        file.write(fresh)
        return fresh, KeyPlace.FILE
    return fresh, KeyPlace.KEYRING


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def _fit(key: bytes | None) -> bytes | None:
    return key if key is not None and len(key) == KEY_BYTES else None
