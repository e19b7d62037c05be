"""Keeps the ledger's key in a file of this user alone, where the computer offers no keyring. It opens no mailbox."""

from __future__ import annotations

import base64
import binascii
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sentwatch.core.phrase import N_, phrase
from sentwatch.core.trouble import STORE_UNUSABLE, Trouble

FILE: Final = "ledger.key"


@dataclass(frozen=True, slots=True)
class KeyFile:
    """One small file in the data folder."""

    folder: Path

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.folder / FILE

    def read(self) -> bytes | None:
        """Return the key, None where there is no such file."""
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError:
            raise Trouble(STORE_UNUSABLE, path=str(self.path), reason=phrase(N_("you may not use it"))) from None
        try:
            return base64.b64decode(text.strip(), validate=True)
        except (binascii.Error, ValueError):
            return None

    def write(self, key: bytes) -> None:
        """Write the key; nobody else may read it."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(base64.b64encode(key) + b"\n")
        except OSError:
            raise Trouble(STORE_UNUSABLE, path=str(self.path), reason=phrase(N_("you may not use it"))) from None
