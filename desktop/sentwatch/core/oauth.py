"""Signing in through the browser (OAuth 2): who offers it, with which client, and what comes of it."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sentwatch.core.accounts import Account

LEEWAY: Final = timedelta(seconds=90)
"""A token is renewed this long before it ends, so that it does not end between the renewal and the sign-in."""

CLIENT_GUIDES: Final = {"google": "own-oauth-client-google", "microsoft": "own-oauth-client-microsoft"}
"""The guide (resources/guides/*/NAME.md) to a client id of one's own, by service."""

MAX_CLIENT_ID: Final = 512
"""Google's have some 75 characters, Microsoft's 36."""


class Purpose(enum.Enum):
    """What an access token is for."""

    MAIL = "mail"
    RULES = "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthService:
    """Where one service lets people sign in, and the client we are there.

    `rules_scopes` are asked for at the sign-in as well, where rules are shown by another interface that wants a token
    of its own. `client_id` is None until one is packaged or given by the user. `client_secret` is what some providers
    hand out to programs and call a secret; RFC 8252 section 8.5 explains why it is none.
    """

    id: str
    name: str
    authorize_url: str
    token_url: str
    scopes: tuple[str, ...]
    rules_scopes: tuple[str, ...] = ()
    device_url: str | None = None
    issuer: str | None = None
    extra: tuple[tuple[str, str], ...] = ()
    providers: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)

    @property
    def may_send(self) -> bool:
        """Whether the token opens the outgoing server too: Microsoft has a permission of its own for that (SMTP.Send).

        https://learn.microsoft.com/en-us/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
        (general knowledge, not opened for this file). We do not ask for it: whoever watches need not be able to send.
        """
        named = [scope.rpartition("/")[2].upper() for scope in self.scopes]
        return not any(scope.startswith("IMAP.") for scope in named) or "SMTP.SEND" in named

    def scopes_for(self, purpose: Purpose) -> tuple[str, ...]:
        """Return what to name when a token is renewed; nothing where one token opens everything."""
        if not self.rules_scopes:
            return ()
        return self.rules_scopes if purpose is Purpose.RULES else self.scopes


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What a sign-in gave. `refresh` is None where the provider gave no new one."""

    access: str = field(repr=False)
    ends_at: datetime
    refresh: str | None = field(default=None, repr=False)

    def is_fresh(self, now: datetime) -> bool:
        """Whether the access token can still be used."""
        return now + LEEWAY < self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCode:
    """What the user types at another device. `url_complete` holds the code already."""

    user_code: str
    url: str
    url_complete: str | None
    ends_in_s: float
    ask_every_s: float
    device_code: str = field(repr=False)


def service_for(account: Account, services: Iterable[OAuthService]) -> OAuthService | None:
    """Return the service that signs in to this account: by provider, else by the host's name."""
    known = tuple(services)
    by_host = next((service for service in known if account.host in service.hosts), None)
    by_provider = next((service for service in known if account.provider in service.providers), None)
    return by_host or by_provider


def is_client_id(text: str) -> bool:
    """Whether it can be a client id: printable ASCII in one word (RFC 6749 appendix A.1), of no endless length."""
    return 0 < len(text) <= MAX_CLIENT_ID and text.isascii() and text.isprintable() and " " not in text
