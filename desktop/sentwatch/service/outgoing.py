"""Use case: choose the server that takes an account's own outgoing mail, and refuse those its secret is not for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sentwatch.core.accounts import Account, Security, SignIn
from sentwatch.core.oauth import OAuthService
from sentwatch.core.providers import Provider
from sentwatch.core.trouble import (
    OUTGOING_NOT_PERMITTED,
    OUTGOING_NOT_THE_PROVIDERS,
    OUTGOING_SERVER_UNKNOWN,
    Trouble,
)
from sentwatch.ports.outgoing import OutgoingServer


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedServer:
    """What the user named; nothing where they left it to us."""

    host: str | None = None
    port: int | None = None
    starttls: bool = False


NOTHING_NAMED = NamedServer()
_USUAL: Final = ((465, Security.TLS), (587, Security.STARTTLS))
"""Where mail is handed in: with encryption from the start first (RFC 8314 section 3.3)."""


def greeting_servers(account: Account, provider: Provider | None) -> tuple[OutgoingServer, ...]:
    """The servers that may take an account's mail, the likeliest first: to be listened to, without signing in."""
    known = provider.smtp if provider is not None else None
    if known is not None and known.host is not None:
        return (OutgoingServer(host=known.host, port=known.port, security=known.security),)
    if not account.host:
        return ()
    return tuple(OutgoingServer(host=account.host, port=port, security=security) for port, security in _USUAL)


def outgoing_server(
    account: Account,
    *,
    provider: Provider | None,
    service: OAuthService | None,
    named: NamedServer = NOTHING_NAMED,
) -> OutgoingServer:
    """Return the named server, else the provider's, else the account's own mail server. Raises Trouble."""
    known = provider.smtp if provider is not None else None
    if account.sign_in is SignIn.OAUTH:
        if service is None or not service.may_send:
            raise Trouble(OUTGOING_NOT_PERMITTED, address=account.address)
        if known is None or known.host is None or named.host not in {None, known.host}:
            raise Trouble(OUTGOING_NOT_THE_PROVIDERS, host=named.host or account.host)
    if known is not None and known.host is not None and named == NOTHING_NAMED:
        return OutgoingServer(host=known.host, port=known.port, security=known.security)
    host = named.host or (known.host if known is not None else None) or account.host
    if not host:
        raise Trouble(OUTGOING_SERVER_UNKNOWN, address=account.address)
    security = Security.STARTTLS if named.starttls else Security.TLS
    return OutgoingServer(host=host, port=named.port or (587 if named.starttls else 465), security=security)
