"""The assistant's ways in, in words: password, app password, browser, a code; and what to do where we are sent away."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from sentwatch.core.accounts import Account
from sentwatch.core.phrase import N_
from sentwatch.core.sign_in_ways import Way, Ways
from sentwatch.core.trouble import (
    APP_PASSWORD_NEEDED,
    BAD_CREDENTIAL,
    BROWSER_SIGN_IN_NEEDED,
    CERTIFICATE_REFUSED,
    ENCRYPTION_REFUSED,
    KEYRING_LOCKED,
    NETWORK_CUT,
    OAUTH_CLIENT_MISSING,
    OAUTH_CLIENT_REFUSED,
    SERVER_BROKE_RULES,
    SERVER_SILENT,
    Trouble,
    TroubleKind,
)
from sentwatch.texts.render import render_trouble
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.assistant import provider_name
from sentwatch.ui.presenters.times import joined

WAY_NAMES: Final = {
    Way.PASSWORD: N_("Password"),
    Way.APP_PASSWORD: N_("App password"),
    Way.BROWSER: N_("In the browser"),
    Way.CODE: N_("With a code"),
}


class Aid(enum.Enum):
    """What helps after a refusal, one press away."""

    NONE = "none"
    USE_APP_PASSWORD = "use-app-password"  # noqa: S105 - what a button does
    SHOW_GUIDE = "show-guide"
    USE_BROWSER = "use-browser"
    NAME_CA = "name-ca"
    CHECK_SERVER = "check-server"
    ENTER_CLIENT = "enter-client"
    FOR_SESSION = "for-session"


_AID_NAMES: Final = {
    Aid.NONE: "",
    Aid.USE_APP_PASSWORD: N_("Use an app password"),
    Aid.SHOW_GUIDE: N_("Show how, step by step"),
    Aid.USE_BROWSER: N_("Sign in with the browser"),
    Aid.NAME_CA: N_("Name the certificate file"),
    Aid.CHECK_SERVER: N_("Check the server settings"),
    Aid.ENTER_CLIENT: N_("Enter the client id"),
    Aid.FOR_SESSION: N_("For this session only"),
}

_AT_THE_SERVER: Final = frozenset({NETWORK_CUT, SERVER_SILENT, ENCRYPTION_REFUSED, SERVER_BROKE_RULES})


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInView:
    """The stage with the way that is chosen. `ways` is empty where there is only one."""

    title: str
    detail: str
    ways_name: str
    ways: tuple[tuple[Way, str], ...]
    secret: str
    secret_hint: str
    show: str
    hide: str
    note: str
    page_text: str
    page_button: str
    page_host: str
    guide: str
    browser_text: str
    submit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientView:
    """The fields for a client id of one's own."""

    title: str
    text: str
    client_id: str
    client_id_wrong: str
    client_secret: str
    client_secret_hint: str
    guide: str
    submit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideView:
    """While somebody signs in elsewhere."""

    waiting: str
    left: str
    address: str
    code: str
    code_text: str
    copy: str
    copied: str
    open_again: str
    cancel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalView:
    """What happened, what to do, and the button that does it."""

    title: str
    do_first: str
    button: str
    aid: Aid


def sign_in_stage(account: Account, ways: Ways, way: Way, words: Words, *, has_keyring: bool) -> SignInView:
    """The stage for one way in."""
    name = provider_name(ways.provider, words)
    service = ways.service.name if ways.service is not None else ""
    page = ways.password_page if way is Way.APP_PASSWORD else None
    kept = (
        words(N_("Kept in the keyring of this computer, nowhere else."))
        if has_keyring
        else words(N_("Used for this session only; kept nowhere."))
    )
    return SignInView(
        title=words(N_("Sign in to {provider}"), provider=name or account.host),
        detail=words(N_("as {name}"), name=account.login_name),
        ways_name=words(N_("Way of signing in")),
        ways=tuple((one, words(WAY_NAMES[one])) for one in ways.offered) if len(ways.offered) > 1 else (),
        secret=words(WAY_NAMES[way]) if way.is_typed else "",
        secret_hint=kept,
        show=words(N_("Show what was typed")),
        hide=words(N_("Hide what was typed")),
        note=_keyring_note(words) if not has_keyring else "",
        page_text=_app_password_text(name or account.host, words) if way is Way.APP_PASSWORD else "",
        page_button=words(N_("Open the page for app passwords")) if page is not None else "",
        page_host=urlsplit(page.url).hostname or "" if page is not None else "",
        guide=words(N_("Show how, step by step")) if ways.guide(way) is not None else "",
        browser_text=_outside_text(way, service, words),
        submit=_submit(way, words, has_keyring=has_keyring),
    )


