"""Handing a message in: over verified encryption, to oneself alone, whatever the server on the other side does."""

from __future__ import annotations

import threading
import time

import pytest

from sentwatch.adapters.smtp import OutgoingMail
from sentwatch.core.accounts import Account, Role, Security
from sentwatch.core.canary import canary_message
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.ports.mail import Credential, CredentialKind
from sentwatch.ports.outgoing import OutgoingServer
from support.returned_samples import NOW
from support.smtp_on_loopback import Outgoing, outgoing_server

OWN = "noreply@kaede.example"
SECRET = "pässword 7"
MESSAGE = canary_message(OWN, token="abc123", now=NOW)


def send(server, *, credential=None, cancel=None, message=MESSAGE, name="", **limits):
    account = Account(
        id="one", address=OWN, host="imap.kaede.example", port=993, security=Security.TLS, role=Role.PERSON,
        ca_file=str(server.ca_file), username=name,
    )  # fmt: skip
    security = Security.STARTTLS if server.starttls else Security.TLS
    OutgoingMail(**{"overall_s": 5.0, "silence_s": 2.0, **limits}).send_to_self(
        account,
        OutgoingServer(host=server.host, port=server.port, security=security),
        message,
        credential=credential or Credential(kind=CredentialKind.PASSWORD, secret=SECRET),
        cancel=cancel or CancelToken(),
    )


@pytest.fixture
def serve(tmp_path):
    """Serve within the test, and end afterwards."""
    running = []

    def start(**more):
        server = Outgoing(users={OWN: SECRET}, **more)
        running.append(outgoing_server(tmp_path, server))
        return running[-1].__enter__()

    yield start
    for one in running:
        one.__exit__(None, None, None)


def verbs(server):
    return [line.split(" ")[0].upper() for line in server.heard]


def refused(server, **more):
    with pytest.raises(Trouble) as raised:
        send(server, **more)
    assert SECRET not in str(raised.value)
    return raised.value.kind.code


@pytest.mark.parametrize("starttls", [False, True])
@pytest.mark.parametrize("mechanisms", ["PLAIN", "LOGIN", "LOGIN PLAIN XOAUTH2"])
def test_it_arrives_whole_and_only_at_oneself(serve, starttls, mechanisms):
    server = serve(starttls=starttls, mechanisms=mechanisms)
    send(server)
    [handed] = server.handed
    assert (handed.sender, handed.recipients, handed.login) == (OWN, (OWN,), OWN)
    assert handed.raw == MESSAGE
    assert verbs(server)[-1] == "QUIT"


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_a_token_signs_in(serve, mechanism):
    server = serve(tokens={OWN: "token-1"}, mechanisms=mechanism)
    send(server, credential=Credential(kind=CredentialKind.ACCESS_TOKEN, secret="token-1"))
    assert len(server.handed) == 1
    assert refused(server, credential=Credential(kind=CredentialKind.ACCESS_TOKEN, secret="old")) == "bad-credential"


def test_lines_that_begin_with_a_dot_and_long_mail_survive(serve):
    server = serve()
    send(server, message=b"Subject: x\r\n\r\n.\r\n..two\r\nend\r\n")
    assert server.handed[0].raw == b"Subject: x\r\n\r\n.\r\n..two\r\nend\r\n"


def test_a_password_is_never_sent_in_the_clear(serve):
    server = serve(starttls=True, offers_starttls=False)
    assert refused(server) == "outgoing-encryption-refused"
    assert verbs(server) == ["EHLO"]


def test_what_is_slipped_in_before_the_encryption_ends_it(serve):
    server = serve(starttls=True, before_tls=b"250-AUTH PLAIN\r\n250 ok\r\n")
    assert refused(server) in {"outgoing-encryption-refused", "network-cut"}
    assert "AUTH" not in verbs(server)


@pytest.mark.parametrize("starttls", [False, True])
def test_another_name_in_the_certificate_is_refused(serve, starttls):
    server = serve(starttls=starttls, wrong_name=True)
    assert refused(server) == "certificate-refused"
    assert "AUTH" not in verbs(server)


def test_a_wrong_password_is_tried_once(serve):
    server = serve()
    wrong = Credential(kind=CredentialKind.PASSWORD, secret="wrong")
    assert refused(server, credential=wrong) == "bad-credential"
    assert verbs(server).count("AUTH") == 1


@pytest.mark.parametrize("secret", ["", "a\r\nRSET", "a\0b"])
def test_a_secret_that_would_be_a_line_of_its_own_is_not_sent(serve, secret):
    server = serve()
    assert refused(server, credential=Credential(kind=CredentialKind.PASSWORD, secret=secret)) == "bad-credential"
    assert "AUTH" not in verbs(server)


def test_where_no_way_to_sign_in_is_offered(serve):
    server = serve(mechanisms="GSSAPI")
    assert refused(server) == "server-refused"


@pytest.mark.parametrize(
    ("verb", "answer", "code"),
    [
        ("MAIL", b"452 4.3.1 later\r\n", "server-trouble"),
        ("RCPT", b"550 5.7.1 sending limit \x1b[31m\xff reached\r\n", "server-refused"),
        ("DATA", b"554 no\r\n", "server-refused"),
        ("EHLO", b"what is this\r\n", "server-broke-rules"),
        ("EHLO", b"250 " + b"x" * 5000 + b"\r\n", "server-broke-rules"),
    ],
)
def test_answers_of_the_server_become_words(serve, verb, answer, code):
    server = serve(answers={verb: answer})
    with pytest.raises(Trouble) as raised:
        send(server)
    assert raised.value.kind.code == code
    assert "\x1b" not in str(raised.value.params)


def test_a_server_that_floods_is_left(serve):
    assert refused(serve(floods=True)) == "server-broke-rules"


@pytest.mark.parametrize("more", [{"silent_at": "MAIL"}, {"drips": True}])
def test_a_server_that_is_silent_or_drips_is_left(serve, more):
    started = time.monotonic()
    assert refused(serve(**more), overall_s=2.0, silence_s=1.0) == "server-silent"
    assert time.monotonic() - started < 60


def test_cancel_frees_a_blocked_call(serve):
    server = serve(silent_at="RCPT")
    cancel = CancelToken()
    threading.Timer(0.3, cancel.cancel).start()
    with pytest.raises(Cancelled):
        send(server, cancel=cancel, overall_s=60.0, silence_s=60.0)
    assert server.handed == []


def test_nobody_there(serve):
    server = serve()
    server.port = 1
    assert refused(server) in {"server-unreachable", "connection-refused", "network-cut", "nobody-answers"}
