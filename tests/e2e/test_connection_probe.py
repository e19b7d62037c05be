"""The look at an account's own doors, with servers on loopback that tell what they heard."""

from __future__ import annotations

import socket
import ssl
import threading
import warnings
from contextlib import contextmanager

import pytest
import trustme

from sentwatch.adapters.connection_probe import ConnectionProbe, read_certificate
from sentwatch.core.accounts import Account, Security
from sentwatch.core.connection import Answer
from sentwatch.core.trouble import NETWORK_CUT, Trouble
from sentwatch.ports.cancel import CancelToken
from support.dovecot import running_dovecot


@contextmanager
def speaking(answers, *, greeting, context=None):
    """A server that greets and answers lines by their last word; what it heard is yielded."""
    heard = []
    listener = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def serve():
        listener.settimeout(0.1)
        while not done.is_set():
            try:
                sock = listener.accept()[0]
            except OSError:
                continue
            try:
                with sock:
                    sock.settimeout(5)
                    if context is not None:
                        sock = context.wrap_socket(sock, server_side=True)
                    with sock:
                        sock.sendall(greeting)
                        while line := sock.recv(4096):
                            heard.append(line)
                            sock.sendall(answers.get(line.split()[-1].upper(), b"s1 BAD what\r\n"))
            except OSError:
                continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], heard
    finally:
        done.set()
        thread.join(10)
        listener.close()


def look(port, *, imap_port=1, pop_port=1, security=Security.TLS):
    account = Account(id="a", address="a@b.example", host="127.0.0.1", port=port, security=security)
    probe = ConnectionProbe(imap_port=imap_port, pop_port=pop_port, talk_s=5)
    return probe.look(account, cancel=CancelToken())


@pytest.fixture(scope="module")
def server_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    return context


CAPS = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\ns1 OK\r\n"}
SHUT = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\ns1 OK\r\n"}


@pytest.mark.parametrize(("answers", "takes"), [(CAPS, True), (SHUT, False)])
def test_plain_imap(server_context, answers, takes):
    with (
        speaking(CAPS, greeting=b"* OK hi\r\n", context=server_context) as (port, _),
        speaking(answers, greeting=b"* OK hi\r\n") as (plain, heard),
    ):
        posture = look(port, imap_port=plain)
    assert [(door.protocol, door.takes_login, door.offers_tls) for door in posture.plain_doors] == [
        ("imap", takes, True)
    ]
    assert b"".join(heard) == b"s1 CAPABILITY\r\n"
    assert posture.silent_ports == (1,)
    assert posture.tls_version in {"TLSv1.2", "TLSv1.3"}
    assert posture.certificate is not None
    assert "AUTH=PLAIN" in posture.capabilities


@pytest.mark.parametrize(
    ("answer", "takes", "offers"),
    [
        (b"+OK\r\nUSER\r\nSTLS\r\n.\r\n", True, True),
        (b"+OK\r\nSTLS\r\nUIDL\r\n.\r\n", False, True),
        (b"+OK\r\nSASL PLAIN LOGIN\r\n.\r\n", True, False),
        (b"-ERR what\r\n", True, False),
    ],
)
def test_plain_pop(server_context, answer, takes, offers):
    with (
        speaking(CAPS, greeting=b"* OK hi\r\n", context=server_context) as (port, _),
        speaking({b"CAPA": answer}, greeting=b"+OK hi\r\n") as (pop, heard),
    ):
        posture = look(port, pop_port=pop)
    assert [(door.protocol, door.takes_login, door.offers_tls) for door in posture.plain_doors] == [
        ("pop3", takes, offers)
    ]
    assert b"".join(heard) == b"CAPA\r\n"


def test_a_hostile_plain_port_costs_nothing(server_context):
    with (
        speaking(CAPS, greeting=b"* OK hi\r\n", context=server_context) as (port, _),
        speaking({}, greeting=b"x" * 100_000) as (endless, _heard),
        speaking({b"CAPA": b"+OK\r\n" + b"USER\r\n" * 9000}, greeting=b"+OK\r\n") as (many, _heard2),
    ):
        posture = look(port, imap_port=endless, pop_port=many)
    assert posture.plain_doors == ()
    assert len(posture.silent_ports) == 2


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_3])
def test_old_tls_is_seen(newest):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = newest
    context.set_ciphers("ALL:@SECLEVEL=0")
    with speaking(CAPS, greeting=b"* OK hi\r\n", context=context) as (port, _):
        posture = look(port)
    assert posture.old_tls is Answer.YES
    assert posture.tls_version == (None if newest is ssl.TLSVersion.TLSv1_1 else "TLSv1.3")


def test_a_current_server_takes_no_old_tls(server_context):
    with speaking(CAPS, greeting=b"* OK hi\r\n", context=server_context) as (port, _):
        assert look(port).old_tls is Answer.NO


def test_nothing_answers():
    with pytest.raises(Trouble) as caught:
        look(1)
    assert caught.value.kind is NETWORK_CUT


def test_certificates_that_are_none():
    assert read_certificate(None) is None
    assert read_certificate(b"") is None
    assert read_certificate(b"0" * 500) is None


@pytest.mark.dovecot
def test_a_real_server():
    with running_dovecot() as dovecot:
        posture = look(dovecot.imaps_port, imap_port=dovecot.imap_port)
        assert posture.old_tls in {Answer.NO, Answer.UNKNOWN}
        assert posture.plain_doors[0].offers_tls
        starttls = look(dovecot.imap_port, security=Security.STARTTLS)
        assert starttls.certificate == posture.certificate
