"""Knocks at IMAP and POP doors: greeting, capabilities, certificate. Nothing secret is ever sent."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from cryptography import x509
from cryptography.x509.oid import ExtensionOID, NameOID

from sentwatch.adapters.targets import Targets, shut
from sentwatch.core.accounts import Account, Security
from sentwatch.core.connection import Answer, Certificate, ConnectionPosture, PlainDoor
from sentwatch.core.trouble import NETWORK_CUT, Trouble
from sentwatch.ports.cancel import CancelToken

TALK_S: Final = 6.0
MAX_LINE: Final = 8_192
MAX_LINES: Final = 64


class _Talk:
    """A few lines with a server, capped in length, number and time."""

    def __init__(self, sock: socket.socket, *, deadline: float) -> None:
        self.sock = sock
        self._deadline = deadline
        self._seen = b""

    def line(self) -> bytes:
        while b"\n" not in self._seen:
            left_s = self._deadline - time.monotonic()
            if left_s <= 0 or len(self._seen) > MAX_LINE:
                raise TimeoutError
            self.sock.settimeout(left_s)
            piece = self.sock.recv(4096)
            if not piece:
                raise ConnectionError
            self._seen += piece
        line, _, self._seen = self._seen.partition(b"\n")
        return line.rstrip(b"\r")

    def ask(self, command: bytes, *, is_last: Callable[[bytes], bool]) -> list[bytes]:
        self.sock.sendall(command + b"\r\n")
        lines: list[bytes] = []
        for _ in range(MAX_LINES):
            lines.append(self.line())
            if is_last(lines[-1]):
                return lines
        raise ConnectionError

    @property
    def has_more(self) -> bool:
        return bool(self._seen)


def _capabilities(talk: _Talk) -> frozenset[str]:
    words: set[str] = set()
    for line in talk.ask(b"s1 CAPABILITY", is_last=lambda line: line[:3].lower() == b"s1 "):
        if line[:13].upper() == b"* CAPABILITY ":
            words.update(line[13:].decode("ascii", "replace").upper().split())
    return frozenset(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionProbe:
    """A DoorKnocker and a ConnectionPort. `targets`, `context`, and the ports are for tests on loopback.

    Names that strangers gave are connected to in public only; the account's own host was entered or confirmed by its
    owner and may stand in the next room.
    """

    targets: Targets = field(default_factory=Targets)
    own_targets: Targets = field(default_factory=lambda: Targets(may_connect=lambda _address: True))
    context: ssl.SSLContext | None = field(default=None, repr=False)
    imap_port: int = 143
    pop_port: int = 110
    talk_s: float = TALK_S

    def answers(self, host: str, port: int, *, security: Security, cancel: CancelToken) -> bool:
        """Whether an IMAP server with a valid certificate for `host` greets there."""
        try:
            with self.targets.connect(host, port) as raw, cancel.on_cancel(lambda: shut([raw])):
                raw.settimeout(self.talk_s)
                deadline = time.monotonic() + self.talk_s
                if security is Security.STARTTLS:
                    talk = _Talk(raw, deadline=deadline)
                    if not talk.line().upper().startswith(b"* OK") or "STARTTLS" not in _capabilities(talk):
                        return False
                    answer = talk.ask(b"s2 STARTTLS", is_last=lambda line: line[:3].lower() == b"s2 ")
                    # Bytes that came along before the handshake are an injection: such a server is not proposed.
                    if answer[-1][:5].upper() != b"S2 OK" or talk.has_more:
                        return False
                    with self._wrap(raw, host):
                        return True
                with self._wrap(raw, host) as tls:
                    return _Talk(tls, deadline=deadline).line().upper().startswith(b"* OK")
        except (OSError, Trouble, ValueError):
            cancel.check()
            return False

    def is_private(self, host: str, port: int) -> bool:
        """Whether any address of the name is not a public one; a name without addresses is not private."""
        return not all(self.targets.may_connect(address) for address, _ in self.targets.addresses(host, port))

    def look(self, account: Account, *, cancel: CancelToken) -> ConnectionPosture:
        """Look at the account's own host, at its own port and at the two unencrypted ones."""
        host = account.host
        old_tls = self._takes_old_tls(account, cancel=cancel)
        version: str | None = None
        certificate: Certificate | None = None
        capabilities: frozenset[str] = frozenset()
        try:
            version, certificate, capabilities = self._encrypted(account, cancel=cancel)
        except Trouble:
            # A server that knows nothing newer cannot be asked more by us, but that is an answer too.
            if old_tls is not Answer.YES:
                raise
        doors: list[PlainDoor] = []
        silent: list[int] = []
        for protocol, port, look in (("imap", self.imap_port, _look_imap), ("pop3", self.pop_port, _look_pop)):
            cancel.check()
            door = self._plain(host, port, look, cancel=cancel)
            if door is None:
                silent.append(port)
            else:
                doors.append(PlainDoor(protocol=protocol, port=port, takes_login=door[0], offers_tls=door[1]))
        return ConnectionPosture(
            host=host,
            port=account.port,
            tls_version=version,
            certificate=certificate,
            old_tls=old_tls,
            plain_doors=tuple(doors),
            silent_ports=tuple(silent),
            capabilities=capabilities,
        )

    def _connect_own(self, host: str, port: int) -> socket.socket:
        sock = self.own_targets.connect(host, port)
        sock.settimeout(self.talk_s)
        return sock

    def _wrap(self, sock: socket.socket, host: str) -> ssl.SSLSocket:
        sock.settimeout(self.talk_s)
        return (self.context or ssl.create_default_context()).wrap_socket(sock, server_hostname=host)

    def _open_tls(self, account: Account, context: ssl.SSLContext, raw: socket.socket) -> ssl.SSLSocket:
        if account.security is Security.STARTTLS:
            talk = _Talk(raw, deadline=time.monotonic() + self.talk_s)
            talk.line()
            answer = talk.ask(b"s1 STARTTLS", is_last=lambda line: line[:3].lower() == b"s1 ")
            if answer[-1][:5].upper() != b"S1 OK":
                raise ConnectionError
        raw.settimeout(self.talk_s)
        return context.wrap_socket(raw, server_hostname=account.host)

    def _encrypted(
        self, account: Account, *, cancel: CancelToken
    ) -> tuple[str | None, Certificate | None, frozenset[str]]:
        # Nothing secret goes over this connection, and an expired certificate is exactly what shall be seen:
        # verification is the business of signing in.
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        try:
            with self._connect_own(account.host, account.port) as raw, cancel.on_cancel(lambda: shut([raw])):
                with self._open_tls(account, context, raw) as tls:
                    certificate = read_certificate(tls.getpeercert(binary_form=True))
                    talk = _Talk(tls, deadline=time.monotonic() + self.talk_s)
                    if account.security is Security.TLS:
                        talk.line()
                    return tls.version(), certificate, _capabilities(talk)
        except (OSError, ValueError):
            cancel.check()
            raise Trouble(NETWORK_CUT, host=account.host) from None

    def _plain(
        self, host: str, port: int, look: Callable[[_Talk], tuple[bool, bool] | None], *, cancel: CancelToken
    ) -> tuple[bool, bool] | None:
        try:
            with self._connect_own(host, port) as raw, cancel.on_cancel(lambda: shut([raw])):
                return look(_Talk(raw, deadline=time.monotonic() + self.talk_s))
        except (OSError, Trouble):
            cancel.check()
            return None

    def _takes_old_tls(self, account: Account, *, cancel: CancelToken) -> Answer:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # old versions are the very question here
                context.minimum_version = ssl.TLSVersion.TLSv1
                context.maximum_version = ssl.TLSVersion.TLSv1_1
            context.set_ciphers("ALL:@SECLEVEL=0")
        except (ssl.SSLError, ValueError):
            return Answer.UNKNOWN
        try:
            with self._connect_own(account.host, account.port) as raw, cancel.on_cancel(lambda: shut([raw])):
                with self._open_tls(account, context, raw):
                    return Answer.YES
        except ssl.SSLError as error:
            # Our own OpenSSL may know no old version at all (a system policy): then nothing was asked.
            return Answer.UNKNOWN if error.reason in {"NO_PROTOCOLS_AVAILABLE", "NO_CIPHERS_AVAILABLE"} else Answer.NO
        except (ConnectionResetError, BrokenPipeError):
            return Answer.NO
        except (OSError, Trouble):
            cancel.check()
            return Answer.UNKNOWN


