"""`sentwatch network HOST`: what the network around this computer shows."""

from __future__ import annotations

import ipaddress

import click

from sentwatch.adapters.dns import Dns
from sentwatch.adapters.network import network_of_this_computer
from sentwatch.adapters.network.names import PortalPage, SystemNames
from sentwatch.cli.reports import finish
from sentwatch.cli.terminal import Terminal, json_option, shared_options, this_terminal
from sentwatch.core.names import read_domain
from sentwatch.core.phrase import N_
from sentwatch.service.network import NetworkLook


@click.command("network", help=N_("Look at the network and the way to the mail server HOST. Asks DNS for HOST only."))
@click.argument("host")
@click.option(
    "--compare-with",
    metavar="ADDRESS",
    help=N_("Compare its DNS answers with those of this name server (an IP address)."),
)
@click.option("--ask-portal", is_flag=True, help=N_("Ask Mozilla's page whether this network lets through."))
@json_option
@shared_options
@this_terminal
def network(terminal: Terminal, *, host: str, compare_with: str | None, ask_portal: bool, as_json: bool) -> None:
    """Exit 0 nothing at warning or above, 1 something, 2 usage, 3 something could not be looked at."""
    words = terminal.words
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
    with terminal.cancellable() as cancel:
        report = look.report(name, now=terminal.app.clock.now(), cancel=cancel)
    finish(terminal, report, as_json=as_json, about=name)
