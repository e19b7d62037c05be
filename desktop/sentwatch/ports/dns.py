"""Asking the domain name system."""

from __future__ import annotations

from typing import Protocol

from sentwatch.ports.cancel import CancelToken


class DnsPort(Protocol):
    """Asks for the records of a name.

    An empty answer means that the name has none; Trouble means that we could not look. The two are never mixed up.
    """

    def ask(self, name: str, kind: str, *, cancel: CancelToken) -> tuple[str, ...]:
        """Return the records as text, TXT strings joined; MX as "preference host"."""
        ...
