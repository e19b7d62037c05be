"""The ways into one mailbox, the one to propose first: password, app password, browser, a code for another device."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from sentwatch.core.oauth import CLIENT_GUIDES, OAuthService
from sentwatch.core.providers import GUIDES, Offer, Page, Provider

APP_PASSWORDS_GUIDE: Final = "app-passwords"
"""What app passwords are, for providers without a guide of their own."""


class Way(enum.Enum):
    """How somebody signs in."""

    PASSWORD = "password"  # noqa: S105 - a way in, not a secret
    APP_PASSWORD = "app-password"  # noqa: S105 - as above
    BROWSER = "browser"
    CODE = "code"

    @property
    def is_typed(self) -> bool:
        """Whether a secret is typed into Sentwatch itself."""
        return self in {Way.PASSWORD, Way.APP_PASSWORD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What one mailbox offers. `service` is who lets people in by the browser, where somebody does."""

    offered: tuple[Way, ...]
    provider: Provider | None = None
    service: OAuthService | None = None

    @property
    def first(self) -> Way:
        """The way to propose."""
        return self.offered[0]

    @property
    def needs_client(self) -> bool:
        """Whether the browser can only be used once a client id is set up."""
        return self.service is not None and not self.service.client_id

    @property
    def password_page(self) -> Page | None:
        """The provider's own page where app passwords are made."""
        return self.provider.page("app_passwords", "help_app_passwords") if self.provider is not None else None

    def guide(self, way: Way) -> str | None:
        """The guide that helps with this way in here."""
        if not way.is_typed:
            return CLIENT_GUIDES.get(self.service.id) if self.service is not None else None
        name = GUIDES.get(self.provider.id) if self.provider is not None else None
        if name in CLIENT_GUIDES.values():
            name = None
        is_about_app_passwords = name is not None and name.startswith("app-password")
        if way is Way.APP_PASSWORD:
            return name if is_about_app_passwords else APP_PASSWORDS_GUIDE
        return None if is_about_app_passwords else name


def ways_into(provider: Provider | None, service: OAuthService | None) -> Ways:
    """What can be offered, the best first.

    The browser comes first where a client id is set up: nothing is typed that could be taken. Without one it comes
    last, and only where people can make one of their own.
    """
    has_client = service is not None and bool(service.client_id)
    browser: list[Way] = []
    if service is not None and (has_client or service.id in CLIENT_GUIDES):
        browser.append(Way.BROWSER)
        if has_client and service.device_url is not None:
            browser.append(Way.CODE)
    typed = _typed(provider)
    if not typed and not browser:
        typed = [Way.PASSWORD]
    offered = (*browser, *typed) if has_client else (*typed, *browser)
    return Ways(offered=offered, provider=provider, service=service)


def _typed(provider: Provider | None) -> list[Way]:
    if provider is None:
        return [Way.PASSWORD]
    takes = provider.ways_in
    if takes.only_browser:
        return []
    typed: list[Way] = []
    if takes.password is not Offer.NO:
        typed.append(Way.PASSWORD)
    if takes.app_password in {Offer.YES, Offer.SOMETIMES}:
        typed.append(Way.APP_PASSWORD)
    return typed
