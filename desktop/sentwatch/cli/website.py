"""`sentwatch website ADDRESS --own`: what one's own website shows to every visitor."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from sentwatch.adapters.website import Website
from sentwatch.cli.reports import finish, words_of
from sentwatch.core.phrase import N_
from sentwatch.core.website import PROFESSIONAL_LOOK, read_site
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.website import WebsiteLook
from sentwatch.texts.words import LANGUAGES


@click.command("website", help="Look at your own website as any visitor would. Sends a few ordinary requests.")
@click.argument("address")
@click.option("--own", "is_own", is_flag=True, help="State that this site is yours. Without it you are asked.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en")
@click.pass_context
def website(ctx: click.Context, address: str, *, is_own: bool, as_json: bool, lang: str) -> None:
    """Exit 0 nothing at warning or above, 1 something, 2 usage, 3 something could not be looked at."""
    words = words_of(lang)
    site = read_site(address)
    if site is None:
        raise click.UsageError(words(N_("“{name}” is not the address of a website."), name=address[:100]))
    if not is_own:
        # A script cannot be asked: there, the statement has to be written down.
        if as_json or not sys.stdin.isatty():
            raise click.UsageError(words(N_("State with --own that {host} is your own site."), host=site.host))
        question = words(N_("Is {host} your own site, or are you asked by its owner to look at it?"), host=site.host)
        if not click.confirm(question):
            raise click.UsageError(words(N_("Nothing was sent. Only one's own site is looked at.")))
    report = WebsiteLook(Website()).report(site, now=datetime.now(UTC), cancel=CancelToken())
    finish(ctx, report, words, as_json=as_json, said_below=PROFESSIONAL_LOOK)
