"""The domain's own settings page (Thunderbird's autoconfig format), over HTTPS only and without the local part."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import ParseError, fromstring  # type: ignore[import-untyped]

from sentwatch.adapters.targets import Targets, shut
from sentwatch.core.accounts import Security
from sentwatch.core.discovery import OfferedServer, fill_in, is_within
from sentwatch.core.trouble import NETWORK_CUT, SERVER_BROKE_RULES, Trouble
from sentwatch.ports.cancel import CancelToken

MAX_BYTES: Final = 64 * 1024
"""The largest file of Thunderbird's own database has 15 kB (ISPDB, read 2026-11)."""
MAX_SERVERS: Final = 16
MAX_REDIRECTS: Final = 3
ALL_S: Final = 12.0
"""For one page, redirects included: the whole set-up shall take a minute."""

# Thunderbird also adds ?emailaddress=…; it is left out: who may know the address is not ours to decide.
_PAGES: Final = (
    "https://autoconfig.{domain}/mail/config-v1.1.xml",
    "https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
)
_SECURITY: Final = {"SSL": Security.TLS, "STARTTLS": Security.STARTTLS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Autoconfig:
    """An AutoconfigPort. `targets`, `context` and `port` are for tests on loopback."""

    targets: Targets = field(default_factory=Targets)
    context: ssl.SSLContext | None = field(default=None, repr=False)
    port: int = 443

    def offers(self, address: str, *, domain: str, cancel: CancelToken) -> tuple[OfferedServer, ...]:
        """Return what the first of the two pages that exists names."""
        trouble: Trouble | None = None
        for page in _PAGES:
            cancel.check()
            try:
                text = self._fetch(page.format(domain=domain), domain=domain, cancel=cancel)
            except Trouble as kept:
                trouble = kept
                continue
            if text is not None:
                return read_autoconfig(text, address=address, host=domain)
        if trouble is not None and trouble.kind is not NETWORK_CUT:
            raise trouble
        return ()

    def _fetch(self, url: str, *, domain: str, cancel: CancelToken) -> bytes | None:
        deadline = time.monotonic() + ALL_S
        for _ in range(MAX_REDIRECTS + 1):
            cancel.check()
            parts = urlsplit(url)
            host = parts.hostname or ""
            # Another site, another port, or no TLS: not followed. The first two would tell strangers who asks.
            if parts.scheme != "https" or parts.port is not None or not is_within(host, domain) or parts.username:
                return None
            answer = self._get(host, parts.path or "/", query=parts.query, deadline=deadline, cancel=cancel)
            if isinstance(answer, bytes) or answer is None:
                return answer
            try:
                url = urljoin(url, answer)
            except ValueError:
                return None
        return None

    def _get(self, host: str, path: str, *, query: str, deadline: float, cancel: CancelToken) -> bytes | str | None:
        """Return the body, the place of a redirect, or None where the page does not exist."""
        raw = self.targets.connect(host, self.port)
        raw.settimeout(max(0.1, deadline - time.monotonic()))
        context = self.context or ssl.create_default_context()
        sockets: list[socket.socket] = [raw]
        try:
            with raw, cancel.on_cancel(lambda: shut(sockets)), context.wrap_socket(raw, server_hostname=host) as tls:
                sockets.append(tls)
                connection = _OverSocket(host, tls)
                target = path + ("?" + query if query else "")
                headers = {"Accept": "text/xml", "Accept-Encoding": "identity", "Connection": "close"}
                connection.request("GET", target, headers=headers)
                with connection.getresponse() as response:
                    if response.status in {301, 302, 303, 307, 308}:
                        return response.headers.get("Location", "")
                    if response.status != 200:
                        return None
                    return _read_capped(response, host=host, deadline=deadline)
        except (OSError, http.client.HTTPException, ValueError):
            cancel.check()
            raise Trouble(NETWORK_CUT, host=host) from None


class _OverSocket(http.client.HTTPConnection):
    """An HTTP client over a socket that is already connected and judged."""

    def __init__(self, host: str, sock: socket.socket) -> None:
        super().__init__(host)
        self.sock = sock

    def connect(self) -> None:
        """Never connect by name again."""
        raise ConnectionError


def _read_capped(response: http.client.HTTPResponse, *, host: str, deadline: float) -> bytes:
    """Read at most MAX_BYTES, and no slower than the deadline: one byte a second would keep us for ever."""
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(8192):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise Trouble(SERVER_BROKE_RULES, host=host)
        if time.monotonic() > deadline:
            raise Trouble(NETWORK_CUT, host=host)
    return b"".join(pieces)


def read_autoconfig(text: bytes, *, address: str, host: str) -> tuple[OfferedServer, ...]:
    """Read the incoming servers of an autoconfig file; Trouble(SERVER_BROKE_RULES) where it is none."""
    try:
        root = fromstring(text[:MAX_BYTES], forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Trouble(SERVER_BROKE_RULES, host=host) from None
    offers: list[OfferedServer] = []
    for server in root.iterfind("./emailProvider/incomingServer"):
        offer = _offer(server, address)
        if offer is not None:
            offers.append(offer)
        if len(offers) == MAX_SERVERS:
            break
    return tuple(offers)


def _offer(server: Element, address: str) -> OfferedServer | None:
    port = (server.findtext("port") or "").strip()
    host = fill_in(server.findtext("hostname") or "", address)
    if host is None or not (port.isascii() and port.isdigit() and len(port) <= 5):
        return None
    return OfferedServer(
        protocol=(server.get("type") or "").lower(),
        host=host,
        port=int(port),
        security=_SECURITY.get((server.findtext("socketType") or "").strip().upper()),
        login_name=fill_in(server.findtext("username") or "", address),
    )
