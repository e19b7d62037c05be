"""An IMAP server that does as it is told: honest by default, and any betrayal a test asks for."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import trustme

Answer = Callable[["Talk", str, str], None]
"""Called with the talk, the tag and the rest of the line."""

HEADER = b"From: me@example.jp\r\nTo: a@example.com\r\nMessage-ID: <m%d@x>\r\n\r\n"


class Talk:
    """One connection, seen from the server."""

    def __init__(self, sock: socket.socket, script: Script) -> None:
        self.sock = sock
        self.script = script
        self.buffer = b""

    def say(self, data: bytes | str) -> None:
        self.sock.sendall(data.encode() if isinstance(data, str) else data)

    def hear(self) -> str | None:
        while b"\n" not in self.buffer:
            data = self.sock.recv(65536)
            if not data:
                return None
            self.buffer += data
        line, _, self.buffer = self.buffer.partition(b"\n")
        text = line.decode("utf-8", "replace").rstrip("\r")
        self.script.heard.append(text)
        return text

    def silent(self) -> None:
        """Say nothing until the client leaves."""
        with contextlib.suppress(OSError):
            while self.sock.recv(65536):
                pass
        raise ConnectionResetError

    def drip(self, data: bytes, pause_s: float) -> None:
        for number in range(len(data)):
            self.say(data[number : number + 1])
            time.sleep(pause_s)

    def flood(self, data: bytes) -> None:
        """The same for ever, until the client leaves."""
        while True:
            self.say(data)

    def cut(self) -> None:
        raise ConnectionResetError

    def fetch(self, uid: int, header: bytes | None = None) -> bytes:
        text = HEADER % uid if header is None else header
        return (
            b'* %d FETCH (UID %d RFC822.SIZE 100 FLAGS (\\Seen) INTERNALDATE "17-Jul-2026 13:58:02 +0900" '
            b"BODY[HEADER.FIELDS (DATE)] {%d}\r\n%s)\r\n" % (uid, uid, len(text), text)
        )


@dataclass
class Script:
    """What the server does. `answers` maps the start of a command (upper case) to what happens instead."""

    capabilities: str = "IMAP4rev1 AUTH=PLAIN UIDPLUS ENABLE"
    greeting: bytes = b"* OK ready\r\n"
    messages: int = 5
    uid_next: int | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    starttls: bool = False
    tls_version: ssl.TLSVersion | None = None
    wrong_name: bool = False
    before_tls: bytes = b""
    heard: list[str] = field(default_factory=list)
    connections: int = 0
    host: str = "127.0.0.1"
    port: int = 0
    ca_file: Path = Path()

    @property
    def verbs(self) -> list[str]:
        return [" ".join(line.split(" ")[1:3]) for line in self.heard]


@contextmanager
def scripted_imap(tmp_path: Path, script: Script) -> Iterator[Script]:
    """Serve `script` on loopback under TLS."""
    authority = trustme.CA()
    names = ("other.example",) if script.wrong_name else ("127.0.0.1", "localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    if script.tls_version is not None:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = script.tls_version
            context.maximum_version = script.tls_version
    script.ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(script.ca_file)
    listener = socket.create_server(("127.0.0.1", 0))
    script.port = listener.getsockname()[1]
    open_socks: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def serve(sock: socket.socket) -> None:
        try:
            with sock:
                sock.settimeout(30)
                if script.starttls:
                    talk = Talk(sock, script)
                    talk.say(script.greeting)
                    upgraded = _before_tls(talk, context)
                    if upgraded is None:
                        return
                    sock = upgraded
                    open_socks.append(sock)
                    _talk(Talk(sock, script))
                else:
                    with context.wrap_socket(sock, server_side=True) as inner:
                        open_socks.append(inner)
                        talk = Talk(inner, script)
                        talk.say(script.greeting)
                        _talk(talk)
        except (OSError, ValueError):
            return
        finally:
            sock.close()

    def accept() -> None:
        while True:
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            script.connections += 1
            open_socks.append(sock)
            thread = threading.Thread(target=serve, args=(sock,), daemon=True)
            threads.append(thread)
            thread.start()

    acceptor = threading.Thread(target=accept, daemon=True)
    acceptor.start()
    try:
        yield script
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for sock in open_socks:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
        acceptor.join(5)
        for thread in threads:
            thread.join(5)


def _before_tls(talk: Talk, context: ssl.SSLContext) -> socket.socket | None:
    while (line := talk.hear()) is not None:
        tag, _, rest = line.partition(" ")
        special = talk.script.answers.get("STARTTLS")
        if rest.upper() == "STARTTLS":
            if special is not None:
                special(talk, tag, rest)
                return None
            talk.say(f"{tag} OK begin\r\n".encode() + talk.script.before_tls)
            return context.wrap_socket(talk.sock, server_side=True)
        talk.say(f"{tag} BAD not now\r\n")
    return None


def _talk(talk: Talk) -> None:
    script = talk.script
    while (line := talk.hear()) is not None:
        tag, _, rest = line.partition(" ")
        upper = rest.upper()
        special = next((a for start, a in script.answers.items() if upper.startswith(start)), None)
        if special is not None:
            special(talk, tag, rest)
        else:
            answer(talk, tag, rest)
        if upper == "LOGOUT":
            return


def answer(talk: Talk, tag: str, rest: str) -> None:
    """The honest answer."""
    script = talk.script
    upper = rest.upper()
    uid_next = script.uid_next or script.messages + 1
    if upper == "CAPABILITY":
        talk.say(f"* CAPABILITY {script.capabilities}\r\n")
    elif upper.startswith("AUTHENTICATE"):
        talk.say("+ \r\n")
        talk.hear()
    elif upper.startswith("LIST"):
        talk.say('* LIST (\\Sent) "/" "Sent"\r\n* LIST () "/" INBOX\r\n')
    elif upper.startswith("STATUS"):
        talk.say(f"* STATUS Sent (MESSAGES {script.messages} UIDNEXT {uid_next} UIDVALIDITY 9)\r\n")
    elif upper.startswith("EXAMINE"):
        talk.say(
            f"* {script.messages} EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 9] ok\r\n* OK [UIDNEXT {uid_next}] ok\r\n"
        )
        talk.say(f"{tag} OK [READ-ONLY] done\r\n")
        return
    elif upper.startswith("UID FETCH"):
        first, last = uid_range(rest)
        talk.say(b"".join(talk.fetch(uid) for uid in range(first, min(last, script.messages) + 1)))
    elif upper.startswith("UID SEARCH"):
        first, last = uid_range(rest)
        talk.say("* SEARCH " + " ".join(str(u) for u in range(first, min(last, script.messages) + 1)) + "\r\n")
    elif upper == "LOGOUT":
        talk.say("* BYE bye\r\n")
    talk.say(f"{tag} OK done\r\n")


def uid_range(rest: str) -> tuple[int, int]:
    match = re.search(r" (\d+):(\d+)", rest)
    assert match is not None
    return int(match[1]), int(match[2])
