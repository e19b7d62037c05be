"""`sentwatch canary ACCOUNT`: on request, one test message to oneself, and what became of it."""

from __future__ import annotations

import click

from sentwatch.cli.check import chosen_accounts
from sentwatch.cli.progress import ProgressLine
from sentwatch.cli.terminal import (
    Terminal,
    ask_for_passwords,
    code_of,
    json_option,
    password_option,
    shared_options,
    this_terminal,
)
from sentwatch.cli.whole_number import PORT, WholeNumber
from sentwatch.core.canary import OUTCOME_WORDS, WAIT_S, CanaryFacts
from sentwatch.core.phrase import N_
from sentwatch.core.snapshot import Snapshot
from sentwatch.service.outgoing import NamedServer
from sentwatch.texts.report_json import Json, iso, reports_json
from sentwatch.texts.report_text import report_text


@click.command(
    "canary",
    help=N_(
        "Send one test message to yourself, with words that rules of intruders look for, and watch where it arrives. "
        "Nobody else gets it."
    ),
)
@click.argument("address", metavar="ACCOUNT")
@click.option("--smtp-host", metavar="HOST", help=N_("The server that takes your outgoing mail."))
@click.option("--smtp-port", type=PORT, metavar="PORT", help=N_("Its port."))
@click.option("--starttls", is_flag=True, help=N_("Encrypt with STARTTLS (port 587) instead of TLS (port 465)."))
@click.option(
    "--wait",
    "wait_s",
    type=WholeNumber(5, 3_600),
    default=int(WAIT_S),
    metavar="SECONDS",
    help=N_("How long to wait for it."),
)
@click.option("--yes", is_flag=True, help=N_("Do not ask before sending."))
@password_option
@json_option
@shared_options
@this_terminal
def canary(
    terminal: Terminal,
    *,
    address: str,
    smtp_host: str | None,
    smtp_port: int | None,
    starttls: bool,
    wait_s: int,
    yes: bool,
    password_stdin: bool,
    as_json: bool,
) -> None:
    """Exit 0 it arrived untouched, 1 a rule may have touched it, 2 usage, 3 it could not be sent or watched."""
    app, words = terminal.app, terminal.words
    [account] = chosen_accounts(terminal, (address,))
    server = app.outgoing_server(account, NamedServer(host=smtp_host, port=smtp_port, starttls=starttls))
    if not yes:
        if not terminal.can_ask:
            raise click.UsageError(words(N_("There is no terminal to ask at. Use --yes.")))
        question = words(
            N_("Send one test message from {address} to {address}, through {host}?"),
            address=account.address,
            host=server.host,
        )
        if not terminal.confirm(question):
            return
    ask_for_passwords(terminal, (account,), from_stdin=password_stdin)
    with terminal.cancellable() as cancel, ProgressLine(words, is_shown=not as_json) as progress:
        facts = app.canary(account).run(account, server, wait_s=float(wait_s), progress=progress, cancel=cancel)
    now = app.clock.now()
    store = app.account_store(account.id)
    report = app.check_account().report(account, Snapshot(taken_at=now, account=account, canary=facts), store)
    terminal.code = code_of([report])
    if as_json:
        terminal.write_json({**reports_json([report], words, now=now), "canary": _facts_json(facts)})
    else:
        terminal.write(words(OUTCOME_WORDS[facts.outcome]) + "\n\n" + report_text(report, words))


def _facts_json(facts: CanaryFacts) -> dict[str, Json]:
    return {
        "at": iso(facts.at),
        "outcome": facts.outcome.value,
        "folder": facts.folder or None,
        "after_s": facts.after_s,
        "waited_s": facts.waited_s,
        "flags": list(facts.flags),
    }
