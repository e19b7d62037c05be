"""An OAuth 2 provider on loopback over HTTPS (authlib and flask): code with PKCE, device code, rotation, introspection."""

from __future__ import annotations

import secrets
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, TokenMixin, grants
from authlib.oauth2.rfc6749.errors import InvalidGrantError
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc8628 import (
    DEVICE_CODE_GRANT_TYPE,
    DeviceAuthorizationEndpoint,
    DeviceCodeGrant,
    DeviceCredentialMixin,
)
from flask import Flask, jsonify, request
from werkzeug.serving import WSGIRequestHandler, make_server

from sentwatch.core.oauth import OAuthService

CLIENT_ID = "sentwatch-under-test"
SCOPES = ("mail", "offline_access")
RULES_SCOPE = "rules"
"""Belongs to another resource, as Graph's scopes do beside those of IMAP."""


class Client(ClientMixin):
    def get_client_id(self):
        return CLIENT_ID

    def get_default_redirect_uri(self):
        return None

    def get_allowed_scope(self, scope):
        return " ".join(word for word in (scope or "").split() if word in (*SCOPES, RULES_SCOPE))

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri.startswith("http://127.0.0.1:")

    def check_client_secret(self, client_secret):
        return False

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "none"

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return True


@dataclass
class Code:
    code: str
    redirect_uri: str
    scope: str
    user: str
    code_challenge: str | None = None
    code_challenge_method: str | None = None
    nonce: str | None = None

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope


@dataclass
class Token(TokenMixin):
    access_token: str
    refresh_token: str | None
    scope: str
    user: str
    family: str
    ends_at: float
    consented: str = ""
    revoked: bool = False
    used: bool = False

    def check_client(self, client):
        return True

    def get_scope(self):
        return self.consented

    def get_expires_in(self):
        return int(self.ends_at - time.time())

    def is_expired(self):
        return self.ends_at < time.time()

    def is_revoked(self):
        return self.revoked

    def get_user(self):
        return self.user

    def get_client(self):
        return Client()


class Device(dict, DeviceCredentialMixin):
    def get_client_id(self):
        return self["client_id"]

    def get_scope(self):
        return self["scope"]

    def get_user_code(self):
        return self["user_code"]

    def is_expired(self):
        return self["ends_at"] < time.time()

    def get_nonce(self):
        return None

    def get_auth_time(self):
        return None


