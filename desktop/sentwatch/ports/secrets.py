"""Where secrets are kept: the keyring of the operating system, or nowhere."""

from __future__ import annotations

from typing import Protocol


class SecretPort(Protocol):
    """Keeps secrets by name. Raises Trouble KEYRING_LOCKED or KEYRING_MISSING; a missing entry is None."""

    def get(self, name: str) -> str | None: ...
    def put(self, name: str, secret: str) -> None: ...
    def remove(self, name: str) -> None: ...

    def available(self) -> bool:
        """Whether secrets can be kept here at all, locked or not."""
