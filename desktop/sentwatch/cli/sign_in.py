"""The talk of signing in at the terminal: found settings, the browser, a code for another device."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from functools import partial

import click

from sentwatch.core.discovery import STEP_TITLES, Discovery, Ending, FoundServer, StepSeen
from sentwatch.core.oauth import DeviceCode, OAuthService, Tokens
from sentwatch.core.phrase import N_
from sentwatch.core.providers import GUIDES
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.oauth import OAuthPort
from sentwatch.service.browser_sign_in import sign_in_with_browser, sign_in_with_code
from sentwatch.texts.words import Words

_MARKS = {
    Ending.FOUND: "+",
    Ending.NOTHING: "-",
    Ending.REFUSED: "!",
    Ending.FAILED: "?",
    Ending.LEFT_OUT: " ",
}


def show_step(step: StepSeen, words: Words) -> None:
    """Show one step of looking for the server as it ends; on the error stream, for `--json` speaks on the other."""
    if step.ending is not Ending.LEFT_OUT:
        click.echo(f" {_MARKS[step.ending]} {words(STEP_TITLES[step.source])}: {words(step.words)}", err=True)


def show_remarks(discovery: Discovery, words: Words) -> None:
    """Show what matters before signing in, and where the provider explains it."""
    for remark in discovery.remarks:
        click.echo(words(remark), err=True)
    provider = discovery.provider
    if provider is None:
        return
    page = provider.page("app_passwords", "help_app_passwords") if provider.ways_in.only_app_password else None
    if page is not None:
        click.echo(words(N_("App passwords are made here: {url}"), url=page.url), err=True)
    if provider.id in GUIDES:
        click.echo(words(N_("Step by step: “sentwatch guide {name}”"), name=GUIDES[provider.id]), err=True)


def confirm_server(server: FoundServer, words: Words, *, ask: Callable[[str], bool]) -> bool:
    """Ask before a secret goes to a server whose name came over an unsigned road."""
    if not server.asks_first:
        return True
    question = words(
        N_("The password would go to {host}, which lies outside your mail domain. Is that your provider's server?"),
        host=server.host,
    )
    return ask(question)


def open_browser(service: OAuthService, words: Words, url: str, *, open_page: Callable[[str], object]) -> None:
    """Open the sign-in page. Its address is shown as well: the browser may not open."""
    click.echo(
        words(N_("Sign in at {service} in the browser. If it does not open, visit:"), service=service.name), err=True
    )
    click.echo(url, err=True)
    open_page(url)


def show_code(code: DeviceCode, words: Words) -> None:
    """Show a code to be typed at another device; for machines without a browser."""
    click.echo(
        words(N_("On any device, open {url} and enter this code: {code}"), url=code.url, code=code.user_code), err=True
    )


def sign_in_outside(
    oauth: OAuthPort,
    service: OAuthService,
    words: Words,
    *,
    address: str,
    by_code: bool,
    cancel: CancelToken,
    open_page: Callable[[str], object] = webbrowser.open,
) -> Tokens:
    """Sign in through the browser here, or with a code at another device."""
    if by_code:
        return sign_in_with_code(oauth, service, show=lambda code: show_code(code, words), cancel=cancel)
    show = partial(open_browser, service, words, open_page=open_page)
    return sign_in_with_browser(oauth, service, address=address, show=show, cancel=cancel)
