"""One HTTP request over a judged address: servers that drip, flood, lie or hang up."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager

import pytest

from sentwatch.adapters.fetch import FETCH_ERRORS, Fetch
from sentwatch.adapters.targets import Targets
from sentwatch.ports.cancel import Cancelled, CancelToken


@contextmanager
def server(talk):
    """A server that hands each connection to `talk`."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    connection.recv(4096)
                    talk(connection, stop)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


def get(port, *, cap=1000, all_s=5.0, cancel=None, may_connect=lambda _address: True):
    targets = Targets(resolve=lambda _host, at: [("127.0.0.1", at)], may_connect=may_connect)
    fetch = Fetch(targets=targets, ports=(port, 1), all_s=all_s)
    return fetch.get("x.test", "/a?b", encrypted=False, headers={}, cap=cap, cancel=cancel or CancelToken())


def test_an_answer():
    def talk(connection, _stop):
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 5\r\n\r\nhello")

    with server(talk) as port:
        reply = get(port)
    assert (reply.status, reply.body, reply.header("x-a"), reply.is_cut) == (200, b"hello", "1", False)


def test_a_flood_is_cut():
    def talk(connection, stop):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while not stop.is_set():
            connection.sendall(b"x" * 65536)

    with server(talk) as port:
        reply = get(port)
    assert (len(reply.body), reply.is_cut) == (1000, True)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hello",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 300,
        b"A" * 100_000,
    ],
)
def test_answers_that_are_none(raw):
    with server(lambda connection, _stop: connection.sendall(raw)) as port:
        try:
            reply = get(port)
        except FETCH_ERRORS:
            return
    assert reply.body == b"x"


@pytest.mark.parametrize("beginning", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"])
def test_a_server_that_drips_is_left(beginning):
    def talk(connection, stop):
        connection.sendall(beginning)
        while not stop.is_set():
            connection.sendall(b"x")
            time.sleep(0.02)

    with server(talk) as port:
        try:
            reply = get(port, all_s=0.4, cap=5000)
        except FETCH_ERRORS:
            return
    assert set(reply.body) <= {ord("x")}


def test_cancelling_ends_a_silent_server():
    with server(lambda _connection, stop: stop.wait(30)) as port:
        cancel = CancelToken()
        threading.Timer(0.2, cancel.cancel).start()
        with pytest.raises(Cancelled):
            get(port, all_s=30.0, cancel=cancel)


def test_an_address_that_may_not_be_asked():
    with server(lambda connection, _stop: connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")) as port:
        with pytest.raises(FETCH_ERRORS):
            get(port, may_connect=lambda _address: False)
