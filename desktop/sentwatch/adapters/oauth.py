"""OAuth 2 for a program on somebody's computer: code with PKCE on loopback (RFC 8252), device code, renewal."""

from __future__ import annotations

import hmac
import secrets
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import parse_qs, urlsplit

import httpx2
import msgspec
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # type: ignore[import-untyped]
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]

from sentwatch.core.oauth import DeviceCode, OAuthService, Purpose, Tokens
from sentwatch.core.trouble import (
    BROWSER_SIGN_IN_NEEDED,
    NETWORK_CUT,
    OAUTH_CLIENT_MISSING,
    OAUTH_CLIENT_REFUSED,
    SERVER_BROKE_RULES,
    SERVER_TROUBLE,
    SIGN_IN_DECLINED,
    SIGN_IN_TIMED_OUT,
    THROTTLED,
    Trouble,
)
from sentwatch.decoding import from_json
from sentwatch.ports.cancel import CancelToken

WAIT_S: Final = 300.0
"""How long the browser may take; afterwards nobody listens any more."""
REQUEST_S: Final = 5.0
MAX_HEAD: Final = 8_192
MAX_STRANGERS: Final = 50
"""Requests that are not the awaited one are answered and forgotten, but not for ever."""
MAX_ANSWER: Final = 256 * 1024
MAX_TOKEN: Final = 16_384
LONGEST: Final = 24 * 3600.0
DEFAULT_S: Final = 300.0
"""How long an access token is believed to last where the provider does not say (RFC 6749 section 5.1: RECOMMENDED)."""

_HEAD: Final = (
    "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n"
    "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
    "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'\r\n"
    "Connection: close\r\n\r\n"
)
_DONE: Final = (
    "<!doctype html><meta charset=utf-8><title>Sentwatch</title>"
    "<body style='font-family:sans-serif;margin:4em auto;max-width:32em'>"
    "<p lang=en>You can close this page and go back to Sentwatch.</p>"
    "<p lang=ja>このページを閉じて、Sentwatch に戻ってください。</p>"
)
_NOT_HERE: Final = "<!doctype html><meta charset=utf-8><title>Sentwatch</title><p>Nothing here."


