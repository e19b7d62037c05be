"""Looking at the doors of an account's own mail server, without signing in."""

from __future__ import annotations

from typing import Protocol

from sentwatch.core.accounts import Account
from sentwatch.core.connection import ConnectionPosture
from sentwatch.ports.cancel import CancelToken


class ConnectionPort(Protocol):
    """Looks from outside at the account's own host only. Raises Trouble(NETWORK_CUT) where nothing answers."""

    def look(self, account: Account, *, cancel: CancelToken) -> ConnectionPosture: ...
