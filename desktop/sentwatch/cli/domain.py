"""`sentwatch domain NAME`: what DNS says about a mail domain."""

from __future__ import annotations

import ipaddress

import click

from sentwatch.adapters.dns import Dns
from sentwatch.cli.terminal import Terminal, code_of, json_option, shared_options, this_terminal
from sentwatch.core.names import is_dns_name, read_domain
from sentwatch.core.phrase import N_
from sentwatch.service.domain import DomainLook
from sentwatch.texts.report_json import reports_json
from sentwatch.texts.report_text import report_text

MAX_PORT = 65535


@click.command("domain", help=N_("Ask what DNS says about a mail domain."))
@click.argument("name")
@click.option("--nameserver", metavar="HOST[:PORT]", help=N_("Ask this name server (an IP address)."))
@click.option(
    "--selector", "selectors", multiple=True, metavar="S", help=N_("A DKIM selector to look up; may be given again.")
)
@json_option
@shared_options
@this_terminal
def domain(terminal: Terminal, *, name: str, nameserver: str | None, selectors: tuple[str, ...], as_json: bool) -> None:
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
        report = DomainLook(dns).report(ascii_name, selectors=selectors, now=now, cancel=cancel)
    terminal.code = code_of([report])
    if as_json:
        terminal.write_json(reports_json([report], words, now=now))
    else:
        terminal.write(report_text(report, words))


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
