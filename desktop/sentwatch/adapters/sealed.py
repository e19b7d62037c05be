"""Opens what a password seals: keys from passwords at a bounded cost, and AES-GCM."""

from __future__ import annotations

import hashlib
from typing import Final

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

MAX_MEMORY: Final = 1024 * 1024 * 1024
"""libsodium's "sensitive" setting, the costliest any of these apps uses."""
MAX_ITERATIONS: Final = 2_000_000
MAX_PASSES: Final = 16
MAX_LANES: Final = 16
KEY: Final = 32


class TooCostly(Exception):  # noqa: N818 - turned into Trouble by the one caller
    """The file asks for more memory or time than any app does."""


def scrypt_key(password: str, *, salt: bytes, n: int, r: int, p: int) -> bytes:
    """Return a key by scrypt (RFC 7914)."""
    memory = 128 * n * r * p
    if n < 2 or n & (n - 1) or not 1 <= r <= 64 or not 1 <= p <= MAX_LANES or memory > MAX_MEMORY or len(salt) > 1024:
        raise TooCostly
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=memory + 64 * 1024 * 1024, dklen=KEY)


def pbkdf2_key(password: str, *, salt: bytes, iterations: int, hash_name: str) -> bytes:
    """Return a key by PBKDF2 (RFC 8018)."""
    if not 1 <= iterations <= MAX_ITERATIONS:
        raise TooCostly
    return hashlib.pbkdf2_hmac(hash_name, password.encode(), salt, iterations, KEY)


def argon2id_key(password: str, *, salt: bytes, memory: int, passes: int) -> bytes:
    """Return a key by Argon2id (RFC 9106) with one lane, as libsodium does; `memory` in bytes."""
    kib = memory // 1024
    if not 8 <= kib <= MAX_MEMORY // 1024 or not 1 <= passes <= MAX_PASSES or not 8 <= len(salt) <= 64:
        raise TooCostly
    try:
        return Argon2id(salt=salt, length=KEY, iterations=passes, lanes=1, memory_cost=kib).derive(password.encode())
    except (UnsupportedAlgorithm, MemoryError):
        raise TooCostly from None


def open_gcm(sealed: bytes, *, key: bytes, nonce: bytes) -> bytes | None:
    """Return what AES-GCM sealed (the tag stands at the end), None where the key does not open it."""
    try:
        return AESGCM(key).decrypt(nonce, sealed, None)
    except (InvalidTag, ValueError):
        return None
