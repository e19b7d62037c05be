"""Records of a name as text, for looking at domains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sentwatch.adapters.resolver import Resolver
from sentwatch.ports.cancel import CancelToken

MAX_RECORDS: Final = 64
"""More records of one name are not read; domains with many verification texts have about forty."""


@dataclass(slots=True)
class Dns(Resolver):
    """A DnsPort."""

    def ask(self, name: str, kind: str, *, cancel: CancelToken) -> tuple[str, ...]:
        """Ask once; a name is always asked for as it stands."""
        cancel.check()
        return tuple(_text(record, kind) for record in self.records(name + ".", kind, most=MAX_RECORDS))


def _text(record: Any, kind: str) -> str:
    if kind == "TXT":
        return b"".join(record.strings).decode("utf-8", "replace")
    return str(record.to_text())
