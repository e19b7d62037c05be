"""`sentwatch check`: look at accounts and archives, and report."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import click

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
from sentwatch.cli.whole_number import DAYS
from sentwatch.core.accounts import Account
from sentwatch.core.phrase import N_
from sentwatch.core.providers import is_address
from sentwatch.core.report import Report, only_since, troubles_of
from sentwatch.core.trouble import ACCOUNT_UNKNOWN, ADDRESS_UNFIT, Trouble
from sentwatch.texts.render import trouble_line
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
@click.option("--since", type=DAYS, metavar="DAYS", help=N_("Report the last DAYS days only."))
@password_option
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
    if not all(archives):
        raise click.UsageError(terminal.words(N_("--archive names no file or folder.")))
    if account_address and not is_address(account_address):
        raise Trouble(ADDRESS_UNFIT, address=account_address)
    accounts = _accounts(terminal, addresses, password_stdin=password_stdin) if addresses or not archives else []
    with terminal.cancellable() as cancel, ProgressLine(terminal.words, is_shown=not as_json) as progress:
        reports: list[Report] = []
        if archives:
            owner = _owner(terminal, account_address)
            looker = terminal.app.check_archive()
            reports += [
                looker.run(path, account=owner, address=account_address, progress=progress, cancel=cancel)
                for path in archives
            ]
        if accounts:
            account_looker = terminal.app.check_account()
            reports += [
                account_looker.with_earlier(account_looker.run(account, progress=progress, cancel=cancel))
                for account in accounts
            ]
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


def _accounts(terminal: Terminal, addresses: tuple[str, ...], *, password_stdin: bool) -> list[Account]:
    """The accounts to look at, and what opens them asked for where it is kept nowhere."""
    accounts = chosen_accounts(terminal, addresses, none=NO_ACCOUNT_OR_FILES)
    ask_for_passwords(terminal, accounts, from_stdin=password_stdin)
    return accounts


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
        if account is None and Path(address).exists():
            said = N_("{path} is a file or folder. Write --archive before each one that is to be read.")
            raise click.UsageError(terminal.words(said, path=address))
        if account is None:
            raise click.UsageError(trouble_line(Trouble(ACCOUNT_UNKNOWN, address=address), terminal.words))
        if account not in chosen:
            chosen.append(account)
    return chosen


def _owner(terminal: Terminal, address: str | None) -> Account | None:
    """The account an archive belongs to, where it is set up here: it knows its role and its time zone."""
    if address is None:
        return None
    account = terminal.app.known_account(address)
    return None if account is None else replace(account, id=f"archive:{account.id}")