def _look_imap(talk: _Talk) -> tuple[bool, bool] | None:
    if not talk.line().upper().startswith(b"* OK"):
        return None
    words = _capabilities(talk)
    # RFC 9051 section 6.2.3: LOGIN may be used unless LOGINDISABLED is advertised.
    return ("LOGINDISABLED" not in words, "STARTTLS" in words) if words else None


def _look_pop(talk: _Talk) -> tuple[bool, bool] | None:
    if not talk.line().upper().startswith(b"+OK"):
        return None
    lines = talk.ask(b"CAPA", is_last=lambda line: line == b"." or line[:4].upper() == b"-ERR")
    words = {line.split(b" ")[0].upper() for line in lines}
    sasl = next((line.upper().split()[1:] for line in lines if line.upper().startswith(b"SASL ")), [])
    # A server without CAPA (RFC 2449) is an old one that knows USER only.
    takes_login = b"USER" in words or bool({b"PLAIN", b"LOGIN"} & set(sasl)) or lines[0][:4].upper() == b"-ERR"
    return takes_login, b"STLS" in words


def read_certificate(der: bytes | None) -> Certificate | None:
    """Read what we show of a certificate; None where there is none or it cannot be read."""
    if not der:
        return None
    try:
        parsed = x509.load_der_x509_certificate(der)
        issuer = parsed.issuer.get_attributes_for_oid(NameOID.ORGANIZATION_NAME) or list(parsed.issuer)
        return Certificate(
            not_before=_utc(parsed.not_valid_before_utc),
            not_after=_utc(parsed.not_valid_after_utc),
            issuer=str(issuer[0].value)[:120] if issuer else "",
            names=_names(parsed),
        )
    except (ValueError, x509.InvalidVersion, OverflowError):
        return None


def _utc(when: dt.datetime) -> dt.datetime:
    return when.astimezone(dt.UTC)


def _names(parsed: x509.Certificate) -> tuple[str, ...]:
    try:
        names = parsed.extensions.get_extension_for_oid(ExtensionOID.SUBJECT_ALTERNATIVE_NAME).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    assert isinstance(names, x509.SubjectAlternativeName)
    return tuple(names.get_values_for_type(x509.DNSName)[:20])
