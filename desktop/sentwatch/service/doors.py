"""Doors with a memory: we stay away where we were sent away, and send no refused credential a second time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sentwatch.core.accounts import Account
from sentwatch.core.backoff import CREDENTIAL_KINDS, DoorStates, Refused
from sentwatch.core.providers import Provider
from sentwatch.core.refusals import Refusal, is_app_password_shaped, with_what_is_known
from sentwatch.core.trouble import NETWORK_CUT, SERVER_SILENT, THROTTLED, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.doors import DoorStatesPort
from sentwatch.ports.mail import Credential, CredentialKind, MailDoor, MailPort

T = TypeVar("T")


@dataclass(slots=True)
class DoorMemory:
    """What all doors of this process share; written through to the disk."""

    port: DoorStatesPort
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    _states: DoorStates | None = field(default=None, init=False, repr=False)

    def states(self) -> DoorStates:
        """Return what is remembered."""
        with self._lock:
            if self._states is None:
                self._states = self.port.read()
            return self._states

    def remember(self, states: DoorStates) -> None:
        """Keep `states`, on the disk too."""
        with self._lock:
            if states is self._states:
                return
            self._states = states
            self.port.write(states)

    def forget(self, account_id: str) -> None:
        """Forget what was refused of an account that is set up no more."""
        self.remember(self.states().without(account_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """What one door of an account's remembers. `host` and `key` tell doors apart; `by_hand`: a person waits."""

    host: str
    key: str
    memory: DoorMemory
    clock: Clock
    provider: Provider | None = None
    by_hand: bool = False

    def cross(self, credential: Credential, enter: Callable[[], T]) -> T:
        """Enter, unless we know that we would be sent away."""
        now = self.clock.now()
        states = self.memory.states()
        if not self.by_hand:
            wait_s = states.wait_s(self.host, now)
            if wait_s > 0:
                # Said as what it was; a silence of long ago is told as the failed connection it now is.
                kind = states.hosts[self.host].kind
                raise Trouble(NETWORK_CUT if kind is SERVER_SILENT else kind, host=self.host, wait_s=round(wait_s))
            refused = states.refused.get(self.key)
            if refused is not None and _is_same(credential.secret, refused.fingerprint):
                raise Trouble(refused.kind, host=self.host)
        try:
            entered = enter()
        except Trouble as trouble:
            plainer = self._plainer(trouble, credential)
            self._remember(plainer, credential)
            if plainer is trouble:
                raise
            raise plainer from None
        self.memory.remember(self.memory.states().after_success(self.host, self.key))
        return entered

    def _plainer(self, trouble: Trouble, credential: Credential) -> Trouble:
        if self.provider is None or credential.kind is not CredentialKind.PASSWORD:
            return trouble
        kind = with_what_is_known(
            Refusal(trouble.kind),
            only_browser=self.provider.ways_in.only_browser,
            only_app_password=self.provider.ways_in.only_app_password,
            app_password_shaped=is_app_password_shaped(credential.secret),
        ).kind
        return trouble if kind is trouble.kind else Trouble(kind, **trouble.params)

    def _remember(self, trouble: Trouble, credential: Credential) -> None:
        states = self.memory.states()
        if trouble.kind.code in CREDENTIAL_KINDS:
            # An access token ends by itself within the hour and is renewed; a password stays wrong.
            if credential.kind is CredentialKind.PASSWORD:
                refused = Refused(fingerprint=_fingerprint(credential.secret), kind=trouble.kind)
                self.memory.remember(states.after_refusal(self.key, refused))
            return
        asked = trouble.params.get("wait_s")
        asked_s = float(asked) if isinstance(asked, int | float) and trouble.kind is THROTTLED else None
        self.memory.remember(states.after_trouble(self.host, trouble.kind, now=self.clock.now(), asked_s=asked_s))


@dataclass(frozen=True, slots=True, kw_only=True)
class MindfulDoor:
    """A MailDoor around another. `by_hand`: a person waits and asked for this very attempt."""

    door: MailDoor
    account: Account
    memory: DoorMemory
    clock: Clock
    provider: Provider | None = None
    by_hand: bool = False

    def open(self, *, credential: Credential, cancel: CancelToken) -> MailPort:
        """Sign in, unless we know that we would be sent away."""
        threshold = Threshold(
            host=self.account.host,
            key=self.account.id,
            memory=self.memory,
            clock=self.clock,
            provider=self.provider,
            by_hand=self.by_hand,
        )
        return threshold.cross(credential, lambda: self.door.open(credential=credential, cancel=cancel))


def _fingerprint(secret: str, salt: bytes | None = None) -> str:
    salt = salt or os.urandom(16)
    # 16 MiB and some 50 ms: a refused password may differ from the right one by a letter.
    digest = hashlib.scrypt(secret.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)
    return base64.b64encode(salt + digest).decode("ascii")


def _is_same(secret: str, fingerprint: str) -> bool:
    try:
        salt = base64.b64decode(fingerprint, validate=True)[:16]
    except ValueError:
        return False
    return len(salt) == 16 and hmac.compare_digest(_fingerprint(secret, salt), fingerprint)
