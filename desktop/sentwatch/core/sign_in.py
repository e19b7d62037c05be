"""How a mailbox is signed in to, what that proves about a second step, and what only its owner can tell."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.core.providers import Offer, Provider, Trust

RECHECK: Final = timedelta(days=180)
"""How long an answer of the owner counts (our checklist, acct.mfa)."""

PROVES_TWO_STEP: Final = frozenset({"gmail", "google_workspace", "icloud"})
"""Providers whose app passwords can only be made while two-step sign-in is on.

Google: support.google.com/accounts/answer/185833 ("To create an app password, you need 2-Step Verification").
Apple: support.apple.com/102654 ("app-specific passwords" belong to two-factor authentication). Read 2026-11.
Elsewhere (Yahoo, Fastmail, GMX) app passwords exist also without a second step and prove nothing.
"""


class KeyKind(enum.Enum):
    """What opened the mailbox."""

    ACCOUNT_PASSWORD = "account-password"  # noqa: S105 - a kind of key, not a secret
    APP_PASSWORD = "app-password"  # noqa: S105 - a kind of key, not a secret
    TOKEN = "token"  # noqa: S105 - a kind of key, not a secret
    BRIDGE = "bridge"
    UNCLEAR = "unclear"


class Proof(enum.Enum):
    """What a way in proves."""

    TWO_STEP_IS_ON = "two-step-is-on"
    BROWSER_SIGN_IN_ONLY = "browser-sign-in-only"
    TWO_STEP_IS_OFF = "two-step-is-off"
    PASSWORD_ALONE_OPENS = "password-alone-opens"  # noqa: S105 - a statement, not a secret
    NOTHING = "nothing"


class MfaMethod(enum.Enum):
    """A second step, the strongest first. `NONE` and `NOT_KNOWN` are answers, too."""

    PASSKEY = "passkey"
    SECURITY_KEY = "security-key"
    AUTHENTICATOR = "authenticator"
    SMS = "sms"
    NONE = "none"
    NOT_KNOWN = "not-known"


METHOD_TITLES: Final = {
    MfaMethod.PASSKEY: N_("Passkey"),
    MfaMethod.SECURITY_KEY: N_("Security key"),
    MfaMethod.AUTHENTICATOR: N_("Authenticator app"),
    MfaMethod.SMS: N_("Text message (SMS) or call"),
    MfaMethod.NONE: N_("No second step"),
    MfaMethod.NOT_KNOWN: N_("I do not know"),
}
METHOD_WHY: Final = {
    MfaMethod.PASSKEY: N_("Works only on the real sign-in page, so a false page gets nothing. Nothing to type."),
    MfaMethod.SECURITY_KEY: N_("Works only on the real sign-in page. Buy two and register both."),
    MfaMethod.AUTHENTICATOR: N_("Good against stolen passwords. A false page can still ask for the code and use it."),
    MfaMethod.SMS: N_("Better than nothing. Numbers can be taken over, and messages can be read on the way."),
    MfaMethod.NONE: N_("Whoever knows the password is in."),
    MfaMethod.NOT_KNOWN: N_("Look on the provider's security page; it takes a minute."),
}

WHAT_IMAP_CANNOT_SHOW: Final = N_(
    "Over IMAP nobody can see which second step is used at the web sign-in, nor which devices are signed in."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayIn:
    """One sign-in that worked, at `at` (aware UTC).

    `password_ends_with_two_step`: the provider takes the account password only while two-step sign-in is off.
    """

    host: str
    key: KeyKind
    at: datetime
    provider_id: str | None = None
    mechanism: str = ""
    password_ends_with_two_step: bool = False

    @property
    def proof(self) -> Proof:
        """What it proves, and never more."""
        if self.key is KeyKind.APP_PASSWORD and self.provider_id in PROVES_TWO_STEP:
            return Proof.TWO_STEP_IS_ON
        if self.key is KeyKind.TOKEN:
            return Proof.BROWSER_SIGN_IN_ONLY
        if self.key is KeyKind.ACCOUNT_PASSWORD:
            return Proof.TWO_STEP_IS_OFF if self.password_ends_with_two_step else Proof.PASSWORD_ALONE_OPENS
        return Proof.NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class MfaAnswer:
    """Which methods the owner says are set up, and when. One may have several."""

    methods: tuple[MfaMethod, ...]
    at: datetime

    @property
    def weakest(self) -> MfaMethod:
        """What an attacker would choose among them."""
        order = list(MfaMethod)
        return max(self.methods, key=order.index, default=MfaMethod.NOT_KNOWN)

    def is_due(self, *, now: datetime, last_incident: datetime | None = None) -> bool:
        """Whether it should be asked again: after half a year, or after an incident."""
        return now >= self.at + RECHECK or (last_incident is not None and self.at <= last_incident)


def key_of(provider: Provider | None, *, is_token: bool, is_app_password_shaped: bool) -> KeyKind:
    """Tell what was accepted, from what the provider takes and the shape of the secret (`core.refusals`)."""
    if is_token:
        return KeyKind.TOKEN
    if provider is None:
        return KeyKind.UNCLEAR if is_app_password_shaped else KeyKind.ACCOUNT_PASSWORD
    if provider.needs_bridge:
        return KeyKind.BRIDGE
    ways = provider.ways_in
    if ways.only_app_password:
        return KeyKind.APP_PASSWORD
    if ways.app_password is Offer.NO:
        return KeyKind.ACCOUNT_PASSWORD
    return KeyKind.UNCLEAR if is_app_password_shaped else KeyKind.ACCOUNT_PASSWORD


def password_ends_with_two_step(provider: Provider | None) -> bool:
    """Whether the table knows (not as a mere hint) that the account password works only without two-step sign-in."""
    if provider is None or provider.ways_in.trust is Trust.HINT:
        return False
    text = provider.ways_in.password_text.lower()
    return any(words in text for words in ("while 2fa is off", "unless 2-step is on", "while 2-step is off"))
