"""From which addresses of its own this computer would speak now: cheap to ask, and another in another network."""

from __future__ import annotations

import socket
from typing import Final

# RFC 5737 and RFC 3849: addresses for documentation, which nobody has. Connecting a UDP socket only picks the way.
_ANYWHERE: Final = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
_PORT: Final = 9


def own_addresses() -> tuple[str, ...]:
    """The addresses by which packets would leave, without sending one; empty where there is no way out."""
    found: list[str] = []
    for family, address in _ANYWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((address, _PORT))
                found.append(str(probe.getsockname()[0]))
        except OSError:
            continue
    return tuple(found)
