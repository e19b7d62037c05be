"""A ManageSieve server that does as it is told: honest by default, and any betrayal a test asks for."""

from __future__ import annotations

import base64
import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import trustme

Answer = Callable[["Talk", bytes], None]
"""Called with the talk and the command line."""

_LITERAL = re.compile(rb"\{(\d+)\+?\}\r?\n\Z")


class Talk:
    """One connection, seen from the server."""

    def __init__(self, sock: socket.socket, script: SieveScript) -> None:
        self.sock = sock
        self.script = script
        self.buffer = b""

    def say(self, data: bytes | str) -> None:
        self.sock.sendall(data.encode() if isinstance(data, str) else data)

    def _line(self) -> bytes | None:
        while b"\n" not in self.buffer:
            data = self.sock.recv(65536)
            if not data:
                return None
            self.buffer += data
        line, newline, self.buffer = self.buffer.partition(b"\n")
        return line + newline

    def hear(self) -> bytes | None:
        """One command, its literals read along."""
        line = self._line()
        while line is not None and (match := _LITERAL.search(line)) is not None:
            size = int(match[1])
            while len(self.buffer) < size:
                data = self.sock.recv(65536)
                if not data:
                    return None
                self.buffer += data
            line += self.buffer[:size]
            self.buffer = self.buffer[size:]
            rest = self._line()
            line = None if rest is None else line + rest
        if line is not None:
            self.script.heard.append(line)
        return line

    def silent(self) -> None:
        with contextlib.suppress(OSError):
            while self.sock.recv(65536):
                pass
        raise ConnectionResetError

    def flood(self, data: bytes) -> None:
        while True:
            self.say(data)


@dataclass
class SieveScript:
    """What the server does. `answers` maps a verb to what happens instead."""

    scripts: dict[str, bytes] = field(default_factory=dict)
    active: str | None = None
    sasl: str = "PLAIN"
    sasl_before: str = "PLAIN"
    offers_starttls: bool = True
    implicit_tls: bool = False
    before_tls: bytes = b""
    greeting: bytes | None = None
    starttls_answer: bytes = b'OK "begin"\r\n'
    wrong_name: bool = False
    answers: dict[str, Answer] = field(default_factory=dict)
    heard: list[bytes] = field(default_factory=list)
    connections: int = 0
    host: str = "127.0.0.1"
    port: int = 0
    ca_file: Path = Path()

    @property
    def verbs(self) -> list[str]:
        return [line.split(None, 1)[0].decode("latin-1").upper() for line in self.heard if line.strip()]

    def capabilities(self, *, encrypted: bool) -> bytes:
        sasl = self.sasl if encrypted else self.sasl_before
        lines = ['"IMPLEMENTATION" "Scripted"', '"SIEVE" "fileinto copy"', f'"SASL" "{sasl}"', '"VERSION" "1.0"']
        if self.offers_starttls and not encrypted:
            lines.append('"STARTTLS"')
        return ("\r\n".join(lines) + "\r\nOK\r\n").encode()


@contextmanager
def scripted_sieve(tmp_path: Path, script: SieveScript) -> Iterator[SieveScript]:
    """Serve `script` on loopback."""
    authority = trustme.CA()
    names = ("other.example",) if script.wrong_name else ("127.0.0.1", "localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    script.ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(script.ca_file)
    listener = socket.create_server(("127.0.0.1", 0))
    script.port = listener.getsockname()[1]
    socks: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def serve(sock: socket.socket) -> None:
        try:
            with sock:
                sock.settimeout(30)
                talk = Talk(sock, script)
                if not script.implicit_tls:
                    talk.say(script.capabilities(encrypted=False) if script.greeting is None else script.greeting)
                    if not _before_tls(talk):
                        return
                with context.wrap_socket(sock, server_side=True) as inner:
                    socks.append(inner)
                    talk = Talk(inner, script)
                    talk.say(script.capabilities(encrypted=True))
                    _talk(talk)
        except (OSError, ValueError):
            return

    def accept() -> None:
        while True:
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            script.connections += 1
            socks.append(sock)
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
        for sock in socks:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
        acceptor.join(5)
        for thread in threads:
            thread.join(5)


def _before_tls(talk: Talk) -> bool:
    while (line := talk.hear()) is not None:
        if line.strip().upper() == b"STARTTLS":
            special = talk.script.answers.get("STARTTLS")
            if special is not None:
                special(talk, line)
                return False
            talk.say(talk.script.starttls_answer + talk.script.before_tls)
            return talk.script.starttls_answer.startswith(b"OK")
        talk.say('NO "not before encryption"\r\n')
    return False


def _talk(talk: Talk) -> None:
    while (line := talk.hear()) is not None:
        verb = line.split(None, 1)[0].decode("latin-1").upper()
        special = talk.script.answers.get(verb)
        if special is not None:
            special(talk, line)
        else:
            honest(talk, verb, line)
        if verb == "LOGOUT":
            return


def strings(line: bytes) -> list[bytes]:
    """The strings of a command line."""
    found = re.findall(rb'"((?:[^"\\]|\\.)*)"|\{(\d+)\+?\}\r\n', line)
    out, at = [], 0
    for quoted, size in found:
        if size:
            start = line.index(b"{" + size, at)
            start = line.index(b"\n", start) + 1
            out.append(line[start : start + int(size)])
            at = start + int(size)
        else:
            out.append(quoted)
    return out


def honest(talk: Talk, verb: str, line: bytes) -> None:
    """The honest answer."""
    script = talk.script
    given = strings(line)
    if verb == "AUTHENTICATE":
        base64.b64decode(given[1])
        talk.say("OK\r\n")
    elif verb == "LISTSCRIPTS":
        for name in script.scripts:
            talk.say(f'"{name}"{" ACTIVE" if name == script.active else ""}\r\n')
        talk.say("OK\r\n")
    elif verb == "GETSCRIPT":
        text = script.scripts.get(given[0].decode())
        talk.say(
            b'NO (NONEXISTENT) "no such script"\r\n' if text is None else b"{%d}\r\n%s\r\nOK\r\n" % (len(text), text)
        )
    elif verb == "PUTSCRIPT":
        script.scripts[given[0].decode()] = given[1]
        talk.say("OK\r\n")
    elif verb == "SETACTIVE":
        script.active = given[0].decode() or None
        talk.say("OK\r\n")
    elif verb in {"CHECKSCRIPT", "HAVESPACE", "NOOP", "LOGOUT", "CAPABILITY"}:
        talk.say("OK\r\n")
    else:
        talk.say('NO "unknown"\r\n')
