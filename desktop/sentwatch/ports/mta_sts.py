"""Fetching a domain's MTA-STS policy file."""

from __future__ import annotations

from typing import Protocol

from sentwatch.ports.cancel import CancelToken


class MtaStsPort(Protocol):
    """Reads https://mta-sts.DOMAIN/.well-known/mta-sts.txt, whose place RFC 8461 fixes. Nothing else is asked."""

    def policy(self, domain: str, *, cancel: CancelToken) -> str | None:
        """Return the file, None where senders would find none. Trouble where we could not look."""
