"""From a host name to an encrypted, verified wire: nothing is said in clear but STARTTLS."""

from __future__ import annotations

import select
import socket
import ssl
import sys
import threading
import time
from pathlib import Path
from typing import Final
from weakref import WeakValueDictionary

from sentwatch.adapters.imap.wire import Limits, Wire
from sentwatch.core.accounts import Security
from sentwatch.core.trouble import (
    CERTIFICATE_REFUSED,
    ENCRYPTION_REFUSED,
    NETWORK_CUT,
    SERVER_BROKE_RULES,
    SERVER_SILENT,
    Trouble,
)
from sentwatch.ports.cancel import CancelToken

_STEP_S = 0.2
_CLEAR_LINES = 50


def tls_context(ca_file: str | None, *, host: str) -> ssl.SSLContext:
    """A context that verifies always: the system's trust, and an office's own authority in addition.

    Reading the system's trust takes 50 ms and 1 MB: connections open at the same time share it, unless it has changed.
    """
    trusted = _trusted(ca_file)
    with _ONE_BY_ONE:
        context = _IN_USE.get(trusted) if trusted else None
        if context is None:
            context = _new_context(ca_file, host=host)
            if trusted:
                _IN_USE[trusted] = context
        return context


_IN_USE: Final[WeakValueDictionary[tuple[object, ...], ssl.SSLContext]] = WeakValueDictionary()
_ONE_BY_ONE: Final = threading.Lock()


def _trusted(ca_file: str | None) -> tuple[object, ...]:
    """What the trust is read from, and which version of it; empty where the system keeps it in no files."""
    system = ssl.get_default_verify_paths()
    if sys.platform == "win32" or not (system.cafile or system.capath):
        return ()
    return tuple(_version(path) for path in (system.cafile, system.capath, ca_file))


def _version(path: str | None) -> tuple[object, ...]:
    try:
        found = Path(path).stat() if path is not None else None
    except OSError:
        found = None
    return (path,) if found is None else (path, found.st_ino, found.st_size, found.st_mtime_ns)


def _new_context(ca_file: str | None, *, host: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=ca_file)
        except OSError as error:
            raise Trouble(CERTIFICATE_REFUSED, host=host) from error
    return context


def connect(
    host: str, port: int, *, security: Security, context: ssl.SSLContext, cancel: CancelToken, limits: Limits
) -> Wire:
    """Connect and encrypt. The wire then begins with the server's greeting, or one of our own after STARTTLS."""
    sock = open_socket(host, port, cancel=cancel, limits=limits)
    wire = Wire(sock, host=host, cancel=cancel, limits=limits)
    try:
        with cancel.on_cancel(wire.abort):
            if security is Security.STARTTLS:
                _ask_for_tls(wire)
            try:
                wire.start_tls(context)
            except ssl.SSLCertVerificationError as error:
                raise Trouble(CERTIFICATE_REFUSED, host=host) from error
            except ssl.SSLError as error:
                raise Trouble(ENCRYPTION_REFUSED, host=host) from error
            if security is Security.STARTTLS:
                wire.pretend_received(b"* OK encrypted\r\n")
    except BaseException:
        wire.close()
        raise
    return wire


def _ask_for_tls(wire: Wire) -> None:
    # RFC 3501 6.2.1 and 11.1: what was said before TLS may be anybody's, so nothing of it is used, and a server
    # that already takes us for signed in (PREAUTH) cannot be asked for TLS any more.
    greeting = wire.readline()
    if not greeting.upper().startswith(b"* OK"):
        kind = ENCRYPTION_REFUSED if greeting.startswith(b"* ") else SERVER_BROKE_RULES
        raise Trouble(kind, host=wire.host)
    wire.send(b"SWTLS STARTTLS\r\n")
    for _ in range(_CLEAR_LINES):
        line = wire.readline()
        if line.startswith(b"SWTLS "):
            if line[6:8].upper() != b"OK":
                raise Trouble(ENCRYPTION_REFUSED, host=wire.host)
            return
        if not line.startswith(b"* ") or line[:5].upper() == b"* BYE":
            raise Trouble(ENCRYPTION_REFUSED, host=wire.host)
    raise Trouble(SERVER_BROKE_RULES, host=wire.host)


def open_socket(host: str, port: int, *, cancel: CancelToken, limits: Limits) -> socket.socket:
    """Connect to the first address of a name that answers; Trouble or Cancelled otherwise."""
    until = time.monotonic() + limits.connect_s
    last: Trouble = Trouble(NETWORK_CUT, host=host)
    for family, kind, protocol, address in _resolve(host, port, cancel=cancel, until=until):
        sock = socket.socket(family, kind, protocol)
        try:
            if _connect(sock, address, cancel=cancel, until=until):
                sock.setblocking(True)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return sock
            if time.monotonic() >= until:
                last = Trouble(SERVER_SILENT, host=host, wait_s=round(limits.connect_s))
        except BaseException:
            sock.close()
            raise
        sock.close()
    raise last


def _connect(sock: socket.socket, address: tuple[object, ...], *, cancel: CancelToken, until: float) -> bool:
    sock.setblocking(False)
    try:
        sock.connect(address)
    except BlockingIOError:
        while time.monotonic() < until:
            cancel.check()
            _readable, writable, broken = select.select([], [sock], [sock], _STEP_S)
            if writable or broken:
                return sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0
        return False
    except OSError:
        return False
    return True


_Address = tuple[socket.AddressFamily, socket.SocketKind, int, tuple[object, ...]]


def _resolve(host: str, port: int, *, cancel: CancelToken, until: float) -> list[_Address]:
    # The system's resolver cannot be interrupted, so it waits on a thread of its own that nobody waits for.
    found: list[_Address] = []

    def look_up() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend((family, kind, protocol, address) for family, kind, protocol, _name, address in answers)

    thread = threading.Thread(target=look_up, name="resolve", daemon=True)
    thread.start()
    while thread.is_alive() and time.monotonic() < until:
        cancel.check()
        thread.join(_STEP_S / 4)
    if not found:
        raise Trouble(NETWORK_CUT, host=host)
    return list(found)
