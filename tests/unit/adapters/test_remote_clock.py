"""The time of another computer over HTTPS."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import trustme

from sentwatch.adapters.remote_clock import HttpsClock
from sentwatch.core.clock_offset import CLOCK_SILENT, CLOCK_UNREACHABLE
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken

DATE = "Tue, 24 Nov 2026 12:00:00 GMT"


@contextmanager
def server(*headers):
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    trust = ssl.create_default_context()
    authority.configure_trust(trust)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10

        def do_HEAD(self):
            self.send_response_only(200)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args):
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request, client_address):
            request.close()

    running = Server(("127.0.0.1", 0), Handler)
    running.socket = context.wrap_socket(running.socket, server_side=True)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield running.server_address[1], trust
    finally:
        running.shutdown()
        thread.join(10)
        running.server_close()


def clock(port, trust, ours):
    ticks = iter((ours, ours + timedelta(seconds=0.1)))
    return HttpsClock(port=port, context=trust, timeout_s=5, now=lambda: next(ticks))


def test_the_offset_with_its_uncertainty():
    ours = datetime(2026, 11, 24, 12, 1, 40, tzinfo=UTC)
    with server(("Date", DATE)) as (port, trust):
        seen = clock(port, trust, ours).offset("localhost", cancel=CancelToken())
    assert (seen.host, seen.least_s, seen.most_s) == ("localhost", 99.0, 100.1)


@pytest.mark.parametrize("headers", [(), (("Date", "noon"),), (("Date", DATE), ("Age", "77"))])
def test_no_time_told(headers):
    with server(*headers) as (port, trust), pytest.raises(Trouble) as caught:
        clock(port, trust, datetime.now(UTC)).offset("localhost", cancel=CancelToken())
    assert caught.value.kind is CLOCK_SILENT


def test_nobody_there_an_unknown_certificate_and_no_host():
    with server(("Date", DATE)) as (port, _), pytest.raises(Trouble) as caught:
        HttpsClock(port=port, timeout_s=5).offset("localhost", cancel=CancelToken())
    assert caught.value.kind is CLOCK_UNREACHABLE
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    for host in ("localhost", "not a host", "", "a@b:c"):
        with pytest.raises(Trouble) as caught:
            HttpsClock(port=port, timeout_s=2).offset(host, cancel=CancelToken())
        assert caught.value.kind is CLOCK_UNREACHABLE


def test_cancelled():
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        HttpsClock().offset("localhost", cancel=cancel)
