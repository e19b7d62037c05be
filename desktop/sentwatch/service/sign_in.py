"""What opens an account's door: the kept password, or an access token renewed in time and never shown."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar
from urllib.parse import urlsplit

from sentwatch.core.accounts import Account, SignIn
from sentwatch.core.oauth import OAuthService, Purpose, Tokens, service_for
from sentwatch.core.trouble import (
    BAD_CREDENTIAL,
    BROWSER_SIGN_IN_NEEDED,
    KEYRING_MISSING,
    OAUTH_CLIENT_MISSING,
    OAUTH_CLIENT_REFUSED,
    PERMISSION_MISSING,
    SECRET_MISSING,
    Trouble,
    TroubleKind,
)
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.mail import Credential, CredentialKind, MailDoor, MailPort, SignInFacts
from sentwatch.ports.oauth import OAuthPort
from sentwatch.ports.secrets import SecretPort

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Credentials:
    """Hands out one credential per sign-in. Access tokens live in memory only; the keyring holds the refresh token.

    One account's token is renewed by one thread of one process at a time (`exclusive`): a provider that rotates refresh
    tokens takes a second use of the same one for theft and ends the whole sign-in.
    """

    secrets: SecretPort
    oauth: OAuthPort
    services: Callable[[], Iterable[OAuthService]]
    """Asked each time: a client id may be set up while we run."""
    clock: Clock
    exclusive: Callable[[str], AbstractContextManager[object]] = nullcontext
    beside: tuple[Callable[[Account], str | None], ...] = ()
    """Where passwords may come from beside the keyring; asked first, in this order."""
    _tokens: dict[tuple[str, Purpose], Tokens] = field(default_factory=dict, init=False, repr=False)
    _unsaved: dict[str, str] = field(default_factory=dict, init=False, repr=False)
    _locks: dict[str, threading.Lock] = field(default_factory=dict, init=False, repr=False)
    _guard: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def for_account(self, account: Account, *, purpose: Purpose = Purpose.MAIL) -> Credential:
        """Return what opens the door now. Raises Trouble SECRET_MISSING, KEYRING_… and what renewing brings.

        `purpose` tells tokens apart where the provider's interface for rules wants one of its own.
        """
        if account.sign_in is SignIn.PASSWORD:
            return Credential(self._password(account))
        with self._lock(account.id):
            return Credential(self._fresh(account, purpose).access, CredentialKind.ACCESS_TOKEN)

    def _password(self, account: Account) -> str:
        given = (ask(account) for ask in self.beside)
        secret = next((one for one in given if one is not None), None)
        try:
            secret = secret or self.secrets.get(account.id)
        except Trouble as trouble:
            # That there is no keyring was said when the account was added; what is missing now is the password.
            if trouble.kind is not KEYRING_MISSING or not account.asks_each_time:
                raise
        if not secret:
            raise Trouble(SECRET_MISSING, address=account.address)
        return secret

    def keep(self, account: Account, tokens: Tokens) -> None:
        """Keep what a sign-in in the browser gave: the refresh token in the keyring, alone; the rest in memory."""
        if tokens.refresh is None:
            raise Trouble(BROWSER_SIGN_IN_NEEDED, host=account.host)
        with self._lock(account.id):
            self._save(account, tokens.refresh)
            self._forget_tokens(account.id)
            self._tokens[account.id, Purpose.MAIL] = tokens

    def forget(self, account_id: str) -> None:
        """Forget everything of this account, in memory and in the keyring."""
        with self._lock(account_id):
            self._forget_tokens(account_id)
            self._unsaved.pop(account_id, None)
            self.secrets.remove(account_id)

    def refused(self, account: Account) -> None:
        """Say that the server did not take the access token: the next one is a new one."""
        with self._lock(account.id):
            self._forget_tokens(account.id)

    def _forget_tokens(self, account_id: str) -> None:
        for purpose in Purpose:
            self._tokens.pop((account_id, purpose), None)

    def _fresh(self, account: Account, purpose: Purpose) -> Tokens:
        if account.id in self._unsaved:
            self._save(account, self._unsaved[account.id])
        service = service_for(account, self.services())
        if service is not None and not service.rules_scopes:
            purpose = Purpose.MAIL
        held = self._tokens.get((account.id, purpose))
        if held is not None and held.is_fresh(self.clock.now()):
            return held
        if service is None:
            raise Trouble(OAUTH_CLIENT_MISSING, service=account.host)
        with self.exclusive(account.id):
            return self._renewed(account, service, purpose)

    def _renewed(self, account: Account, service: OAuthService, purpose: Purpose) -> Tokens:
        # Read within the lock: another process may just have put a newer one there.
        refresh = self.secrets.get(account.id)
        if refresh is None:
            raise Trouble(BROWSER_SIGN_IN_NEEDED, host=account.host)
        try:
            tokens = self.oauth.renew(service, refresh, scopes=service.scopes_for(purpose))
        except Trouble as trouble:
            if purpose is Purpose.RULES and trouble.kind in {BROWSER_SIGN_IN_NEEDED, OAUTH_CLIENT_REFUSED}:
                # Nobody agreed to this one; for the mail the same refresh token may be as good as ever.
                host = urlsplit(service.rules_scopes[0]).hostname
                raise Trouble(PERMISSION_MISSING, host=host or account.host) from None
            if trouble.kind is BROWSER_SIGN_IN_NEEDED:
                # A refused credential is sent once: a token that is over (RFC 6749 section 5.2) is not kept.
                self.secrets.remove(account.id)
            raise
        self._tokens[account.id, purpose] = tokens
        # Before the access token is used: the old refresh token may be worthless from here on.
        if tokens.refresh is not None and tokens.refresh != refresh:
            self._save(account, tokens.refresh)
        return tokens

    def _save(self, account: Account, refresh: str) -> None:
        self._unsaved[account.id] = refresh
        self.secrets.put(account.id, refresh)
        del self._unsaved[account.id]

    def _lock(self, account_id: str) -> AbstractContextManager[bool]:
        with self._guard:
            return self._locks.setdefault(account_id, threading.Lock())


Entered: TypeAlias = Callable[[Account, Credential, SignInFacts], None]
"""Told of each sign-in that worked: which account, by what credential, and what the door showed."""


def unnoted(account: Account, credential: Credential, facts: SignInFacts) -> None:
    """Note nothing."""


def enter(
    account: Account, *, door: MailDoor, credentials: Credentials, cancel: CancelToken, entered: Entered = unnoted
) -> MailPort:
    """Open the account's mailbox."""

    def attempt(credential: Credential) -> MailPort:
        mail = door.open(credential=credential, cancel=cancel)
        entered(account, credential, mail.facts)
        return mail

    return with_credential(account, attempt, credentials=credentials)


def with_credential(
    account: Account,
    attempt: Callable[[Credential], T],
    *,
    credentials: Credentials,
    purpose: Purpose = Purpose.MAIL,
    refusal: TroubleKind = BAD_CREDENTIAL,
) -> T:
    """Do what needs a credential. An access token that is refused before its time is renewed once; a password is not.

    Providers end tokens early, after a changed password for example. The renewed one is another credential. `refusal`
    is how this door says that it does not take a token.
    """
    credential = credentials.for_account(account, purpose=purpose)
    try:
        return attempt(credential)
    except Trouble as trouble:
        if account.sign_in is not SignIn.OAUTH or trouble.kind is not refusal:
            raise
    credentials.refused(account)
    renewed = credentials.for_account(account, purpose=purpose)
    try:
        return attempt(renewed)
    except Trouble as trouble:
        if trouble.kind is not refusal:
            raise
        credentials.refused(account)
        raise Trouble(BROWSER_SIGN_IN_NEEDED, host=account.host) from None
