"""Keyed hashes that stand for addresses and Message-IDs in the ledger: equal where the texts are, and no more."""

from __future__ import annotations

import hashlib
import struct
from typing import Final

KEY_BYTES: Final = 32
HASH_BYTES: Final = 8
_MEMO_ENTRIES: Final = 50_000


def derived(master: bytes, purpose: str) -> bytes:
    """A key of its own for one purpose (BLAKE2b as a key derivation function, RFC 7693)."""
    return hashlib.blake2b(purpose.encode(), key=master, digest_size=KEY_BYTES).digest()


class KeyedHash:
    """Hashes texts with one key, eight bytes each; remembers those that come again and again (bounded)."""

    def __init__(self, key: bytes) -> None:
        self._base = hashlib.blake2b(key=key, digest_size=HASH_BYTES)
        self._memo: dict[str, bytes] = {}
        self._lists: dict[tuple[str, ...], bytes] = {}

    def once(self, text: str) -> bytes:
        """The hash of a text that hardly comes again (a Message-ID)."""
        state = self._base.copy()
        state.update(text.encode("utf-8", "surrogatepass"))
        return state.digest()

    def often(self, text: str) -> bytes:
        """The hash of a text that comes again (an address, a subject)."""
        known = self._memo.get(text)
        if known is None:
            known = self.once(text)
            if len(self._memo) >= _MEMO_ENTRIES:
                self._memo.clear()
            self._memo[text] = known
        return known

    def joined(self, texts: tuple[str, ...]) -> bytes:
        """The hashes of several addresses, one after the other."""
        known = self._lists.get(texts)
        if known is None:
            known = b"".join(map(self.often, texts))
            if len(texts) <= 8:
                if len(self._lists) >= _MEMO_ENTRIES:
                    self._lists.clear()
                self._lists[texts] = known
        return known


def number(digest: bytes) -> int:
    """A hash as the store keeps Message-IDs."""
    return int.from_bytes(digest, "little", signed=True)


def numbers(hashes: bytes) -> tuple[int, ...]:
    """The single hashes of several, as numbers."""
    return struct.unpack(f"<{len(hashes) // HASH_BYTES}q", hashes)


def split(hashes: bytes) -> tuple[bytes, ...]:
    """The single hashes of `joined`."""
    return struct.unpack(f"{HASH_BYTES}s" * (len(hashes) // HASH_BYTES), hashes)
