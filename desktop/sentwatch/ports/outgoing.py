"""Sending one message from an account to itself: the only mail that ever leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sentwatch.core.accounts import Account, Security
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingServer:
    """Where the account's own mail is handed in. There is no plaintext choice."""

    host: str
    port: int
    security: Security


class OutgoingDoor(Protocol):
    """Hands a message in. Raises Trouble for what the world does and Cancelled on cancel."""

    def send_to_self(
        self, account: Account, server: OutgoingServer, message: bytes, *, credential: Credential, cancel: CancelToken
    ) -> None:
        """Send one message from the account's address to the account's address, and to nobody else."""
