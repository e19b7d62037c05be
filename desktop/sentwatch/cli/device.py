"""`sentwatch device` and `sentwatch network HOST`: what this computer and its network show."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime

import click

from sentwatch.adapters.device import device_of_this_computer
from sentwatch.adapters.dns import Dns
from sentwatch.adapters.network import network_of_this_computer
from sentwatch.adapters.network.names import PortalPage, SystemNames
from sentwatch.cli.reports import finish, words_of
from sentwatch.core.names import read_domain
from sentwatch.core.phrase import N_
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.device import DeviceLook
from sentwatch.service.network import NetworkLook
from sentwatch.texts.words import LANGUAGES


@click.command("device", help="Look at this computer: updates, malware protection, encryption, lock. Sends nothing.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en")
@click.pass_context
def device(ctx: click.Context, *, as_json: bool, lang: str) -> None:
    """Exit 0 nothing at warning or above, 1 something, 2 usage, 3 something could not be looked at."""
    report = DeviceLook(device_of_this_computer()).report(now=datetime.now(UTC), cancel=CancelToken())
    finish(ctx, report, words_of(lang), as_json=as_json)


@click.command("network", help="Look at the network, with the way to the mail server HOST. Asks DNS for HOST only.")
@click.argument("host")
@click.option(
    "--compare-with", metavar="ADDRESS", help="Compare its DNS answers with this name server's (an IP address)."
)
@click.option("--ask-portal", is_flag=True, help="Ask Mozilla's page whether this network lets through.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en")
@click.pass_context
def network(
    ctx: click.Context, host: str, *, compare_with: str | None, ask_portal: bool, as_json: bool, lang: str
) -> None:
    """Exit 0 nothing at warning or above, 1 something, 2 usage, 3 something could not be looked at."""
    words = words_of(lang)
    name = read_domain(host)
    if name is None:
        raise click.UsageError(words(N_("“{name}” is not a domain name."), name=host[:100]))
    if compare_with is not None:
        try:
            ipaddress.ip_address(compare_with)
        except ValueError:
            said = words(N_("“{name}” is not the IP address of a name server."), name=compare_with[:100])
            raise click.UsageError(said) from None
    look = NetworkLook(
        port=network_of_this_computer(),
        names=SystemNames(),
        second=Dns(nameserver=compare_with) if compare_with is not None else None,
        second_name=compare_with or "",
        portal=PortalPage() if ask_portal else None,
    )
    finish(ctx, look.report(name, now=datetime.now(UTC), cancel=CancelToken()), words, as_json=as_json)
