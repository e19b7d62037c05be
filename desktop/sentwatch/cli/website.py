"""`sentwatch website ADDRESS --own`: what one's own website shows to every visitor."""

from __future__ import annotations

import click

from sentwatch.adapters.website import Website
from sentwatch.cli.reports import finish
from sentwatch.cli.terminal import Terminal, json_option, shared_options, this_terminal
from sentwatch.core.phrase import N_
from sentwatch.core.website import PROFESSIONAL_LOOK, read_site
from sentwatch.service.website import WebsiteLook


@click.command("website", help=N_("Look at your own website as any visitor would, with a few ordinary requests."))
@click.argument("address")
@click.option("--own", "is_own", is_flag=True, help=N_("State that this site is yours. Without it you are asked."))
@json_option
@shared_options
@this_terminal
def website(terminal: Terminal, *, address: str, is_own: bool, as_json: bool) -> None:
    """Exit 0 nothing at warning or above, 1 something, 2 usage, 3 something could not be looked at."""
    words = terminal.words
    site = read_site(address)
    if site is None:
        raise click.UsageError(words(N_("“{name}” is not the address of a website."), name=address[:100]))
    if not is_own:
        # A script cannot be asked: there, the statement has to be written down.
        if as_json or not terminal.can_ask:
            raise click.UsageError(words(N_("State with --own that {host} is your own site."), host=site.host))
        question = words(N_("Is {host} your own site, or are you asked by its owner to look at it?"), host=site.host)
        if not terminal.confirm(question):
            raise click.UsageError(words(N_("Nothing was sent. Only one's own site is looked at.")))
    with terminal.cancellable() as cancel:
        report = WebsiteLook(Website()).report(site, now=terminal.app.clock.now(), cancel=cancel)
    finish(terminal, report, as_json=as_json, about=site.host, said_below=PROFESSIONAL_LOOK)
