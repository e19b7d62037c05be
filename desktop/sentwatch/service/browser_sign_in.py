"""Signing in outside of Sentwatch: in the browser of this computer, or with a code typed at another device."""

from __future__ import annotations

from collections.abc import Callable

from sentwatch.core.oauth import DeviceCode, OAuthService, Tokens
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.oauth import OAuthPort


def sign_in_with_browser(
    oauth: OAuthPort, service: OAuthService, *, address: str, show: Callable[[str], object], cancel: CancelToken
) -> Tokens:
    """Hand the page's address to `show`, then wait for the browser to come back. Raises Trouble and Cancelled.

    `show` is called before anybody waits and must not block; nobody listens any more when this returns.
    """
    under_way = oauth.begin(service, address=address)
    try:
        show(under_way.url)
        return under_way.wait(cancel)
    finally:
        under_way.close()


def sign_in_with_code(
    oauth: OAuthPort, service: OAuthService, *, show: Callable[[DeviceCode], object], cancel: CancelToken
) -> Tokens:
    """Hand the code to `show`, then ask until it was entered. Raises Trouble and Cancelled."""
    code = oauth.begin_device(service)
    cancel.check()
    show(code)
    return oauth.wait_device(service, code, cancel=cancel)
