"""Connecting to hosts that strangers name: public addresses only, checked and connected to in one go."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TypeAlias

from sentwatch.core.discovery import is_public_address
from sentwatch.core.trouble import NETWORK_CUT, Trouble

Resolve: TypeAlias = Callable[[str, int], list[tuple[str, int]]]


def system_addresses(host: str, port: int) -> list[tuple[str, int]]:
    """Ask the system's resolver, the hosts file included."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(str(entry[4][0]), int(entry[4][1])) for entry in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Opens TCP connections. The address that was judged is the one connected to: a name cannot change in between.

    `may_connect` and `resolve` are there for tests, which live on loopback.
    """

    connect_s: float = 8.0
    may_connect: Callable[[str], bool] = is_public_address
    resolve: Resolve = field(default=system_addresses)

    def addresses(self, host: str, port: int) -> list[tuple[str, int]]:
        """Return the addresses of a name, none where it has none or the resolver takes too long.

        The system's resolver cannot be interrupted, so it works on a thread that nobody waits for in the end.
        """
        answer: SimpleQueue[list[tuple[str, int]]] = SimpleQueue()

        def look_up() -> None:
            try:
                answer.put(self.resolve(host, port))
            except (OSError, UnicodeError):
                answer.put([])

        threading.Thread(target=look_up, name="resolve", daemon=True).start()
        try:
            return answer.get(timeout=self.connect_s)
        except Empty:
            return []

    def connect(self, host: str, port: int) -> socket.socket:
        """Connect to the first address that answers; Trouble(NETWORK_CUT) where none may or does."""
        deadline = time.monotonic() + self.connect_s
        addresses = self.addresses(host, port)
        # One private address among public ones is a rebinding trick, not a mail server.
        if not addresses or not all(self.may_connect(address) for address, _ in addresses):
            raise Trouble(NETWORK_CUT, host=host)
        for address in addresses[:6]:
            left_s = deadline - time.monotonic()
            if left_s <= 0:
                break
            try:
                return socket.create_connection(address, timeout=left_s)
            except OSError:
                continue
        raise Trouble(NETWORK_CUT, host=host)


def shut(sockets: Iterable[socket.socket]) -> None:
    """Wake whoever reads from these, from another thread; a socket that was wrapped or closed is none any more."""
    for sock in sockets:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