class _Answer(msgspec.Struct):
    """What token and device endpoints answer (RFC 6749 section 5, RFC 8628 section 3.2); the rest is not read."""

    access_token: str = ""
    token_type: str = ""
    expires_in: float | str | None = None
    refresh_token: str | None = None
    error: str = ""
    device_code: str = ""
    user_code: str = ""
    verification_uri: str = ""
    verification_url: str = ""
    verification_uri_complete: str | None = None
    interval: float | str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth:
    """An OAuthPort. `context` (trust) and `wait_s` are for tests."""

    context: ssl.SSLContext | None = field(default=None, repr=False)
    wait_s: float = WAIT_S
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC), repr=False)

    def begin(self, service: OAuthService, *, address: str) -> LoopbackSignIn:
        """Start listening and make the page's address. The address goes to the provider it belongs to, as a hint."""
        client_id = _client_id(service)
        listener = socket.create_server(("127.0.0.1", 0), backlog=8)
        state = secrets.token_urlsafe(32)
        verifier = secrets.token_urlsafe(64)
        back = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        url = prepare_grant_uri(
            service.authorize_url,
            client_id=client_id,
            response_type="code",
            redirect_uri=back,
            scope=" ".join((*service.scopes, *service.rules_scopes)),
            state=state,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
            login_hint=address,
            **dict(service.extra),
        )

        def exchange(code: str) -> Tokens:
            return self._tokens(
                service,
                {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier},
                scopes=service.scopes_for(Purpose.MAIL),
            )

        return LoopbackSignIn(
            url=str(url), listener=listener, state=state, service=service, exchange=exchange, wait_s=self.wait_s
        )

    def begin_device(self, service: OAuthService) -> DeviceCode:
        """Ask for a code to be typed at another device."""
        if service.device_url is None:
            raise Trouble(SIGN_IN_DECLINED, host=_host(service))
        answer = self._post(
            service, service.device_url, {"client_id": _client_id(service), "scope": " ".join(service.scopes)}
        )
        url = answer.verification_uri or answer.verification_url
        if answer.error or not (answer.device_code and answer.user_code and url.startswith("https://")):
            raise _refusal(answer.error, service)
        complete = answer.verification_uri_complete
        return DeviceCode(
            user_code=answer.user_code[:64],
            url=url[:500],
            url_complete=complete[:1000] if complete and complete.startswith("https://") else None,
            ends_in_s=min(_seconds(answer.expires_in, DEFAULT_S), 1800.0),
            ask_every_s=min(max(_seconds(answer.interval, 5.0), 0.0), 60.0),
            device_code=answer.device_code,
        )

    def wait_device(self, service: OAuthService, code: DeviceCode, *, cancel: CancelToken) -> Tokens:
        """Ask at the pace the provider set until the code was entered (RFC 8628 section 3.5)."""
        deadline = time.monotonic() + min(code.ends_in_s, self.wait_s * 6)
        pause_s = code.ask_every_s
        grant = {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": code.device_code}
        while time.monotonic() < deadline:
            cancel.wait(pause_s)
            answer = self._post(service, service.token_url, {**_client(service), **grant})
            if answer.error == "slow_down":
                pause_s += 5.0
            elif answer.error != "authorization_pending":
                return self._read(answer, service)
        raise Trouble(SIGN_IN_TIMED_OUT, host=_host(service))

    def renew(self, service: OAuthService, refresh_token: str, *, scopes: Sequence[str] = ()) -> Tokens:
        """Exchange the refresh token, once."""
        return self._tokens(service, {"grant_type": "refresh_token", "refresh_token": refresh_token}, scopes=scopes)

    def _tokens(self, service: OAuthService, grant: Mapping[str, str], *, scopes: Sequence[str]) -> Tokens:
        # Microsoft lets people agree to several doors at once and gives a token for one of them at a time
        # (learn.microsoft.com: "Have the user consent upfront for several resources", read 2026-11).
        named = {"scope": " ".join(scopes)} if scopes else {}
        return self._read(self._post(service, service.token_url, {**_client(service), **grant, **named}), service)

    def _read(self, answer: _Answer, service: OAuthService) -> Tokens:
        if answer.error or not answer.access_token:
            raise _refusal(answer.error, service)
        given = (answer.access_token, answer.refresh_token or "x")
        if answer.token_type.lower() != "bearer" or not all(_is_token(text) for text in given):
            raise Trouble(SERVER_BROKE_RULES, host=_host(service))
        lasts_s = min(_seconds(answer.expires_in, DEFAULT_S), LONGEST)
        return Tokens(
            access=answer.access_token,
            ends_at=self.now() + timedelta(seconds=lasts_s),
            refresh=answer.refresh_token or None,
        )

    def _post(self, service: OAuthService, url: str, form: Mapping[str, str]) -> _Answer:
        host = _host(service)
        if urlsplit(url).scheme != "https":
            raise Trouble(SERVER_BROKE_RULES, host=host)
        try:
            # No redirects: a form with a code or a token in it goes where it was meant to go or nowhere.
            with httpx2.Client(
                verify=self.context or ssl.create_default_context(), trust_env=False, follow_redirects=False, timeout=15
            ) as client:
                with client.stream("POST", url, data=dict(form), headers={"Accept": "application/json"}) as response:
                    body = b""
                    for piece in response.iter_bytes(8192):
                        body += piece
                        if len(body) > MAX_ANSWER:
                            raise Trouble(SERVER_BROKE_RULES, host=host)
                    status = response.status_code
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError):
            raise Trouble(NETWORK_CUT, host=host) from None
        if status == 429:
            raise Trouble(THROTTLED, host=host)
        if status >= 500:
            raise Trouble(SERVER_TROUBLE, host=host)
        try:
            return from_json(body, _Answer)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise Trouble(SERVER_BROKE_RULES, host=host) from None


