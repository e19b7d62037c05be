"""The guarded socket of ManageSieve: only known verbs leave, every answer is read within caps."""

from __future__ import annotations

import base64
import re
import socket
import ssl
from dataclasses import dataclass
from typing import Final

from sentwatch.adapters.imap.connect import open_socket
from sentwatch.adapters.imap.wire import ForbiddenLineError, Limits, Wire
from sentwatch.core.accounts import Security
from sentwatch.core.refusals import judge_refusal
from sentwatch.core.sieve_server import SieveServer
from sentwatch.core.trouble import (
    CERTIFICATE_REFUSED,
    RULES_ENCRYPTION_REFUSED,
    SERVER_BROKE_RULES,
    SERVER_REFUSED,
    Trouble,
)
from sentwatch.ports.cancel import CancelToken

READING: Final = frozenset(
    (b"CAPABILITY", b"STARTTLS", b"AUTHENTICATE", b"LISTSCRIPTS", b"GETSCRIPT", b"NOOP", b"LOGOUT")
)
"""What the reading door may say. Nothing of it changes anything."""
CHANGING: Final = READING | {b"PUTSCRIPT", b"SETACTIVE", b"CHECKSCRIPT", b"HAVESPACE"}
"""What the changing door may say besides. No DELETESCRIPT and no RENAMESCRIPT: nothing of ours is ever lost by them."""

LIMITS: Final = Limits(line_bytes=64 << 10, literal_bytes=2 << 20, command_bytes=4 << 20)
"""Scripts end at 1 MB with Pigeonhole; an answer of ours is one script or one list of names."""
MAX_LINES: Final = 5_000
"""Lines of one answer: a list of scripts has some ten."""
MAX_PARTS: Final = 16
"""Strings in one line of an answer; two are usual."""

