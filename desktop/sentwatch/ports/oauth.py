"""Signing in through the browser, as the use cases need it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sentwatch.core.oauth import DeviceCode, OAuthService, Tokens
from sentwatch.ports.cancel import CancelToken


class BrowserSignIn(Protocol):
    """One sign-in under way: open `url` in the browser, then wait. Listens on loopback until `close`."""

    @property
    def url(self) -> str:
        """The page to open in the browser."""

    def wait(self, cancel: CancelToken) -> Tokens:
        """Wait for the browser to come back, at most five minutes. Raises Trouble and Cancelled."""

    def close(self) -> None:
        """Stop listening."""


class OAuthPort(Protocol):
    """Talks to the provider's OAuth pages. Raises Trouble."""

    def begin(self, service: OAuthService, *, address: str) -> BrowserSignIn:
        """Start listening on loopback and make the page's address."""

    def begin_device(self, service: OAuthService) -> DeviceCode:
        """Ask for a code to be typed at another device (RFC 8628)."""

    def wait_device(self, service: OAuthService, code: DeviceCode, *, cancel: CancelToken) -> Tokens:
        """Ask until the user has entered the code."""

    def renew(self, service: OAuthService, refresh_token: str, *, scopes: Sequence[str] = ()) -> Tokens:
        """Exchange a refresh token for an access token; BROWSER_SIGN_IN_NEEDED where it is no longer taken.

        `scopes` are named where one sign-in opens several doors, each with a token of its own.
        """
