"""The guarded socket: every line out is checked against an allow-list, every byte in against caps and a clock."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import ssl
import time
import zlib
from dataclasses import dataclass, replace

from sentwatch.core.trouble import NETWORK_CUT, SERVER_BROKE_RULES, SERVER_SILENT, Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a server may do before we leave. A command starts the counts anew."""

    connect_s: float = 20.0
    silence_s: float = 30.0
    """Waiting this long for one more byte is too long."""
    patience_s: float = 120.0
    """Waiting in all, on top of what the minimum rate allows; a drip cannot hold us longer."""
    least_bytes_per_s: float = 512.0
    line_bytes: int = 1 << 20
    literal_bytes: int = 4 << 20
    command_bytes: int = 32 << 20
    command_lines: int = 400_000
    """One for each message whose flags changed since the last look, in the longest honest answer."""
    window_bytes: int = 256 << 20
    """As command_bytes, for one window of headers, which is read as a stream."""


_FETCH_ITEM = rb"(?:UID|FLAGS|INTERNALDATE|RFC822\.SIZE|MODSEQ|BODY\.PEEK\[[A-Z0-9. ()-]*\](?:<[0-9.]+>)?)"
_ALLOWED = re.compile(
    rb"[A-Z0-9]{1,20} (?:"
    rb"CAPABILITY|NOOP|LOGOUT|STARTTLS|IDLE|UNSELECT|COMPRESS DEFLATE"
    rb"|(?:ID|LOGIN|LIST|STATUS|EXAMINE|ENABLE|NOTIFY) [^\r\n\0]+"
    rb"|AUTHENTICATE [A-Z0-9-]+(?: [A-Z0-9+/=]+)?"
    rb"|UID FETCH [0-9:,*]+ \(" + _FETCH_ITEM + rb"(?: " + _FETCH_ITEM + rb")*\)"
    rb"(?: \(CHANGEDSINCE [0-9]+(?: VANISHED)?\))?"
    rb"|UID SEARCH (?:RETURN \(ALL\) )?UID [0-9:,]+"
    rb")\r\n",
    re.IGNORECASE,
)
_LITERAL_AT_END = re.compile(rb"\{[0-9]+\+?\}\r\n\Z")
_SASL_ANSWER = re.compile(rb"(?:[A-Za-z0-9+/=]*|\*)\r\n")
_FAREWELL_S = 0.5
_OUT_LINE_BYTES = 64 << 10
_RECEIVE_BYTES = 32 << 10
"""Twice a TLS record, which is the most that comes at once; what is not used yet is copied with every line."""


class ForbiddenLineError(Exception):
    """Something in this program tried to say what it must never say. Our bug; the line is not repeated here."""


def check_line(line: bytes, *, after: bytes) -> None:
    """Let `line` pass if it only looks and never changes; `after` is the verb of the line before it."""
    if after == b"AUTHENTICATE" and _SASL_ANSWER.fullmatch(line):
        return
    if after == b"IDLE" and line == b"DONE\r\n":
        return
    if not _ALLOWED.fullmatch(line) or _LITERAL_AT_END.search(line):
        raise ForbiddenLineError("a line that is not on the allow-list was about to leave")


def _verb(line: bytes) -> bytes:
    words = line.split(None, 2)
    return words[1].upper() if len(words) > 1 else words[0].upper()


