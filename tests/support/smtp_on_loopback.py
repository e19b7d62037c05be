"""An outgoing mail server on loopback: TLS or STARTTLS, signing in, and any betrayal a test asks for."""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import trustme

NAME = "smtp.kaede.example"


@dataclass(frozen=True)
class Handed:
    """One message as it was handed in."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    login: str


@dataclass
class Outgoing:
    """What the server does. `answers` maps a verb to what is said instead; `on_message` delivers."""

    users: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    mechanisms: str = "PLAIN LOGIN XOAUTH2 OAUTHBEARER"
    starttls: bool = False
    offers_starttls: bool = True
    wrong_name: bool = False
    before_tls: bytes = b""
    drips: bool = False
    floods: bool = False
    silent_at: str = ""
    greeting: bytes | Callable[[], bytes] = b"220 ready\r\n"
    answers: dict[str, bytes] = field(default_factory=dict)
    on_message: Callable[[Handed], None] = lambda handed: None
    heard: list[str] = field(default_factory=list)
    handed: list[Handed] = field(default_factory=list)
    host: str = "127.0.0.1"
    port: int = 0
    ca_file: Path = Path()


class _Talk:
    def __init__(self, sock: socket.socket, server: Outgoing, context: ssl.SSLContext) -> None:
        self.sock = sock
        self.server = server
        self.context = context
        self.buffer = b""
        self.login = ""

    def say(self, text: bytes) -> None:
        step = 1 if self.server.drips else max(1, len(text))
        for at in range(0, len(text), step):
            self.sock.sendall(text[at : at + step])
            time.sleep(0.1 if self.server.drips else 0)

    def hear(self) -> bytes | None:
        while b"\n" not in self.buffer:
            data = self.sock.recv(65536)
            if not data:
                return None
            self.buffer += data
        line, _, self.buffer = self.buffer.partition(b"\n")
        return line.rstrip(b"\r")

    def run(self) -> None:
        server = self.server
        if not server.starttls:
            self.sock = self.context.wrap_socket(self.sock, server_side=True)
        while server.floods:
            self.say(b"220-hello\r\n")
        self.say(server.greeting if isinstance(server.greeting, bytes) else server.greeting())
        sender, recipients = "", list[str]()
        while (line := self.hear()) is not None:
            text = line.decode("utf-8", "replace")
            verb = text.split(" ")[0].upper()
            server.heard.append(text)
            if verb == server.silent_at:
                while self.sock.recv(65536):
                    pass
                return
            if verb in server.answers:
                self.say(server.answers[verb])
            elif verb in {"EHLO", "HELO"}:
                is_clear = server.starttls and not isinstance(self.sock, ssl.SSLSocket)
                offers = [b"250-" + NAME.encode()]
                if is_clear and server.offers_starttls:
                    offers.append(b"250-STARTTLS")
                if not is_clear:
                    offers.append(b"250-AUTH " + server.mechanisms.encode())
                self.say(b"\r\n".join([*offers, b"250 8BITMIME\r\n"]))
            elif verb == "STARTTLS":
                self.say(b"220 go ahead\r\n" + server.before_tls)
                self.buffer = b""
                self.sock = self.context.wrap_socket(self.sock, server_side=True)
            elif verb == "AUTH":
                self.sign_in(text.split(" ")[1:])
            elif verb == "MAIL":
                sender, recipients = text.partition("<")[2].partition(">")[0], []
                self.say(b"250 ok\r\n" if self.login else b"530 5.7.0 sign in first\r\n")
            elif verb == "RCPT":
                recipients.append(text.partition("<")[2].partition(">")[0])
                self.say(b"250 ok\r\n")
            elif verb == "DATA":
                self.say(b"354 go on\r\n")
                handed = Handed(sender, tuple(recipients), self.message(), self.login)
                server.handed.append(handed)
                server.on_message(handed)
                self.say(b"250 queued\r\n")
            elif verb == "QUIT":
                self.say(b"221 bye\r\n")
                return
            else:
                self.say(b"500 what?\r\n")

    def message(self) -> bytes:
        lines: list[bytes] = []
        while (line := self.hear()) not in {b".", None}:
            assert line is not None
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"\r\n".join(lines) + b"\r\n"

    def sign_in(self, words: list[str]) -> None:
        mechanism = words[0].upper()
        given = base64.b64decode(words[1]).decode() if len(words) > 1 else ""
        if mechanism == "LOGIN":
            said = []
            for prompt in (b"VXNlcm5hbWU6", b"UGFzc3dvcmQ6"):
                self.say(b"334 " + prompt + b"\r\n")
                said.append(base64.b64decode(self.hear() or b"").decode())
            name, secret, known = said[0], said[1], self.server.users
        elif mechanism == "PLAIN":
            _authority, name, secret = given.split("\0")
            known = self.server.users
        else:
            fields = dict(
                part.partition("=")[::2] for part in given.replace("n,a=", "user=").replace(",\1", "\1").split("\1")
            )
            name, secret, known = fields["user"], fields["auth"].removeprefix("Bearer "), self.server.tokens
        if known.get(name) == secret:
            self.login = name
            self.say(b"235 welcome\r\n")
        elif known is self.server.tokens:
            self.say(b"334 eyJzdGF0dXMiOiI0MDEifQ==\r\n")
            self.hear()
            self.say(b"535 5.7.8 token refused\r\n")
        else:
            self.say(b"535 5.7.8 authentication failed\r\n")


@contextmanager
def outgoing_server(tmp_path: Path, server: Outgoing) -> Iterator[Outgoing]:
    """Serve on loopback."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*(("other.example",) if server.wrong_name else ("127.0.0.1", "localhost"))).configure_cert(
        context
    )
    server.ca_file = tmp_path / "smtp-ca.pem"
    authority.cert_pem.write_to_path(server.ca_file)
    listener = socket.create_server(("127.0.0.1", 0))
    server.port = listener.getsockname()[1]
    threads: list[threading.Thread] = []

    def serve(sock: socket.socket) -> None:
        with contextlib.suppress(OSError, ssl.SSLError, ValueError):
            talk = _Talk(sock, server, context)
            try:
                talk.run()
            finally:
                talk.sock.close()

    def accept() -> None:
        while True:
            try:
                sock, _peer = listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=serve, args=(sock,), daemon=True)
            threads.append(thread)
            thread.start()

    acceptor = threading.Thread(target=accept, daemon=True)
    acceptor.start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        acceptor.join(5)
        for thread in threads:
            thread.join(5)