@dataclass
class OAuthProvider:
    """`address` is who signs in. Switches change how the next request is answered.

    A token is for the scopes it is asked for; what the user agreed to (`consents`, all that was asked for) can be had
    with later tokens, and nothing else.
    """

    address: str = "hana@corp.example"
    declines: bool = False
    consents: tuple[str, ...] = (*SCOPES, RULES_SCOPE)
    lasts_s: int = 3600
    status: int | None = None
    forms: list[dict[str, str]] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    codes: dict[str, Code] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    approved: dict[str, tuple[str, bool]] = field(default_factory=dict)
    port: int = 0
    ca_file: Path | None = None
    context: ssl.SSLContext | None = None

    @property
    def base(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def service(self, **changes: Any) -> OAuthService:
        values: dict[str, Any] = {
            "id": "local",
            "name": "Local",
            "authorize_url": self.base + "/authorize",
            "token_url": self.base + "/token",
            "device_url": self.base + "/device",
            "scopes": SCOPES,
            "client_id": CLIENT_ID,
            "hosts": ("127.0.0.1",),
        }
        return OAuthService(**{**values, **changes})

    def approve_device(self, user_code: str, *, allow: bool = True) -> None:
        self.approved[user_code] = (self.address, allow)


def _make_app(provider: OAuthProvider) -> Flask:
    app = Flask(__name__)
    app.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = True
    app.config["OAUTH2_ERROR_URIS"] = []

    def save_token(token, req):
        before = getattr(req, "refresh_token", None)
        code = getattr(req, "authorization_code", None)
        consented = before.consented if isinstance(before, Token) else code.scope if code else token.get("scope", "")
        provider.tokens.append(
            Token(
                access_token=token["access_token"],
                refresh_token=token.get("refresh_token"),
                scope=token.get("scope", ""),
                user=req.user,
                family=before.family if isinstance(before, Token) else secrets.token_hex(8),
                ends_at=time.time() + provider.lasts_s,
                consented=consented,
            )
        )

    server = AuthorizationServer(
        app, query_client=lambda name: Client() if name == CLIENT_ID else None, save_token=save_token
    )

    def generate_token(grant_type, client, user=None, scope=None, expires_in=None, include_refresh_token=True):
        return {
            "token_type": "Bearer",
            "access_token": secrets.token_urlsafe(40),
            "refresh_token": secrets.token_urlsafe(40),
            "expires_in": provider.lasts_s,
            "scope": request.form.get("scope") or scope or "",
        }

    server.register_token_generator("default", generate_token)

    class CodeGrant(grants.AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ("none",)

        def save_authorization_code(self, code, req):
            data = req.payload.data
            provider.codes[code] = Code(
                code=code,
                redirect_uri=req.payload.redirect_uri,
                scope=" ".join(word for word in req.payload.scope.split() if word in provider.consents),
                user=req.user,
                code_challenge=data.get("code_challenge"),
                code_challenge_method=data.get("code_challenge_method"),
            )

        def query_authorization_code(self, code, client):
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code):
            provider.codes.pop(authorization_code.code, None)

        def authenticate_user(self, authorization_code):
            return authorization_code.user

    class RefreshGrant(grants.RefreshTokenGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ("none",)
        INCLUDE_NEW_REFRESH_TOKEN = True

        def authenticate_refresh_token(self, refresh_token):
            token = next((t for t in provider.tokens if t.refresh_token == refresh_token), None)
            if token is None:
                return None
            if token.used or token.revoked:
                # RFC 9700 section 4.14.2: a second use means theft; the whole family ends.
                for other in provider.tokens:
                    if other.family == token.family:
                        other.revoked = True
                raise InvalidGrantError
            if not set(request.form.get("scope", "").split()) <= set(token.consented.split()):
                # AADSTS65001: the error is invalid_grant, and the refresh token stays as good as it was.
                raise InvalidGrantError(description="consent_required")
            return token

        def authenticate_user(self, refresh_token):
            return refresh_token.user

        def revoke_old_credential(self, refresh_token):
            refresh_token.used = True

    class DeviceEndpoint(DeviceAuthorizationEndpoint):
        CLIENT_AUTH_METHODS = ("none",)
        INTERVAL = 0

        def get_verification_uri(self):
            return provider.base + "/activate"

        def save_device_credential(self, client_id, scope, data):
            provider.devices[data["device_code"]] = Device(
                data, client_id=client_id, scope=scope or "", ends_at=time.time() + data["expires_in"]
            )

    class DeviceGrant(DeviceCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ("none",)

        def query_device_credential(self, device_code):
            return provider.devices.get(device_code)

        def query_user_grant(self, user_code):
            return provider.approved.get(user_code)

        def should_slow_down(self, credential):
            return False

    server.register_grant(CodeGrant, [CodeChallenge(required=True)])
    server.register_grant(RefreshGrant)
    server.register_grant(DeviceGrant)
    server.register_endpoint(DeviceEndpoint)

    @app.before_request
    def note():
        provider.forms.append(request.form.to_dict())
        if provider.status is not None:
            return "not now", provider.status
        return None

    @app.get("/authorize")
    def authorize():
        grant = server.get_consent_grant(end_user=provider.address)
        return server.create_authorization_response(
            grant_user=None if provider.declines else provider.address, grant=grant
        )

    @app.post("/token")
    def token():
        return server.create_token_response()

    @app.post("/device")
    def device():
        return server.create_endpoint_response(DeviceEndpoint.ENDPOINT_NAME)

    @app.route("/introspect", methods=["GET", "POST"])
    def introspect():
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        asked = request.form.get("token") or bearer
        found = next((t for t in provider.tokens if secrets.compare_digest(t.access_token, asked)), None)
        if found is None or found.is_expired() or found.revoked:
            return jsonify(active=False)
        return jsonify(active=True, email=found.user, scope=found.scope)

    assert DEVICE_CODE_GRANT_TYPE
    return app


class _Quiet(WSGIRequestHandler):
    def log(self, level, message, *args):
        return


@contextmanager
def running_provider(folder: Path, **switches: Any) -> Iterator[OAuthProvider]:
    """Serve until the context ends."""
    folder.mkdir(parents=True, exist_ok=True)
    authority = trustme.CA()
    server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(server_context)
    provider = OAuthProvider(**switches)
    provider.ca_file = folder / "oauth-ca.pem"
    authority.cert_pem.write_to_path(provider.ca_file)
    provider.context = ssl.create_default_context(cafile=str(provider.ca_file))
    server = make_server(
        "127.0.0.1", 0, _make_app(provider), threaded=True, ssl_context=server_context, request_handler=_Quiet
    )
    provider.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
