"""`sentwatch mail FILE`: the signs in a mail that somebody finds suspicious."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from sentwatch.adapters.eml import MAX_MAIL, read_eml
from sentwatch.cli.reports import finish
from sentwatch.cli.terminal import Terminal, json_option, shared_options, this_terminal
from sentwatch.core.names import read_domain
from sentwatch.core.phrase import N_
from sentwatch.core.suspicious_mail import DO, DO_NOT, IF_IT_HAPPENED, Known, SuspiciousMail
from sentwatch.core.trouble import Trouble
from sentwatch.service.suspicious_mail import report_on_mail

_BELOW = (N_("What to do"), *DO, N_("What not to do"), *DO_NOT, N_("If it has already happened"), *IF_IT_HAPPENED)


@click.command("mail", help=N_("Name the signs in a suspicious mail (a .eml file, or - for standard input)."))
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "--own-domain", "own_domains", multiple=True, metavar="D", help=N_("A domain of your own; may be given again.")
)
@click.option(
    "--server",
    "servers",
    multiple=True,
    metavar="HOST",
    help=N_("A mail server of yours, whose notes are trusted; may be given again."),
)
@json_option
@shared_options
@this_terminal
def mail(
    terminal: Terminal, *, file: Path, own_domains: tuple[str, ...], servers: tuple[str, ...], as_json: bool
) -> None:
    """Exit 0 no sign at warning or above, 1 some, 2 usage or no mail."""
    words = terminal.words
    names = [read_domain(name) for name in own_domains]
    for name, given in zip(names, own_domains, strict=True):
        if name is None:
            raise click.UsageError(words(N_("“{name}” is not a domain name."), name=given[:100]))
    try:
        with click.open_file(str(file), "rb") as stream:
            raw = stream.read(MAX_MAIL + 1)
        seen = read_eml(raw, path=str(file))
    except OSError as error:
        raise click.UsageError(words(N_("{path} could not be read."), path=error.filename or str(file))) from None
    except Trouble as trouble:
        raise click.UsageError(words(trouble.title, **trouble.params)) from None
    report = report_on_mail(seen, _known(terminal, seen, names, servers), now=terminal.app.clock.now())
    finish(terminal, report, as_json=as_json, about=file.name, said_below=_BELOW)


def _known(terminal: Terminal, seen: SuspiciousMail, names: Iterable[str | None], servers: tuple[str, ...]) -> Known:
    """What the store knows of the sender; a locked keyring keeps nobody from seeing the other signs."""
    domains = tuple(name for name in names if name)
    try:
        return terminal.app.known_about(seen, domains=domains, servers=servers)
    except Trouble as trouble:
        terminal.trouble(trouble)
        return Known(own_domains=domains, servers=servers)
