"""Keeping plain texts unreadable on the disk."""

from __future__ import annotations

from typing import Protocol


class Sealer(Protocol):
    """Seals bytes so that only the holder of the key reads them. `context` binds them to their place in the store."""

    def seal(self, data: bytes, *, context: str) -> bytes: ...

    def unseal(self, sealed: bytes, *, context: str) -> bytes | None:
        """Return the bytes, None where the key or the place is another or somebody changed them."""


class Signer(Protocol):
    """Signs bytes so that everybody with the public key sees whether they were changed."""

    @property
    def public_key(self) -> bytes: ...

    def sign(self, data: bytes) -> bytes: ...