def _keyring_note(words: Words) -> str:
    return words(
        N_(
            "This computer offers no keyring, so nothing is kept: Sentwatch asks again the next time it is opened. "
            "It is never written into a file."
        )
    )


def _app_password_text(name: str, words: Words) -> str:
    return joined(
        words,
        words(N_("{provider} gives out a password of its own for each program."), provider=name),
        words(N_("Make one for Sentwatch and enter it here.")),
    )


def _outside_text(way: Way, service: str, words: Words) -> str:
    if way is Way.BROWSER:
        return words(
            N_(
                "Your browser opens the page of {service}. You sign in there, with your second factor, and come back. "
                "Sentwatch does not see the password."
            ),
            service=service,
        )
    if way is Way.CODE:
        return words(
            N_("You get a short code and type it at {service} on any device, for example your phone."), service=service
        )
    return ""


def _submit(way: Way, words: Words, *, has_keyring: bool) -> str:
    if way is Way.BROWSER:
        return words(N_("Open the browser"))
    if way is Way.CODE:
        return words(N_("Get a code"))
    return words(N_("Sign in")) if has_keyring else words(N_("Sign in for this session"))


def client_form(ways: Ways, words: Words) -> ClientView:
    """The fields for a client id, for the service that wants one."""
    service = ways.service.name if ways.service is not None else ""
    needs_secret = ways.service is not None and ways.service.id == "google"
    return ClientView(
        title=words(N_("{service} wants to know which program asks"), service=service),
        text=words(
            N_(
                "For that you make a client id of your own, once. It takes about ten minutes and costs nothing. The "
                "guide leads you through it."
            )
        ),
        client_id=words(N_("Client id")),
        client_id_wrong=words(N_("That is no client id. Copy it from the page of {service}."), service=service),
        client_secret=words(N_("Client secret")) if needs_secret else "",
        client_secret_hint=words(N_("{service} shows it beside the client id."), service=service),
        guide=words(N_("Show how, step by step")),
        submit=words(N_("Keep it and go on")),
    )


def outside(way: Way, words: Words, *, left_s: float, host: str = "", code: str = "") -> OutsideView:
    """While we wait; `left_s` until nobody listens any more."""
    return OutsideView(
        waiting=words(N_("Waiting for you to finish in the browser"))
        if way is Way.BROWSER
        else words(N_("Waiting for the code to be entered")),
        left=words(N_("{left:duration} left"), left=max(0.0, left_s)),
        address=words(N_("Address of the page")),
        code=words(N_("Code")),
        code_text=words(N_("Open {host} on any device and enter this code:"), host=host) if code else "",
        copy=words(N_("Copy the address")) if way is Way.BROWSER else words(N_("Copy")),
        copied=words(N_("Copied")),
        open_again=words(N_("Open the page again")) if way is Way.BROWSER else words(N_("Open the page here")),
        cancel=words(N_("Cancel")),
    )


def refusal(trouble: Trouble, ways: Ways, way: Way, words: Words, *, has_tried_session: bool = False) -> RefusalView:
    """A refusal with the one thing that helps; what was tried already is not offered again."""
    message = render_trouble(trouble, words)
    aid = aid_for(trouble.kind, ways, way)
    if aid is Aid.FOR_SESSION and has_tried_session:
        aid = Aid.NONE
    return RefusalView(title=message.title, do_first=message.do_first, button=words(_AID_NAMES[aid]), aid=aid)


def aid_for(kind: TroubleKind, ways: Ways, way: Way) -> Aid:
    """What helps: another way in, where this provider has it, else the settings that may be wrong."""
    if kind is APP_PASSWORD_NEEDED:
        return Aid.USE_APP_PASSWORD if way is not Way.APP_PASSWORD else Aid.SHOW_GUIDE
    if kind is BROWSER_SIGN_IN_NEEDED:
        return Aid.USE_BROWSER if Way.BROWSER in ways.offered and way is not Way.BROWSER else Aid.NONE
    if kind is BAD_CREDENTIAL:
        return Aid.SHOW_GUIDE if way.is_typed and ways.guide(way) is not None else Aid.NONE
    if kind is CERTIFICATE_REFUSED:
        return Aid.NAME_CA
    if kind in _AT_THE_SERVER:
        return Aid.CHECK_SERVER
    if kind in {OAUTH_CLIENT_MISSING, OAUTH_CLIENT_REFUSED}:
        return Aid.ENTER_CLIENT
    return Aid.FOR_SESSION if kind is KEYRING_LOCKED else Aid.NONE
