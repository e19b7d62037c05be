"""Seals with AES-256-GCM and signs with Ed25519 by the cryptography library; passphrases become keys by scrypt."""

from __future__ import annotations

import os
from typing import Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

NONCE_BYTES: Final = 12
SALT_BYTES: Final = 16
PUBLIC_KEY_BYTES: Final = 32

_SCRYPT_N: Final = 2**17
_SCRYPT_R: Final = 8
"""OWASP Password Storage Cheat Sheet (read 2026-11): N = 2^17, r = 8, p = 1, which takes 128 MiB and about a second.
They stand here and not in the file, so that no file can ask for more."""


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


def passphrase_sealer(passphrase: str, salt: bytes) -> AesSealer:
    """A Sealer whose key comes from a passphrase."""
    key = Scrypt(salt=salt, length=32, n=_SCRYPT_N, r=_SCRYPT_R, p=1).derive(passphrase.encode())
    return AesSealer(key)


class Ed25519Signer:
    """Signs with the key that `seed` (32 bytes) stands for. Nothing of it is shown."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public_key(self) -> bytes:
        """What the signature is checked with."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """The signature, 64 bytes."""
        return self._key.sign(data)


def is_signature(data: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether `signature` was made over `data` with the key that belongs to `public_key`."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True