class Wire:
    """A connected socket with manners. Reads and writes raise Trouble or Cancelled and nothing else of the world."""

    def __init__(self, sock: socket.socket, *, host: str, cancel: CancelToken, limits: Limits) -> None:
        self.host = host
        self.limits = limits
        self._sock = sock
        self._cancel = cancel
        self._buffer = b""
        self._outgoing = b""
        self._verb = b""
        self._inflate: zlib._Decompress | None = None
        self._deflate: zlib._Compress | None = None
        self._waited_s = 0.0
        self._received = 0
        self._lines = 0
        self._allowance = limits.command_bytes
        self._silence_s = limits.silence_s
        self._is_over = False
        self.last_line = b""
        """What readline gave last: the server's own words, where a library wraps or loses them."""
        sock.settimeout(limits.silence_s)

    def abort(self) -> None:
        """Make every blocked call return at once; safe from any thread."""
        try:
            # The unbound method: SSLSocket.shutdown would first forget its TLS state under the reader's feet.
            socket.socket.shutdown(self._sock, socket.SHUT_RDWR)
        except OSError:
            return

    def close(self) -> None:
        """Close the socket; never blocks."""
        self._is_over = True
        self.abort()
        self._sock.close()

    @property
    def is_local(self) -> bool:
        """Whether the other end is this machine."""
        try:
            return ipaddress.ip_address(self._sock.getpeername()[0]).is_loopback
        except (OSError, ValueError):
            return False

    def settimeout(self, _wait_s: float | None) -> None:
        """Refuse a library's own idea of time-outs: the limits are ours."""

    def farewell(self, line: bytes) -> None:
        """Say one last line if that is possible at once."""
        if self._is_over:
            return
        with contextlib.suppress(OSError):
            self.limits = replace(self.limits, silence_s=_FAREWELL_S)
            self._sock.settimeout(_FAREWELL_S)
            self.send(line)

    @property
    def tls(self) -> ssl.SSLSocket | None:
        """The TLS socket, once there is one."""
        return self._sock if isinstance(self._sock, ssl.SSLSocket) else None

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Turn the connection into TLS. Whatever came before is not carried over."""
        if self._buffer:
            raise Trouble(SERVER_BROKE_RULES, host=self.host)
        try:
            self._sock = context.wrap_socket(self._sock, server_hostname=self.host, do_handshake_on_connect=False)
            self._sock.do_handshake()
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError) as error:
            raise self._lost(error) from error
        except ssl.SSLError:
            # Told apart by whoever connects: a certificate that does not hold, or a server that speaks no TLS here.
            self._cancel.check()
            raise
        except OSError as error:
            raise self._lost(error) from error
        self.fresh_start()

    def start_compression(self) -> None:
        """Speak DEFLATE (RFC 4978) from here on."""
        if self._buffer:
            raise Trouble(SERVER_BROKE_RULES, host=self.host)
        self._inflate = zlib.decompressobj(-15)
        self._deflate = zlib.compressobj(6, zlib.DEFLATED, -15)

    def pretend_received(self, data: bytes) -> None:
        """Put our own words where the server's would stand (a greeting, for a library that waits for one)."""
        self._buffer = data + self._buffer

    def put_back(self, data: bytes) -> None:
        """Return what was received and not used."""
        self._buffer = data + self._buffer

    def fresh_start(self, *, is_window: bool = False) -> None:
        """Count time, bytes and lines anew: a command or a window begins."""
        self._waited_s = 0.0
        self._received = 0
        self._lines = 0
        self._allowance = self.limits.window_bytes if is_window else self.limits.command_bytes

    def send(self, data: bytes) -> None:
        """Send `data`; nothing leaves before its line is complete and allowed."""
        self._cancel.check()
        self._outgoing += data
        if len(self._outgoing) > _OUT_LINE_BYTES:
            self._outgoing = b""
            raise ForbiddenLineError("a line that is too long was about to leave")
        if not self._outgoing.endswith(b"\r\n"):
            return
        line, self._outgoing = self._outgoing, b""
        check_line(line, after=self._verb)
        self._verb = _verb(line) if not (self._verb == b"AUTHENTICATE" and _SASL_ANSWER.fullmatch(line)) else self._verb
        if self._deflate:
            line = self._deflate.compress(line) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
        self.fresh_start()
        try:
            self._sock.sendall(line)
        except OSError as error:
            raise self._lost(error) from error

    def receive(self, at_least: int = 1) -> bytes:
        """At least so many bytes, and whatever else is there already."""
        data = self._buffer
        self._buffer = b""
        if len(data) >= at_least:
            return data
        pieces = [data]
        have = len(data)
        while have < at_least:
            piece = self._receive_once()
            pieces.append(piece)
            have += len(piece)
        return b"".join(pieces)

    def read(self, count: int) -> bytes:
        """Exactly `count` bytes (a literal)."""
        if count > self.limits.literal_bytes:
            raise Trouble(SERVER_BROKE_RULES, host=self.host)
        data = self.receive(count) if count > 0 else b""
        if count > 0:
            self._buffer = data[count:]
        return data[:count]

    def readline(self) -> bytes:
        """One line with its ending, capped."""
        self._lines += 1
        if self._lines > self.limits.command_lines:
            raise Trouble(SERVER_BROKE_RULES, host=self.host)
        pieces: list[bytes] = []
        length = 0
        data, self._buffer = self._buffer, b""
        while (end := data.find(b"\n")) < 0:
            pieces.append(data)
            length += len(data)
            if length >= self.limits.line_bytes:
                raise Trouble(SERVER_BROKE_RULES, host=self.host)
            data = self._receive_once()
        if length + end >= self.limits.line_bytes:
            raise Trouble(SERVER_BROKE_RULES, host=self.host)
        pieces.append(data[: end + 1])
        self._buffer = data[end + 1 :]
        self.last_line = b"".join(pieces)
        return self.last_line

    def has_data(self, wait_s: float) -> bool:
        """Whether something can be read within `wait_s`; asks the cancel token along the way."""
        until = time.monotonic() + wait_s
        while True:
            self._cancel.check()
            left = until - time.monotonic()
            if self._buffer or (self._inflate and self._inflate.unconsumed_tail):
                return True
            self._silence_s = max(0.001, min(left, 0.5))
            try:
                self._buffer = self._receive_once()
            except Trouble as trouble:
                if trouble.kind is not SERVER_SILENT:
                    raise
                if left <= 0.5:
                    return False
            finally:
                self._silence_s = self.limits.silence_s
                self._sock.settimeout(self._silence_s)
            self.fresh_start()

    def _receive_once(self) -> bytes:
        while True:
            if self._inflate and self._inflate.unconsumed_tail:
                data = self._expand(self._inflate.unconsumed_tail)
            else:
                data = self._from_socket()
                if self._inflate:
                    data = self._expand(data)
            if data:
                self._received += len(data)
                if self._received > self._allowance:
                    raise Trouble(SERVER_BROKE_RULES, host=self.host)
                return data

    def _expand(self, data: bytes) -> bytes:
        assert self._inflate is not None
        try:
            return self._inflate.decompress(data, _RECEIVE_BYTES)
        except zlib.error as error:
            raise Trouble(SERVER_BROKE_RULES, host=self.host) from error

    def _from_socket(self) -> bytes:
        limits = self.limits
        left_s = limits.patience_s + self._received / limits.least_bytes_per_s - self._waited_s
        if left_s <= 0:
            self._cancel.check()
            raise Trouble(SERVER_SILENT, host=self.host, wait_s=round(self._waited_s))
        started = time.monotonic()
        try:
            self._sock.settimeout(min(self._silence_s, left_s))
            data = self._sock.recv(_RECEIVE_BYTES)
        except (OSError, ValueError) as error:
            raise self._lost(error) from error
        self._waited_s += time.monotonic() - started
        if not data:
            raise self._lost(None)
        if self._cancel.is_cancelled:
            raise Cancelled
        return data

    def _lost(self, error: Exception | None) -> Exception:
        if self._cancel.is_cancelled:
            return Cancelled()
        if isinstance(error, TimeoutError):
            return Trouble(SERVER_SILENT, host=self.host, wait_s=round(self._silence_s))
        return Trouble(NETWORK_CUT, host=self.host)
