"""Reading JSON from a provider's web interface: GET only, one host, capped, refusals told apart."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import httpx2
import msgspec

from sentwatch.core.trouble import (
    BROWSER_SIGN_IN_NEEDED,
    NETWORK_CUT,
    PERMISSION_MISSING,
    SERVER_BROKE_RULES,
    SERVER_REFUSED,
    SERVER_SILENT,
    SERVER_TROUBLE,
    THROTTLED,
    Trouble,
)
from sentwatch.decoding import from_json
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential, CredentialKind

MAX_ANSWER: Final = 8 << 20
"""One page. Gmail's 1,000 filters are some 500 kB."""
ALL_S: Final = 30.0
"""For one page in all: a byte a second would keep us for ever."""
STEP_S: Final = 10.0
MAX_TOKEN: Final = 16_384
MAX_WAIT_S: Final = 24 * 3600


class _Reason(msgspec.Struct):
    reason: str = ""


class _Error(msgspec.Struct):
    """Google's and Microsoft's error objects have these in common; the rest is not read."""

    code: str | int = ""
    message: str = ""
    status: str = ""
    errors: list[_Reason] = msgspec.field(default_factory=list)


class _Refusal(msgspec.Struct):
    error: _Error | str = ""


_LIMITS: Final = frozenset(
    ("ratelimitexceeded", "userratelimitexceeded", "quotaexceeded", "dailylimitexceeded", "resource_exhausted")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestReader:
    """Reads pages below `base`. `context` (trust) is for tests."""

    base: str
    context: ssl.SSLContext | None = field(default=None, repr=False)
    all_s: float = ALL_S

    @property
    def host(self) -> str:
        """The name shown in troubles."""
        return urlsplit(self.base).hostname or self.base

    def get(self, path: str, *, credential: Credential, cancel: CancelToken) -> bytes:
        """Return the body of `base` + `path`, or of a full address on the same host."""
        url = path if path.startswith("https://") else self.base + path
        if urlsplit(url)[:2] != urlsplit(self.base)[:2] or urlsplit(url).scheme != "https":
            # A next page elsewhere would carry the token to strangers.
            raise Trouble(SERVER_BROKE_RULES, host=self.host)
        headers = {
            "Authorization": f"Bearer {_token(credential, self.host)}",
            "Accept": "application/json",
            # A packed answer could unpack to anything before it is measured.
            "Accept-Encoding": "identity",
        }
        cancel.check()
        try:
            status, wait, body = self._fetch(url, headers, cancel)
        except httpx2.TimeoutException:
            cancel.check()
            raise Trouble(SERVER_SILENT, host=self.host, wait_s=round(STEP_S)) from None
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError):
            cancel.check()
            raise Trouble(NETWORK_CUT, host=self.host) from None
        if status != 200:
            raise self._refusal(status, wait, body)
        return body

    def _fetch(self, url: str, headers: dict[str, str], cancel: CancelToken) -> tuple[int, str, bytes]:
        deadline = time.monotonic() + self.all_s
        body = bytearray()
        # No redirects: a request with a token in it goes where it was meant to go or nowhere.
        with ExitStack() as stack:
            client = stack.enter_context(
                httpx2.Client(
                    verify=self.context or ssl.create_default_context(),
                    trust_env=False,
                    follow_redirects=False,
                    timeout=STEP_S,
                )
            )
            sockets: list[socket.socket] = []
            stack.enter_context(cancel.on_cancel(lambda: _cut(sockets)))
            response = stack.enter_context(
                client.stream("GET", url, headers=headers, extensions={"trace": _keeper(sockets)})
            )
            if response.headers.get("Content-Encoding", "identity").lower() != "identity":
                raise Trouble(SERVER_BROKE_RULES, host=self.host)
            for piece in response.iter_raw(65_536):
                body += piece
                cancel.check()
                if len(body) > MAX_ANSWER:
                    raise Trouble(SERVER_BROKE_RULES, host=self.host)
                if time.monotonic() > deadline:
                    raise Trouble(SERVER_SILENT, host=self.host, wait_s=round(self.all_s))
            return response.status_code, response.headers.get("Retry-After", ""), bytes(body)

    def _refusal(self, status: int, wait: str, body: bytes) -> Trouble:
        said = _read_refusal(body)
        words = {said.status.lower(), str(said.code).lower(), *(one.reason.lower() for one in said.errors)}
        if status == 429 or (status == 403 and words & _LIMITS):
            wait_s = _wait_s(wait)
            return Trouble(THROTTLED, host=self.host, **({} if wait_s is None else {"wait_s": wait_s}))
        if status == 401:
            return Trouble(BROWSER_SIGN_IN_NEEDED, host=self.host)
        if status == 403:
            return Trouble(PERMISSION_MISSING, host=self.host)
        if status >= 500:
            wait_s = _wait_s(wait)
            return Trouble(SERVER_TROUBLE, host=self.host, **({} if wait_s is None else {"wait_s": wait_s}))
        if 300 <= status < 400:
            return Trouble(SERVER_BROKE_RULES, host=self.host)
        return Trouble(SERVER_REFUSED, host=self.host, answer=f"{status} {said.message}"[:300])


def _keeper(sockets: list[socket.socket]) -> Callable[[str, Mapping[str, object]], None]:
    """Make what keeps the sockets a request opens, so that a cancel can wake whoever waits on them."""

    def keep(event: str, info: Mapping[str, object]) -> None:
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            sock = getattr(info.get("return_value"), "get_extra_info", _nothing)("socket")
            if isinstance(sock, socket.socket):
                sockets.append(sock)

    return keep


def _nothing(_name: str) -> None:
    return None


def _cut(sockets: list[socket.socket]) -> None:
    for sock in sockets:
        with suppress(OSError):
            # The unbound method: SSLSocket.shutdown would first forget its TLS state under the reader's feet.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _token(credential: Credential, host: str) -> str:
    """Return the access token; a password opens nothing here, and a token with blanks could become a header."""
    token = credential.secret
    if credential.kind is not CredentialKind.ACCESS_TOKEN:
        raise Trouble(BROWSER_SIGN_IN_NEEDED, host=host)
    if not (0 < len(token) <= MAX_TOKEN and token.isascii() and token.isprintable() and " " not in token):
        raise Trouble(BROWSER_SIGN_IN_NEEDED, host=host)
    return token


def _read_refusal(body: bytes) -> _Error:
    try:
        error = from_json(body, _Refusal).error
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _Error()
    return error if isinstance(error, _Error) else _Error(message=error)


def _wait_s(text: str) -> int | None:
    """Return the seconds of a Retry-After; the other form, a date, is rare there and not believed."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 7):
        return None
    return min(max(1, int(digits)), MAX_WAIT_S)
