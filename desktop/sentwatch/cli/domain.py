"""`sentwatch domain NAME`: what DNS says about a mail domain."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import click

from sentwatch.adapters.dmarc_files import DmarcFiles
from sentwatch.adapters.dns import Dns
from sentwatch.adapters.mta_sts import MtaStsPages
from sentwatch.cli.reports import finish
from sentwatch.cli.terminal import Terminal, json_option, shared_options, this_terminal
from sentwatch.core.names import is_dns_name, read_domain
from sentwatch.core.phrase import N_
from sentwatch.service.domain import DomainLook

MAX_PORT = 65535


@click.command("domain", help=N_("Ask what DNS says about a mail domain."))
@click.argument("name")
@click.option("--nameserver", metavar="HOST[:PORT]", help=N_("Ask this name server (an IP address)."))
@click.option(
    "--selector", "selectors", multiple=True, metavar="S", help=N_("A DKIM selector to look up; may be given again.")
)
@click.option(
    "--reports",
    type=click.Path(exists=True, path_type=Path),
    metavar="PATH",
    help=N_("Read DMARC aggregate reports from this file or folder (XML, gz, zip)."),
)
@click.option(
    "--lookalikes", "with_lookalikes", is_flag=True, help=N_("Ask for about a hundred names that look alike.")
)
@json_option
@shared_options
@this_terminal
def domain(
    terminal: Terminal,
    *,
    name: str,
    nameserver: str | None,
    selectors: tuple[str, ...],
    reports: Path | None,
    with_lookalikes: bool,
    as_json: bool,
) -> None:
    """Exit 0 nothing at warning or above, 1 something, 2 usage, 3 something could not be looked at."""
    words = terminal.words
    ascii_name = read_domain(name)
    if ascii_name is None:
        raise click.UsageError(words(N_("“{name}” is not a domain name."), name=name[:100]))
    for selector in selectors:
        if not is_dns_name(f"{selector}._domainkey.{ascii_name}"):
            raise click.UsageError(words(N_("“{name}” is not a DKIM selector."), name=selector[:100]))
    dns = Dns()
    if nameserver is not None:
        server = _read_server(nameserver)
        if server is None:
            raise click.UsageError(words(N_("“{name}” is not the IP address of a name server."), name=nameserver[:100]))
        dns = Dns(nameserver=server[0], port=server[1])
    now = terminal.app.clock.now()
    with terminal.cancellable() as cancel:
        read = DmarcFiles(reports).read(cancel=cancel) if reports is not None else None
        report = DomainLook(dns, MtaStsPages(dns=dns)).report(
            ascii_name, selectors=selectors, now=now, cancel=cancel, reports=read, with_lookalikes=with_lookalikes
        )
    finish(terminal, report, as_json=as_json, about=ascii_name)


def _read_server(text: str) -> tuple[str, int] | None:
    """Read an address with an optional port; IPv6 with a port stands in brackets."""
    host, port = text, "53"
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        port = rest[1:] if rest.startswith(":") else "53"
    elif text.count(":") == 1:
        host, _, port = text.partition(":")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return None
    if not (port.isascii() and port.isdigit() and 0 < int(port[:6]) <= MAX_PORT):
        return None
    return host, int(port)
