"""The time of an outgoing mail server: heard in its greeting, over real sockets, whatever it greets with."""

from __future__ import annotations

import email.utils
import socket
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.adapters.greeting_clock import GreetingClock
from sentwatch.adapters.smtp import _Client
from sentwatch.core.accounts import Security
from sentwatch.core.clock_offset import CLOCK_NOT_GREETED, CLOCK_UNBELIEVABLE, CLOCK_UNREACHABLE, ClockWay
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.ports.outgoing import OutgoingServer
from support.smtp_on_loopback import Outgoing, outgoing_server

BANNERS = {
    "exim": "220 mail.kaede.example ESMTP Exim 4.96 {at}\r\n",
    "sendmail": "220 mail.kaede.example ESMTP Sendmail 8.15.2/8.15.2; {at} (JST)\r\n",
    "exchange": "220 mail.kaede.example Microsoft ESMTP MAIL Service ready at {at} [08DE2A]\r\n",
    "lines": "220-mail.kaede.example ESMTP Exim 4.96 {at} \r\n220-We do not authorize\r\n220 bulk mail.\r\n",
}


@pytest.fixture
def serve(tmp_path):
    running = []

    def start(**more):
        running.append(outgoing_server(tmp_path, Outgoing(**more)))
        return running[-1].__enter__()

    yield start
    for one in running:
        one.__exit__(None, None, None)


def telling(banner, ahead_s=0.0):
    """A greeting that is made when somebody comes, by a clock that is ahead of ours."""

    def made():
        at = datetime.now(UTC) + timedelta(seconds=ahead_s)
        return banner.format(at=email.utils.format_datetime(at)).encode()

    return made


def listen(server, *, cancel=None, **more):
    security = Security.STARTTLS if server.starttls else Security.TLS
    return GreetingClock(**{"silence_s": 2.0, "overall_s": 4.0, **more}).offset(
        OutgoingServer(host=server.host, port=server.port, security=security),
        ca_file=str(server.ca_file),
        cancel=cancel or CancelToken(),
    )


def refused(server, **more):
    with pytest.raises(Trouble) as caught:
        listen(server, **more)
    return caught.value


@pytest.mark.parametrize("banner", BANNERS.values(), ids=BANNERS)
@pytest.mark.parametrize("starttls", [False, True])
@pytest.mark.parametrize("ahead_s", [0.0, 121.0, -3_600.0])
def test_the_true_offset_is_heard_and_nothing_else_is_said(serve, banner, starttls, ahead_s):
    server = serve(starttls=starttls, greeting=telling(banner, ahead_s))
    seen = listen(server)
    assert seen.least_s <= -ahead_s <= seen.most_s
    assert seen.host == server.host
    assert seen.way is (ClockWay.OPEN_GREETING if starttls else ClockWay.GREETING)
    assert server.heard == ["QUIT"]


@pytest.mark.parametrize(
    "greeting",
    [
        b"220 smtp.kaede.example ESMTP Postfix\r\n",
        b"220 \xff\xfe\x00 \xe3\x82\x88\r\n",
        b"220 ready at Wed, 99 Nov 2026 01:24:27 +0000\r\n",
        b"220 ready at Wed Nov 25 01:24:27 2026\r\n",
        b"220 \r\n",
    ],
)
def test_a_server_that_tells_no_time_has_answered(serve, greeting):
    server = serve(greeting=greeting)
    trouble = refused(server)
    assert (trouble.kind, trouble.params["host"]) == (CLOCK_NOT_GREETED, server.host)
    assert server.heard == ["QUIT"]


@pytest.mark.parametrize("at", ["Thu, 01 Jan 1970 00:00:00 +0000", "Fri, 31 Dec 2999 23:59:59 -0800"])
def test_a_time_that_cannot_be_true_is_not_used(serve, at):
    trouble = refused(serve(greeting=f"220 mail ESMTP Exim 4.96 {at}\r\n".encode()))
    assert trouble.kind is CLOCK_UNBELIEVABLE
    assert trouble.params["at"].year in {1970, 3000}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"floods": True}, "server-broke-rules"),
        ({"greeting": b"220 " + b"x" * 5_000 + b"\r\n"}, "server-broke-rules"),
        ({"greeting": b"hello there\r\n"}, "server-broke-rules"),
        ({"greeting": b"554 no service for you, Wed, 25 Nov 2026 01:24:27 +0000\r\n"}, "server-refused"),
        ({"greeting": b"421 too busy\r\n"}, "server-trouble"),
        ({"greeting": b""}, "server-silent"),
        ({"wrong_name": True}, "certificate-refused"),
    ],
)
def test_greetings_that_are_none(serve, more, code):
    assert refused(serve(**more)).kind.code == code


@pytest.mark.parametrize("is_slow", [False, True])
def test_a_server_that_drips_is_left(serve, monkeypatch, is_slow):
    if is_slow:
        # The reader wakes before the thread that cut it short has come to its end.
        cut = _Client.abort
        monkeypatch.setattr(_Client, "abort", lambda client: (cut(client), time.sleep(0.5)))
    trouble = refused(serve(drips=True, greeting=telling(BANNERS["exim"])), overall_s=0.5)
    assert trouble.kind.code == "server-silent"


def test_what_was_heard_counts_where_good_bye_is_not_answered(serve):
    server = serve(greeting=telling(BANNERS["exim"]), silent_at="QUIT")
    assert listen(server).least_s <= 0 <= listen(server).most_s


def test_nobody_there(serve):
    server = serve()
    server.port = 1
    assert refused(server).kind.code in {"network-cut", "server-silent"}


def test_cancelled(serve):
    server, cancel = serve(greeting=b""), CancelToken()
    threading.Timer(0.3, cancel.cancel).start()
    with pytest.raises(Cancelled):
        listen(server, cancel=cancel, silence_s=20.0, overall_s=20.0)


def test_a_port_without_encryption_from_the_start(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            with listener.accept()[0] as sock:
                sock.sendall(b"220 in the clear, and no handshake\r\n" * 10)
                sock.recv(1_000)

        thread = threading.Thread(target=serve)
        thread.start()
        server = OutgoingServer(host="127.0.0.1", port=listener.getsockname()[1], security=Security.TLS)
        with pytest.raises(Trouble) as caught:
            GreetingClock(silence_s=2.0, overall_s=4.0).offset(server, ca_file=None, cancel=CancelToken())
        thread.join(5)
    assert caught.value.kind is CLOCK_UNREACHABLE
