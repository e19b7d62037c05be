"""`sentwatch check`: look at accounts and archives, and report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

import click

from sentwatch.cli.progress import ProgressLine
from sentwatch.cli.terminal import Terminal, code_of, json_option, read_secret, shared_options, this_terminal
from sentwatch.core.accounts import Account
from sentwatch.core.phrase import N_
from sentwatch.core.report import Report, only_since, troubles_of
from sentwatch.core.trouble import ACCOUNT_UNKNOWN, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.texts.render import render_trouble
from sentwatch.texts.report_json import reports_json
from sentwatch.texts.report_text import report_text

NO_ACCOUNT: Final = N_("No account is set up. Add one with “sentwatch accounts add”.")
NO_ACCOUNT_OR_FILES: Final = N_(
    "No account is set up. Add one with “sentwatch accounts add”, or name files with --archive."
)
ALL_PAUSED: Final = N_("All accounts are paused. Take one up again in the window, under “Accounts”.")


@click.command(
    "check", help=N_("Look at mailboxes for unusual sending, and report. All accounts, unless some are named.")
)
@click.argument("addresses", metavar="[ACCOUNT]...", nargs=-1)
@click.option(
    "--archive",
    "archives",
    multiple=True,
    metavar="PATH",
    help=N_("Read mail from an mbox file, a Maildir, a folder of .eml or a CSV log instead; may be given again."),
)
@click.option("--account-address", metavar="ADDRESS", help=N_("Whose archive it is."))
@click.option("--since", type=click.IntRange(min=0), metavar="DAYS", help=N_("Report the last DAYS days only."))
@click.option(
    "--password-stdin", is_flag=True, help=N_("Read the password from standard input, where no keyring keeps it.")
)
@json_option
@shared_options
@this_terminal
def check(
    terminal: Terminal,
    *,
    addresses: tuple[str, ...],
    archives: tuple[str, ...],
    account_address: str | None,
    since: int | None,
    password_stdin: bool,
    as_json: bool,
) -> None:
    """Exit 0 nothing at warning or above, 1 something, 2 usage, 3 something could not be looked at."""
    with terminal.cancellable() as cancel, ProgressLine(terminal.words, is_shown=not as_json) as progress:
        reports: list[Report] = []
        if archives:
            owner = _owner(terminal, account_address)
            looker = terminal.app.check_archive()
            reports += [
                looker.run(path, account=owner, address=account_address, progress=progress, cancel=cancel)
                for path in archives
            ]
        if addresses or not archives:
            reports += _check_accounts(
                terminal, addresses, progress=progress, cancel=cancel, password_stdin=password_stdin
            )
    for report in reports:
        for trouble in troubles_of(report):
            terminal.trouble(trouble)
    now = terminal.app.clock.now()
    if since is not None:
        reports = [only_since(report, now - timedelta(days=since)) for report in reports]
    terminal.code = code_of(reports)
    if as_json:
        terminal.write_json(reports_json(reports, terminal.words, now=now))
    else:
        terminal.write("\n".join(report_text(report, terminal.words) for report in reports))


def _check_accounts(
    terminal: Terminal,
    addresses: tuple[str, ...],
    *,
    progress: ProgressLine,
    cancel: CancelToken,
    password_stdin: bool,
) -> Iterator[Report]:
    accounts = chosen_accounts(terminal, addresses, none=NO_ACCOUNT_OR_FILES)
    if password_stdin:
        if len(accounts) != 1:
            raise click.UsageError(terminal.words(N_("--password-stdin goes with one account.")))
        terminal.app.use_session_secret(accounts[0], read_secret(terminal, "", from_stdin=True))
    looker = terminal.app.check_account()
    for account in accounts:
        yield looker.run(account, progress=progress, cancel=cancel)


def chosen_accounts(terminal: Terminal, addresses: tuple[str, ...], *, none: str = NO_ACCOUNT) -> list[Account]:
    """The named accounts, or all that are not paused; a usage error where there is none. Looking makes no store."""
    if not addresses:
        known = terminal.app.known_accounts()
        found = [account for account in known if not account.paused]
        if not found:
            raise click.UsageError(terminal.words(ALL_PAUSED if known else none))
        return found
    chosen: list[Account] = []
    for address in addresses:
        account = terminal.app.known_account(address)
        if account is None:
            said = render_trouble(Trouble(ACCOUNT_UNKNOWN, address=address), terminal.words)
            raise click.UsageError(f"{said.title} {said.do_first}")
        chosen.append(account)
    return chosen


def _owner(terminal: Terminal, address: str | None) -> Account | None:
    """The account an archive belongs to, where it is set up here: it knows its role and its time zone."""
    if address is None:
        return None
    account = terminal.app.known_account(address)
    return None if account is None else replace(account, id=f"archive:{account.id}")
