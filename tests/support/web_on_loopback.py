"""A small HTTPS server on loopback that answers as told, for every host name that is sent to it."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme


@dataclass
class Web:
    """`pages[(host, path)]` is (status, headers, body). `asked` are (host, path with query), `headers` what came along."""

    pages: dict[tuple[str, str], tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    port: int = 0
    context: ssl.SSLContext | None = None
    authority: trustme.CA | None = None


@contextmanager
def serving(web: Web, *, names: tuple[str, ...]) -> Iterator[Web]:
    authority = trustme.CA()
    server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(server_context)
    web.context = ssl.create_default_context()
    authority.configure_trust(web.context)
    web.authority = authority

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def setup(self):
            self.request = server_context.wrap_socket(self.request, server_side=True)
            super().setup()

        def finish(self):
            super().finish()
            self.request.close()

        def do_GET(self):
            host = self.headers.get("Host", "").partition(":")[0]
            web.asked.append((host, self.path))
            web.headers.append({name.lower(): value for name, value in self.headers.items()})
            status, headers, body = web.pages.get((host, self.path.partition("?")[0]), (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return

        def log_message(self, *_args):
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request, client_address):
            request.close()

    server = Server(("127.0.0.1", 0), Handler)
    web.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
