"""Where an account's own mail is handed in: the only way by which mail ever leaves, to the account itself."""

from __future__ import annotations

from dataclasses import dataclass

from sentwatch.core.accounts import Security


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingServer:
    """Where the account's own mail is handed in. There is no plaintext choice."""

    host: str
    port: int
    security: Security
