"""The range protocol against a local HTTPS server that speaks it: what leaves, what comes back, what goes wrong."""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import trustme

from sentwatch.adapters.breach import MAX_ANSWER, RangeService
from sentwatch.core.breach import BREACH_SERVICE_BUSY, BREACH_SERVICE_ODD, BREACH_SERVICE_UNREACHABLE, read_range
from sentwatch.core.passwords import Password
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken
from support.canaries import Canaries

LEAKED = "leaked-canary-password"
UNKNOWN = "never-leaked-canary"


def sha1(text):
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest().upper()


def padded(*rows):
    """As the service pads: rows that count 0, up to some 900 rows."""
    fill = (f"{hashlib.sha1(str(n).encode()).hexdigest().upper()[5:]}:0" for n in range(900 - len(rows)))
    return "\r\n".join(sorted((*rows, *fill)))


@contextmanager
def service(answer=None, *, status=200, headers=(), body=None, cut=False):
    """Speaks the protocol on loopback; `seen` are the requests."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    seen = []

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self):
            seen.append((self.path, dict(self.headers)))
            prefix = self.path.rpartition("/")[2]
            text = body
            if text is None:
                text = answer(prefix) if answer else ""
            raw = text if isinstance(text, bytes) else text.encode()
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(raw) + (100 if cut else 0)))
            self.end_headers()
            try:
                self.wfile.write(raw)
            except OSError:
                return

        def log_message(self, *_args):
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request, client_address):
            request.close()

    server = Server(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        url = f"https://127.0.0.1:{server.server_address[1]}/range/"
        yield RangeService(url=url, context=trust, timeout_s=5), seen
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def known(prefix):
    digest = sha1(LEAKED)
    return padded(f"{digest[5:]}:42") if prefix == digest[:5] else padded()


def ask(asked, text):
    return asked.times_seen(Password(text), cancel=CancelToken())


def test_a_leaked_password_is_found_and_padding_means_nothing():
    with service(known) as (asked, _):
        assert ask(asked, LEAKED) == 42
        assert ask(asked, UNKNOWN) == 0
        assert asked.source == "127.0.0.1"


def test_a_padding_row_of_the_very_password_is_no_leak():
    digest = sha1(UNKNOWN)
    with service(lambda _: padded(f"{digest[5:]}:0")) as (asked, _):
        assert ask(asked, UNKNOWN) == 0


def test_five_digits_leave_and_padding_is_asked_for():
    with service(known) as (asked, seen):
        ask(asked, LEAKED)
    ((path, headers),) = seen
    assert path == f"/range/{sha1(LEAKED)[:5]}"
    assert headers["Add-Padding"] == "true"
    told = path + repr(headers)
    digest = sha1(LEAKED)
    assert Canaries(password=LEAKED, digest=digest, rest=digest[5:], raw=bytes.fromhex(digest)).in_text(told) == []


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"status": 429, "headers": (("Retry-After", "120"),)}, BREACH_SERVICE_BUSY),
        ({"status": 429}, BREACH_SERVICE_BUSY),
        ({"status": 503, "headers": (("Retry-After", "soon"),)}, BREACH_SERVICE_BUSY),
        ({"status": 500}, BREACH_SERVICE_UNREACHABLE),
        ({"status": 404}, BREACH_SERVICE_ODD),
        ({"status": 302, "headers": (("Location", "https://127.0.0.1/"),)}, BREACH_SERVICE_ODD),
        ({"body": "<html>Welcome to our hotel</html>"}, BREACH_SERVICE_ODD),
        ({"body": ""}, BREACH_SERVICE_ODD),
        ({"body": b"\xff\x00" * 50}, BREACH_SERVICE_ODD),
        ({"body": "0" * (MAX_ANSWER + 5)}, BREACH_SERVICE_ODD),
        ({"body": padded(), "cut": True}, BREACH_SERVICE_UNREACHABLE),
    ],
)
def test_failures_are_told_and_never_taken_for_not_leaked(answer, kind):
    with service(**answer) as (asked, _), pytest.raises(Trouble) as caught:
        ask(asked, UNKNOWN)
    assert caught.value.kind is kind
    assert caught.value.params["host"] == "127.0.0.1"
    assert caught.value.__cause__ is None
    if ("Retry-After", "120") in answer.get("headers", ()):
        assert caught.value.params["wait_s"] == 120
        assert "come back in" in caught.value.title


def test_an_unknown_certificate_is_not_asked():
    with service(known) as (asked, seen):
        strange = RangeService(url=asked.url, timeout_s=5)
        with pytest.raises(Trouble) as caught:
            ask(strange, LEAKED)
        assert caught.value.kind is BREACH_SERVICE_UNREACHABLE
        assert seen == []


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Trouble) as caught:
        ask(RangeService(url=f"https://127.0.0.1:{port}/range/", timeout_s=2), LEAKED)
    assert caught.value.kind is BREACH_SERVICE_UNREACHABLE


def test_cancelled_before_anything_leaves():
    cancel = CancelToken()
    cancel.cancel()
    with service(known) as (asked, seen):
        with pytest.raises(Cancelled):
            asked.times_seen(Password(LEAKED), cancel=cancel)
        assert seen == []


def test_rows():
    suffix = "A" * 35
    assert read_range(f"{suffix}:3\r\n{'B' * 35}:0", suffix) == 3
    assert read_range(f"{suffix.lower()}:3", suffix) == 3
    assert read_range(f"{'B' * 35}:7\n\n", suffix) == 0
    assert read_range("", suffix) is None
    assert read_range(f"{suffix}:3\nHello", suffix) is None
    assert read_range(f"{suffix}:-3", suffix) is None
