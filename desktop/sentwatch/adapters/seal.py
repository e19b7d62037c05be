"""Seals with AES-256-GCM by the cryptography library: a nonce of twelve random bytes, then the sealed data."""

from __future__ import annotations

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES: Final = 12


class AesSealer:
    """A Sealer. Random nonces are fine for the few million seals of one key (NIST SP 800-38D, section 8.3: 2³²)."""

    def __init__(self, key: bytes) -> None:
        self._aes = AESGCM(key)

    def seal(self, data: bytes, *, context: str) -> bytes:
        """Seal `data` for its place."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._aes.encrypt(nonce, data, context.encode())

    def unseal(self, sealed: bytes, *, context: str) -> bytes | None:
        """Return the data, None where it is not ours."""
        try:
            return self._aes.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode())
        except (InvalidTag, ValueError):
            return None
