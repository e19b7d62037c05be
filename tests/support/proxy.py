"""A TCP proxy on loopback that can stall, drip, cut and refuse, between a client and a real server."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Proxy:
    """Forwards to `target`. Its manners can be changed while it runs."""

    target: tuple[str, int]
    port: int = 0
    refuses: bool = False
    stalls: bool = False
    drips_s: float = 0.0
    connections: int = 0
    bytes_out: int = 0
    """From clients to the server."""
    bytes_in: int = 0
    _listener: socket.socket | None = None
    _open: list[socket.socket] = field(default_factory=list)

    def cut(self) -> None:
        """Cut all connections as a dead line does: no goodbye."""
        for sock in self._open:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        self._open.clear()

    def _serve(self) -> None:
        assert self._listener is not None
        while True:
            try:
                client, _peer = self._listener.accept()
            except OSError:
                return
            if self.refuses:
                client.close()
                continue
            self.connections += 1
            try:
                server = socket.create_connection(self.target)
            except OSError:
                client.close()
                continue
            self._open += [client, server]
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=self._pump, args=(source, sink, source is client), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, is_out: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if is_out:
                    self.bytes_out += len(data)
                else:
                    self.bytes_in += len(data)
                while self.stalls:
                    time.sleep(0.02)
                if self.drips_s:
                    for at in range(len(data)):
                        sink.sendall(data[at : at + 1])
                        time.sleep(self.drips_s)
                else:
                    sink.sendall(data)
        for sock in (source, sink):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def running_proxy(host: str, port: int) -> Iterator[Proxy]:
    proxy = Proxy((host, port))
    proxy._listener = socket.create_server(("127.0.0.1", 0))
    proxy.port = proxy._listener.getsockname()[1]
    threading.Thread(target=proxy._serve, daemon=True).start()
    try:
        yield proxy
    finally:
        proxy._listener.close()
        proxy.cut()