@dataclass(slots=True, kw_only=True)
class LoopbackSignIn:
    """One sign-in under way. Exactly one answer with our state is taken; afterwards nobody listens."""

    url: str
    listener: socket.socket = field(repr=False)
    state: str = field(repr=False)
    service: OAuthService
    exchange: Callable[[str], Tokens] = field(repr=False)
    wait_s: float = WAIT_S

    def wait(self, cancel: CancelToken) -> Tokens:
        """Wait for the browser, then exchange its code at once."""
        deadline = time.monotonic() + self.wait_s
        try:
            for _ in range(MAX_STRANGERS):
                with self._next(deadline, cancel) as browser:
                    answer = self._hear(browser)
                    _say(browser, "404 Not Found" if answer is None else "200 OK", _DONE if answer else _NOT_HERE)
                if answer is not None:
                    break
            else:
                raise Trouble(SIGN_IN_TIMED_OUT, host=_host(self.service))
        finally:
            self.close()
        cancel.check()
        if "code" not in answer:
            raise _refusal(answer.get("error", ""), self.service)
        return self.exchange(answer["code"])

    def close(self) -> None:
        """Stop listening."""
        self.listener.close()

    def _next(self, deadline: float, cancel: CancelToken) -> socket.socket:
        while time.monotonic() < deadline:
            cancel.check()
            self.listener.settimeout(0.2)
            try:
                return self.listener.accept()[0]
            except TimeoutError:
                continue
            except OSError:
                break
        raise Trouble(SIGN_IN_TIMED_OUT, host=_host(self.service))

    def _hear(self, browser: socket.socket) -> dict[str, str] | None:
        """Return the query of the awaited request; None for anybody else's."""
        head = _read_head(browser)
        if head is None:
            return None
        request, *lines = head.split("\r\n")
        words = request.split(" ")
        hosts = [line.partition(":")[2].strip() for line in lines if line.lower().startswith("host:")]
        # A page elsewhere whose name was rebound to 127.0.0.1 sends its own name here (DNS rebinding).
        if hosts != [f"127.0.0.1:{self.listener.getsockname()[1]}"]:
            return None
        if len(words) != 3 or words[0] != "GET" or not words[1].startswith("/?"):
            return None
        try:
            query = parse_qs(words[1][2:], max_num_fields=20)
        except ValueError:
            return None
        single = {name: values[0] for name, values in query.items() if len(values) == 1}
        if not hmac.compare_digest(single.get("state", "").encode(), self.state.encode()):
            return None
        issuer = single.get("iss")  # RFC 9207: another server's answer is not ours
        if issuer is not None and self.service.issuer is not None and issuer != self.service.issuer:
            return None
        return single if "code" in single or "error" in single else None


def _read_head(browser: socket.socket) -> str | None:
    deadline = time.monotonic() + REQUEST_S
    head = b""
    while b"\r\n\r\n" not in head:
        left_s = deadline - time.monotonic()
        if left_s <= 0 or len(head) > MAX_HEAD:
            return None
        browser.settimeout(left_s)
        try:
            piece = browser.recv(4096)
        except OSError:
            return None
        if not piece:
            return None
        head += piece
    return head.partition(b"\r\n\r\n")[0].decode("latin-1")


def _say(browser: socket.socket, status: str, page: str) -> None:
    body = page.encode()
    try:
        browser.settimeout(REQUEST_S)
        browser.sendall(_HEAD.format(status=status, length=len(body)).encode() + body)
        browser.shutdown(socket.SHUT_WR)
    except OSError:
        return


def _client_id(service: OAuthService) -> str:
    if not service.client_id:
        raise Trouble(OAUTH_CLIENT_MISSING, service=service.name)
    return service.client_id


def _client(service: OAuthService) -> dict[str, str]:
    client = {"client_id": _client_id(service)}
    if service.client_secret:
        client["client_secret"] = service.client_secret
    return client


def _host(service: OAuthService) -> str:
    return urlsplit(service.token_url).hostname or service.name


def _is_token(text: str) -> bool:
    """Whether it is a b64token-like word (RFC 6750 section 2.1): anything else could break out of the SASL line."""
    return 0 < len(text) <= MAX_TOKEN and text.isascii() and text.isprintable() and " " not in text


def _seconds(value: float | str | None, otherwise: float) -> float:
    try:
        seconds = float(value) if value is not None else otherwise
    except ValueError:
        return otherwise
    return seconds if 0 <= seconds < 1e9 else otherwise


def _refusal(error: str, service: OAuthService) -> Trouble:
    """Tell what an OAuth error code means (RFC 6749 sections 4.1.2.1 and 5.2, RFC 8628 section 3.5)."""
    host = _host(service)
    if error in {"invalid_grant", "interaction_required", "login_required", "consent_required"}:
        return Trouble(BROWSER_SIGN_IN_NEEDED, host=host)
    if error in {"invalid_client", "unauthorized_client", "invalid_scope", "unsupported_grant_type"}:
        return Trouble(OAUTH_CLIENT_REFUSED, host=host)
    if error == "access_denied":
        return Trouble(SIGN_IN_DECLINED, host=host)
    if error == "expired_token":
        return Trouble(SIGN_IN_TIMED_OUT, host=host)
    if error in {"server_error", "temporarily_unavailable"}:
        return Trouble(SERVER_TROUBLE, host=host)
    return Trouble(SERVER_BROKE_RULES, host=host)
