"""A website on loopback with both doors, encrypted and not, that answers as told for every host name."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme

from sentwatch.adapters.targets import Targets
from sentwatch.adapters.website import Website


@dataclass
class OwnSite:
    """`pages[(scheme, host, path)]` is (status, list of headers, body). `asked` are (scheme, host, path with query)."""

    pages: dict[tuple[str, str, str], tuple[int, list[tuple[str, str]], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    ports: dict[str, int] = field(default_factory=dict)
    context: ssl.SSLContext | None = None

    def page(
        self, host="example.test", path="/", *, scheme="https", status=200, headers=(), body=b"", kind="text/html"
    ):
        self.pages[(scheme, host, path)] = (status, [("Content-Type", kind), *headers], body)

    def redirect(self, place, *, host="example.test", path="/", scheme="http", status=301):
        self.pages[(scheme, host, path)] = (status, [("Location", place)], b"")

    @property
    def port(self) -> Website:
        """The adapter, with every name leading here."""
        targets = Targets(resolve=lambda _host, port: [("127.0.0.1", port)], may_connect=lambda _address: True)
        return Website(
            targets=targets,
            context=self.context,
            http_port=self.ports["http"],
            https_port=self.ports["https"],
        )


def _handler(site: OwnSite, scheme: str, context: ssl.SSLContext | None):
    class Handler(BaseHTTPRequestHandler):
        timeout = 10
        server_version = "Test"
        sys_version = ""

        def setup(self):
            if context is not None:
                self.request = context.wrap_socket(self.request, server_side=True, do_handshake_on_connect=False)
                try:
                    self.request.do_handshake()
                except OSError:
                    self.request.close()
                    raise
            super().setup()

        def finish(self):
            super().finish()
            self.request.close()

        def do_GET(self):
            host = self.headers.get("Host", "").partition(":")[0]
            site.asked.append((scheme, host, self.path))
            site.heads.append(dict(self.headers.items()))
            status, headers, body = site.pages.get((scheme, host, self.path.partition("?")[0]), (404, [], b""))
            self.send_response_only(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return

        def log_message(self, *_args):
            return

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        request.close()


@contextmanager
def own_site(
    *names: str, trusted: bool = True, http: bool = True, https: bool = True, days: int = 60
) -> Iterator[OwnSite]:
    """Serve; without a door its port is one that nobody listens at."""
    site = OwnSite(ports={"http": 1, "https": 1})
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ends = datetime.now(UTC) + timedelta(days=days)
    authority.issue_cert(
        *(names or ("example.test", "www.example.test")), not_before=ends - timedelta(days=90), not_after=ends
    ).configure_cert(context)
    site.context = ssl.create_default_context()
    if trusted:
        authority.configure_trust(site.context)
    servers = []
    for scheme, is_open in (("http", http), ("https", https)):
        if is_open:
            server = _Server(("127.0.0.1", 0), _handler(site, scheme, context if scheme == "https" else None))
            site.ports[scheme] = server.server_address[1]
            servers.append(server)
    threads = [
        threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True) for one in servers
    ]
    for thread in threads:
        thread.start()
    try:
        yield site
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
        for thread in threads:
            thread.join(10)
