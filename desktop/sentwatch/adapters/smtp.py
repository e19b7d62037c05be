"""Outgoing mail servers: one message from an account to itself, over verified encryption; or a greeting and no more."""

from __future__ import annotations

import base64
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from sentwatch.adapters.imap.connect import open_socket, tls_context
from sentwatch.adapters.imap.wire import Limits
from sentwatch.core.accounts import Account, Security
from sentwatch.core.refusals import judge_refusal
from sentwatch.core.trouble import (
    BAD_CREDENTIAL,
    CERTIFICATE_REFUSED,
    NETWORK_CUT,
    OUTGOING_ENCRYPTION_REFUSED,
    SERVER_BROKE_RULES,
    SERVER_REFUSED,
    SERVER_SILENT,
    SERVER_TROUBLE,
    Trouble,
)
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.ports.mail import Credential, CredentialKind
from sentwatch.ports.outgoing import OutgoingServer

T = TypeVar("T")

OVERALL_S: Final = 60.0
"""All of it together: a server that drips cannot hold us longer."""
SILENCE_S: Final = 20.0
MAX_LINES: Final = 100
MAX_LINE_BYTES: Final = 2_000
"""RFC 5321 4.5.3.1.5 allows 512 bytes a reply line; some servers write more."""
_HELLO: Final = "[127.0.0.1]"
"""What mail programs say who know no name of their own (RFC 5321 4.1.3): ours is nobody's business."""
_ANSWER_CHARS: Final = 200
_GOOD_BYE_S: Final = 2.0
"""How long we wait for the answer to our good bye (RFC 5321 4.1.1.10: one should); nothing is read from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """What a server said first, and between which two moments of our clock it did."""

    said: str
    asked_at: datetime
    answered_at: datetime


class OutgoingMail:
    """Hands messages in for accounts."""

    def __init__(self, *, overall_s: float = OVERALL_S, silence_s: float = SILENCE_S) -> None:
        self._overall_s = overall_s
        self._silence_s = silence_s

    def send_to_self(
        self, account: Account, server: OutgoingServer, message: bytes, *, credential: Credential, cancel: CancelToken
    ) -> None:
        """Send one message from the account's address to the account's address; one attempt with the credential."""
        cancel.check()
        limits = Limits(connect_s=self._silence_s, silence_s=self._silence_s)
        sock = open_socket(server.host, server.port, cancel=cancel, limits=limits)
        sock.settimeout(self._silence_s)
        client = _Client(sock, host=server.host)
        with self._watched(client, cancel, server.host):
            self._encrypt(client, server, tls_context(account.ca_file, host=server.host))
            _sign_in(client, account.login_name, credential)
            _expect(client, client.mail(account.address))
            _expect(client, client.rcpt(account.address))
            _expect(client, client.data(message))
            client.docmd("QUIT")

    def greeting(
        self, server: OutgoingServer, *, ca_file: str | None, now: Callable[[], datetime], cancel: CancelToken
    ) -> Greeting:
        """Listen to a server's first words and take leave: nothing is asked for, and nobody signs in.

        With STARTTLS they come before encryption begins, and nothing secret follows for which it would be needed.
        """
        cancel.check()
        limits = Limits(connect_s=self._silence_s, silence_s=self._silence_s)
        asked_at = now()
        sock = open_socket(server.host, server.port, cancel=cancel, limits=limits)
        sock.settimeout(self._silence_s)
        client = _Client(sock, host=server.host)
        with self._watched(client, cancel, server.host):
            if server.security is Security.TLS:
                client.wrap(tls_context(ca_file, host=server.host))
            reply = client.getreply()
            answered_at = now()
            with suppress(OSError, smtplib.SMTPException, Trouble):
                client.take_leave(_GOOD_BYE_S)
            cancel.check()
            _expect(client, reply)
        return Greeting(said=reply[1].decode("ascii", "replace"), asked_at=asked_at, answered_at=answered_at)

    @contextmanager
    def _watched(self, client: _Client, cancel: CancelToken, host: str) -> Iterator[None]:
        """Let nothing take longer than it may, and let foreign exceptions out as Trouble or Cancelled."""
        ran_out = threading.Event()

        def run_out() -> None:
            # Told before the reader wakes: the timer's thread still lives at that moment.
            ran_out.set()
            client.abort()

        timer = threading.Timer(self._overall_s, run_out)
        timer.daemon = True
        timer.start()
        try:
            with cancel.on_cancel(client.abort):
                yield
        except (Trouble, Cancelled):
            raise
        except ssl.SSLCertVerificationError:
            cancel.check()
            raise Trouble(CERTIFICATE_REFUSED, host=host) from None
        except smtplib.SMTPDataError as error:
            said = error.smtp_error
            raise _refused(client, error.smtp_code, said.encode() if isinstance(said, str) else said) from None
        except (OSError, smtplib.SMTPException, ValueError) as error:
            cancel.check()
            if isinstance(error, TimeoutError) or ran_out.is_set():
                raise Trouble(SERVER_SILENT, host=host, wait_s=round(self._silence_s)) from None
            kind = OUTGOING_ENCRYPTION_REFUSED if isinstance(error, ssl.SSLError) else NETWORK_CUT
            raise Trouble(kind, host=host) from None
        finally:
            timer.cancel()
            client.close()

    @staticmethod
    def _encrypt(client: _Client, server: OutgoingServer, context: ssl.SSLContext) -> None:
        if server.security is Security.TLS:
            client.wrap(context)
        _expect(client, client.getreply())
        _expect(client, client.ehlo(_HELLO))
        if server.security is Security.STARTTLS:
            if not client.has_extn("starttls"):
                raise Trouble(OUTGOING_ENCRYPTION_REFUSED, host=server.host)
            code, _said = client.docmd("STARTTLS")
            if code != 220:
                raise Trouble(OUTGOING_ENCRYPTION_REFUSED, host=server.host)
            # Nothing that was said in clear is used (RFC 3207 4.2). What somebody slipped in behind the answer is not
            # read by us, so that the handshake breaks on it.
            client.wrap(context)
            client.forget_clear()
            _expect(client, client.ehlo(_HELLO))


class _Client(smtplib.SMTP):
    """smtplib on a socket of ours, reading replies byte by byte and never beyond their end."""

    def __init__(self, sock: socket.socket, *, host: str) -> None:
        super().__init__(local_hostname=_HELLO)
        self.sock = sock
        self.host_name = host

    def abort(self) -> None:
        """Make every blocked call return at once; safe from any thread."""
        try:
            # The unbound method: SSLSocket.shutdown would first forget its TLS state under the reader's feet.
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)  # type: ignore[arg-type]
        except (OSError, TypeError):
            return

    def wrap(self, context: ssl.SSLContext) -> None:
        """Turn the connection into TLS."""
        assert self.sock is not None
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host_name)

    def take_leave(self, wait_s: float) -> None:
        """Say good bye, and wait for the answer for so long."""
        assert self.sock is not None
        self.sock.settimeout(wait_s)
        self.docmd("QUIT")

    def forget_clear(self) -> None:
        """Forget what the server said before it was encrypted."""
        self.helo_resp = None
        self.ehlo_resp = None
        self.esmtp_features = {}
        self.does_esmtp = False

    def getreply(self) -> tuple[int, bytes]:
        """Read one reply of one or more lines."""
        said: list[bytes] = []
        for _ in range(MAX_LINES):
            line = self._line()
            said.append(line[4:].strip())
            if not line[:3].isdigit():
                raise Trouble(SERVER_BROKE_RULES, host=self.host_name)
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(said)
        raise Trouble(SERVER_BROKE_RULES, host=self.host_name)

    def _line(self) -> bytes:
        assert self.sock is not None
        line = bytearray()
        while len(line) < MAX_LINE_BYTES:
            byte = self.sock.recv(1)
            if not byte:
                raise smtplib.SMTPServerDisconnected
            line += byte
            if byte == b"\n":
                return bytes(line)
        raise Trouble(SERVER_BROKE_RULES, host=self.host_name)


def _expect(client: _Client, reply: tuple[int, bytes]) -> None:
    code, said = reply
    if not 200 <= code < 300:
        raise _refused(client, code, said)


def _refused(client: _Client, code: int, said: bytes) -> Trouble:
    kind = SERVER_TROUBLE if 400 <= code < 500 else SERVER_REFUSED
    return Trouble(kind, host=client.host_name, answer=_plain(code, said))


def _plain(code: int, said: bytes) -> str:
    text = f"{code} {said.decode('utf-8', 'replace')}"
    return "".join(sign if sign.isprintable() else " " for sign in text)[:_ANSWER_CHARS]


def _sign_in(client: _Client, name: str, credential: Credential) -> None:
    offered = frozenset(client.esmtp_features.get("auth", "").upper().split())
    secret = credential.secret
    if not secret or any(sign in secret or sign in name for sign in "\r\n\0"):
        raise Trouble(BAD_CREDENTIAL, host=client.host_name)
    for mechanism, attempt in _WAYS[credential.kind]:
        if mechanism in offered:
            code, said = attempt(client, name, secret)
            if code != 235:
                raise _refusal(client.host_name, code, said)
            return
    raise Trouble(SERVER_REFUSED, host=client.host_name, answer=" ".join(sorted(offered))[:_ANSWER_CHARS] or "no AUTH")


def _refusal(host: str, code: int, said: bytes) -> Trouble:
    judged = judge_refusal(said.decode("utf-8", "replace"))
    kind = SERVER_TROUBLE if judged.kind is BAD_CREDENTIAL and code < 500 else judged.kind
    return Trouble(kind, host=host, **judged.params)


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _plain_way(client: _Client, name: str, secret: str) -> tuple[int, bytes]:
    return client.docmd("AUTH", f"PLAIN {_encoded(f'{chr(0)}{name}{chr(0)}{secret}')}")


def _login_way(client: _Client, name: str, secret: str) -> tuple[int, bytes]:
    reply = client.docmd("AUTH", "LOGIN")
    for answer in (name, secret):
        if reply[0] != 334:
            return reply
        reply = client.docmd(_encoded(answer))
    return reply


def _token_way(mechanism: str, form: str) -> Callable[[_Client, str, str], tuple[int, bytes]]:
    def attempt(client: _Client, name: str, secret: str) -> tuple[int, bytes]:
        escaped = name.replace("=", "=3D").replace(",", "=2C") if mechanism == "OAUTHBEARER" else name
        code, said = client.docmd("AUTH", f"{mechanism} {_encoded(form.format(name=escaped, secret=secret))}")
        # The challenge carries the server's reasons for refusing (RFC 7628 3.2.3): answer it with nothing.
        return client.docmd("AQ==" if mechanism == "OAUTHBEARER" else "") if code == 334 else (code, said)

    return attempt


_WAYS: Final = {
    CredentialKind.PASSWORD: (("PLAIN", _plain_way), ("LOGIN", _login_way)),
    CredentialKind.ACCESS_TOKEN: (
        ("XOAUTH2", _token_way("XOAUTH2", "user={name}\1auth=Bearer {secret}\1\1")),
        ("OAUTHBEARER", _token_way("OAUTHBEARER", "n,a={name},\1auth=Bearer {secret}\1\1")),
    ),
}
