"""One HTTP request to an address that was looked up and judged: no redirects, no environment, capped in size and time.

The socket is opened here and handed to the HTTP client, so that the judged address is the one connected to, and so that
cancelling or the deadline ends a call that a silent server would keep for ever.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sentwatch.adapters.targets import Targets, shut
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken

ALL_S: Final = 12.0
MAX_HEADERS: Final = 100

FETCH_ERRORS: Final = (OSError, http.client.HTTPException, ValueError, Trouble)
"""What `fetch` raises where the world gets in the way; TLS faults are OSErrors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back. Header names are in lower case; `is_cut`: only the beginning of the body was read."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    is_cut: bool = False

    def header(self, name: str) -> str:
        """Return the first value of a header, empty where there is none."""
        return next((value for each, value in self.headers if each == name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """Sends GET requests. `context` is the trust in tests; `ports` those of http and https."""

    targets: Targets = field(default_factory=Targets)
    context: ssl.SSLContext | None = field(default=None, repr=False)
    ports: tuple[int, int] = (80, 443)
    all_s: float = ALL_S

    def get(
        self,
        host: str,
        target: str,
        *,
        encrypted: bool = True,
        headers: Mapping[str, str],
        cap: int,
        cancel: CancelToken,
    ) -> Reply:
        """Ask `host` for `target` (path and query, ASCII). Raises FETCH_ERRORS and Cancelled."""
        cancel.check()
        raw = self.targets.connect(host, self.ports[1] if encrypted else self.ports[0])
        sockets: list[socket.socket] = [raw]
        # A server that drips keeps each single read short of its time-out: the whole has a deadline of its own.
        deadline = threading.Timer(self.all_s, shut, [sockets])
        deadline.daemon = True
        deadline.start()
        try:
            with raw, cancel.on_cancel(lambda: shut(sockets)):
                raw.settimeout(self.all_s)
                if not encrypted:
                    return _ask(raw, host, target, headers, cap=cap)
                context = self.context or ssl.create_default_context()
                with context.wrap_socket(raw, server_hostname=host) as tls:
                    sockets.append(tls)
                    return _ask(tls, host, target, headers, cap=cap)
        except FETCH_ERRORS:
            cancel.check()
            raise
        finally:
            deadline.cancel()


class _OverSocket(http.client.HTTPConnection):
    """An HTTP client over a socket that is already connected and judged."""

    def __init__(self, host: str, sock: socket.socket) -> None:
        super().__init__(host)
        self.sock = sock

    def connect(self) -> None:
        """Never connect by name again."""
        raise ConnectionError


def _ask(sock: socket.socket, host: str, target: str, headers: Mapping[str, str], *, cap: int) -> Reply:
    connection = _OverSocket(host, sock)
    connection.request("GET", target, headers={"Accept-Encoding": "identity", "Connection": "close", **headers})
    with connection.getresponse() as response:
        fields = tuple((name.lower(), value[:4000]) for name, value in response.getheaders()[:MAX_HEADERS])
        body = bytearray()
        while cap and len(body) <= cap and (piece := response.read1(16_384)):
            body += piece
        return Reply(status=response.status, headers=fields, body=bytes(body[:cap]), is_cut=len(body) > cap)