_TOKEN: Final = re.compile(
    rb'\s*(?:"((?:[^"\\\r\n]|\\["\\]){0,65536})"|\{([0-9]{1,10})\+?\}\r?\n|([A-Za-z0-9_/.*-]{1,64})|(\())'
)
_END: Final = re.compile(rb"(OK|NO|BYE)(?:[ \t]|\r?\n)", re.IGNORECASE)
_PLAIN: Final = re.compile(rb'[^\r\n\0"\\\x80-\xff]{0,1000}')


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer: how it ended, its code ("TRYLATER", "SASL …"), its text, and the lines of data before."""

    word: str
    code: str
    text: str
    lines: tuple[tuple[bytes, ...], ...]


class SieveWire(Wire):
    """A wire that composes every command itself: no string of ours can become a second command."""

    def __init__(
        self, sock: socket.socket, *, host: str, cancel: CancelToken, limits: Limits, verbs: frozenset[bytes]
    ) -> None:
        super().__init__(sock, host=host, cancel=cancel, limits=limits)
        self._verbs = verbs
        self._said = b""

    def send(self, data: bytes) -> None:
        """Refuse raw bytes."""
        del data
        raise ForbiddenLineError("a line that was not composed here was about to leave")

    def say(self, verb: bytes, *strings: bytes, number: int | None = None) -> None:
        """Send one command; HAVESPACE ends with a number."""
        if verb not in self._verbs:
            raise ForbiddenLineError("a verb that is not on the allow-list was about to leave")
        self._said = verb
        last = () if number is None else (b"%d" % number,)
        self._leave(b" ".join((verb, *map(_string, strings), *last)))

    def say_authenticate(self, mechanism: bytes, first: bytes) -> None:
        """Begin to sign in, with the first answer along (RFC 5804 section 2.1)."""
        self.say(b"AUTHENTICATE", mechanism, base64.b64encode(first))

    def answer_challenge(self, text: bytes) -> None:
        """Send one answer to a challenge of AUTHENTICATE."""
        if self._said != b"AUTHENTICATE":
            raise ForbiddenLineError("an answer without a challenge was about to leave")
        self._leave(_string(base64.b64encode(text)))

    def farewell(self, line: bytes = b"") -> None:
        """Leave politely if that is possible at once."""
        del line
        if not self._is_over and self.tls is not None:
            try:
                self._sock.settimeout(0.5)
                self._sock.sendall(b"LOGOUT\r\n")
            except OSError:
                return

    def _leave(self, line: bytes) -> None:
        self._cancel.check()
        self.fresh_start()
        try:
            self._sock.sendall(line + b"\r\n")
        except OSError as error:
            raise self._lost(error) from error

    def answer(self) -> Answer:
        """Read one answer up to OK, NO or BYE."""
        lines: list[tuple[bytes, ...]] = []
        for _ in range(MAX_LINES):
            line = self.readline()
            end = _END.match(line)
            if end is not None:
                word = end[1].decode("ascii").upper()
                self._said = b""
                code, text = self._rest(line[end.end(1) :])
                return Answer(word, code, text, tuple(lines))
            # Data begins with a string (RFC 5804 section 4); what does not is another protocol.
            if line[:1] not in {b'"', b"{"}:
                raise Trouble(SERVER_BROKE_RULES, host=self.host)
            lines.append(self._strings(line))
        raise Trouble(SERVER_BROKE_RULES, host=self.host)

    def challenge(self) -> bytes | Answer:
        """Read what follows AUTHENTICATE: a challenge, decoded, or the end."""
        line = self.readline()
        end = _END.match(line)
        if end is not None:
            self._said = b""
            code, text = self._rest(line[end.end(1) :])
            return Answer(end[1].decode("ascii").upper(), code, text, ())
        strings = self._strings(line)
        try:
            return base64.b64decode(strings[0], validate=True) if strings else b""
        except ValueError:
            raise Trouble(SERVER_BROKE_RULES, host=self.host) from None

    def _rest(self, line: bytes) -> tuple[str, str]:
        """Read (code) and text of a final line; either may be missing, the text may be a literal."""
        text = line.strip(b" \t")
        code = b""
        if text.startswith(b"("):
            inside, mark, text = text[1:].partition(b")")
            if not mark:
                raise Trouble(SERVER_BROKE_RULES, host=self.host)
            code = inside
        strings = self._strings(text) if text.strip() else ()
        said = strings[0] if strings else b""
        return code.decode("utf-8", "replace")[:500], said.decode("utf-8", "replace")[:2_000]

    def _strings(self, line: bytes) -> tuple[bytes, ...]:
        """Read the strings and words of a line; a literal goes on with the line behind it."""
        found: list[bytes] = []
        at = 0
        while line[at:].strip():
            match = _TOKEN.match(line, at)
            if match is None or match[4] is not None or len(found) >= MAX_PARTS:
                raise Trouble(SERVER_BROKE_RULES, host=self.host)
            at = match.end()
            if match[2] is not None:
                if line[at:].strip():
                    raise Trouble(SERVER_BROKE_RULES, host=self.host)
                found.append(self.read(int(match[2])))
                line, at = self.readline(), 0
            elif match[1] is not None:
                found.append(re.sub(rb"\\(.)", rb"\1", match[1]))
            else:
                found.append(match[3])
        return tuple(found)

    def welcome(self) -> Answer:
        """Read what the server says first: its capabilities."""
        answer = self.answer()
        if answer.word != "OK":
            raise refusal(answer, host=self.host)
        return answer

    def ask(self, verb: bytes, *strings: bytes) -> Answer:
        """Say and hear; NO and BYE become Trouble."""
        self.say(verb, *strings)
        answer = self.answer()
        if answer.word != "OK":
            raise refusal(answer, host=self.host)
        return answer


def refusal(answer: Answer, *, host: str) -> Trouble:
    """Make the Trouble of an answer that is not OK."""
    code = answer.code.upper()
    if answer.word == "BYE" or code.startswith("TRYLATER"):
        judged = judge_refusal(answer.text, goodbye=True)
        return Trouble(judged.kind, host=host, **judged.params)
    said = " ".join(part for part in (answer.code, answer.text) if part)
    return Trouble(SERVER_REFUSED, host=host, answer=said[:300])


def _string(text: bytes) -> bytes:
    """Return a string as the protocol wants it: quoted where plain and short, else a literal that needs no answer."""
    if _PLAIN.fullmatch(text):
        return b'"' + text + b'"'
    return b"{%d+}\r\n" % len(text) + text


def connect_sieve(
    server: SieveServer,
    *,
    context: ssl.SSLContext,
    cancel: CancelToken,
    verbs: frozenset[bytes],
    limits: Limits = LIMITS,
) -> SieveWire:
    """Connect and encrypt. Whatever was said before TLS is dropped, and more than that: it ends the attempt."""
    sock = open_socket(server.host, server.port, cancel=cancel, limits=limits)
    wire = SieveWire(sock, host=server.host, cancel=cancel, limits=limits, verbs=verbs)
    try:
        with cancel.on_cancel(wire.abort):
            if server.security is Security.STARTTLS:
                _ask_for_tls(wire)
            try:
                wire.start_tls(context)
            except ssl.SSLCertVerificationError as error:
                raise Trouble(CERTIFICATE_REFUSED, host=server.host) from error
            except ssl.SSLError as error:
                raise Trouble(RULES_ENCRYPTION_REFUSED, host=server.host) from error
    except BaseException:
        wire.close()
        raise
    return wire


def _ask_for_tls(wire: SieveWire) -> None:
    """Ask for TLS (RFC 5804 section 2.2). A server that does not offer it, or says no, hears nothing more."""
    greeting = wire.answer()
    offered = {line[0].upper() for line in greeting.lines if line}
    if greeting.word != "OK" or b"STARTTLS" not in offered:
        raise Trouble(RULES_ENCRYPTION_REFUSED, host=wire.host)
    wire.say(b"STARTTLS")
    answer = wire.answer()
    if answer.word != "OK" or answer.lines:
        raise Trouble(RULES_ENCRYPTION_REFUSED, host=wire.host)
