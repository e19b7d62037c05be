"""The work of one try to sign in, on a thread of its own: typed here, or done in the browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sentwatch.core.phrase import N_, phrase
from sentwatch.core.sign_in_ways import Way
from sentwatch.ports.mail import Credential, CredentialKind
from sentwatch.ports.progress import Step
from sentwatch.service.add_account import Opened, SignInResult
from sentwatch.service.browser_sign_in import sign_in_with_browser, sign_in_with_code

if TYPE_CHECKING:
    from sentwatch.core.accounts import Account
    from sentwatch.core.oauth import DeviceCode, OAuthService, Tokens
    from sentwatch.ports.cancel import CancelToken
    from sentwatch.ports.progress import Progress
    from sentwatch.wiring import App


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStep(Step):
    """Where somebody is to sign in: the page, its host, the code to type there, and how long we wait."""

    page: str = field(repr=False)
    host: str
    ends_in_s: float
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What one try came to; `opened` holds what opened the door, where it did."""

    account: Account
    result: SignInResult
    opened: Opened = field(repr=False)
    local_zone: str | None = None


def tried(app: App, account: Account, opened: Opened, cancel: CancelToken) -> Tried:
    """Knock once with what somebody typed, or with the token the browser brought."""
    result = app.try_sign_in().run(account, opened.credential, cancel=cancel)
    return Tried(account=account, result=result, opened=opened, local_zone=app.local_time_zone())


def tried_outside(
    app: App, account: Account, service: OAuthService, way: Way, *, cancel: CancelToken, progress: Progress
) -> Tried:
    """Wait for somebody to sign in in the browser or by a code, then knock with what that gave."""
    what = phrase(N_("Signing in …"))
    tokens = _tokens(app, service, way, address=account.address, cancel=cancel, progress=progress)
    progress(Step(what=what))
    opened = Opened(credential=Credential(tokens.access, CredentialKind.ACCESS_TOKEN), tokens=tokens)
    return tried(app, account, opened, cancel)


def _tokens(
    app: App, service: OAuthService, way: Way, *, address: str, cancel: CancelToken, progress: Progress
) -> Tokens:
    what = phrase(N_("Signing in …"))

    def show_page(url: str) -> None:
        host = urlsplit(url).hostname or service.name
        progress(PageStep(what=what, page=url, host=host, ends_in_s=app.oauth.wait_s))

    def show_code(code: DeviceCode) -> None:
        host = urlsplit(code.url).hostname or service.name
        page = code.url_complete or code.url
        progress(PageStep(what=what, page=page, host=host, ends_in_s=code.ends_in_s, code=code.user_code))

    if way is Way.CODE:
        return sign_in_with_code(app.oauth, service, show=show_code, cancel=cancel)
    return sign_in_with_browser(app.oauth, service, address=address, show=show_page, cancel=cancel)
