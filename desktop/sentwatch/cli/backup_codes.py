"""`sentwatch backup-codes …`: backup codes in the keyring, on request. Codes come from standard input alone."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from sentwatch.cli.secret_input import read_secret_line
from sentwatch.cli.terminal import Terminal, json_option, shared_options, this_terminal
from sentwatch.core.accounts import Account
from sentwatch.core.backup_codes import MAX_TEXT, BackupSet, bare, read_codes
from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.recovery import looks_like_codes
from sentwatch.service.backup_codes import WHAT_IT_COSTS, BackupCodes
from sentwatch.texts.report_json import Json, iso

_name = click.argument("name", metavar="ACCOUNT|NAME")
_yes = click.option("--yes", is_flag=True, help=N_("Do not ask."))


@click.group("backup-codes", help=N_("Keep backup codes in the keyring on request, show them, and use them up."))
def backup_codes() -> None:
    """The group."""


def _command(name: str, text: str) -> Callable[[Callable[..., None]], click.Command]:
    def make(work: Callable[..., None]) -> click.Command:
        return backup_codes.command(name, help=text)(shared_options(this_terminal(work)))

    return make


@backup_codes.command("list", help=N_("List what is kept, and how many are left; no code is read."))
@json_option
@shared_options
@this_terminal
def list_sets(terminal: Terminal, *, as_json: bool) -> None:
    """Exit 0."""
    app = terminal.app
    books = [app.backup_codes(account) for account in (None, *app.known_accounts())] if app.has_store else []
    sets = [one for book in books for one in book.known()]
    if as_json:
        terminal.write_json({"schema": 1, "sets": [_set_json(one) for one in sets]})
    elif not sets:
        terminal.say(N_("No backup codes are kept here."))
    for one in () if as_json else sets:
        said = terminal.words(
            N_("{left} of {n} are left, kept since {at:date}"), left=one.left, n=one.count, at=one.kept_at
        )
        terminal.write(f"{one.name}  {said}\n")


@_command("keep", N_("Keep the codes of a list from standard input, after a word on what that costs."))
@_name
@_yes
def keep(terminal: Terminal, /, *, name: str, yes: bool) -> None:
    """Exit 0 kept, 2 usage, 3 the keyring does not take them."""
    words = terminal.words
    if looks_like_codes(name):
        raise click.UsageError(words(N_("This looks like the codes themselves. Here only a name belongs.")))
    if not yes and not terminal.can_ask:
        raise click.UsageError(words(N_("There is no terminal to ask at. Use --yes.")))
    terminal.say(WHAT_IT_COSTS)
    read = read_codes(_list(terminal))
    if not read.codes:
        raise click.UsageError(words(N_("There is no backup code in it. They have at least six letters or digits.")))
    count = Phrase(
        text=N_("{n} code was read."), plural=N_("{n} codes were read."), count="n", params={"n": len(read.codes)}
    )
    click.echo(words(count), err=True)
    account, book = _book(terminal, name)
    name = account.address if account is not None else name
    if book.of(name) is not None:
        terminal.say(N_("Those kept for it until now are forgotten: new codes end the old ones."))
    if not terminal.agreed(N_("Keep them in the keyring?"), yes=yes):
        return
    made = book.keep(name, read.codes)
    if made is None:
        raise click.UsageError(words(N_("No more names can be kept. Take out what you need no longer.")))
    _judge(terminal, account)
    terminal.say(N_("Kept in the keyring."))


@_command("show", N_("Write the codes to standard output, one a line."))
@_name
def show(terminal: Terminal, /, *, name: str) -> None:
    """Exit 0 shown, 2 nothing is kept under this name, 3 the keyring does not give them."""
    _, book, kept = _kept(terminal, name)
    opened = book.opened(kept.id)
    if opened is None or opened.codes is None:
        raise click.UsageError(terminal.words(N_("The keyring has them no longer.")))
    for code in opened.codes:
        terminal.write(f"{code}\n")


@_command("used", N_("Take out one code that was used; it is read from standard input."))
@_name
def used(terminal: Terminal, /, *, name: str) -> None:
    """Exit 0 taken out, 2 it is none of those kept, 3 the keyring does not give them."""
    account, book, kept = _kept(terminal, name)
    typed = bare(read_secret_line(terminal, N_("The code that was used")) or "")
    opened = book.opened(kept.id)
    code = next((one for one in (opened.codes if opened else None) or () if bare(one) == typed), None)
    if code is None:
        raise click.UsageError(terminal.words(N_("It is none of the codes kept for {name}."), name=kept.name))
    left = book.use(kept.id, code)
    _judge(terminal, account)
    if left is not None:
        terminal.say(N_("{left} of {n} codes are left"), left=left.kept.left, n=left.kept.count)


@_command("forget", N_("Take all codes of an account or a service out of the keyring."))
@_name
@_yes
def forget(terminal: Terminal, /, *, name: str, yes: bool) -> None:
    """Exit 0 gone, 2 nothing is kept under this name, 3 the keyring cannot be asked."""
    account, book, kept = _kept(terminal, name)
    if not terminal.agreed(N_("Take them out? They cannot be brought back."), yes=yes):
        return
    book.forget(kept.id)
    _judge(terminal, account)
    terminal.say(N_("They are gone from the keyring."))


def _list(terminal: Terminal) -> str:
    """The piped list; at a terminal code by code without echo, until nothing is typed."""
    if not terminal.can_ask:
        return sys.stdin.buffer.read(MAX_TEXT + 1).decode("utf-8-sig", "replace")
    typed: list[str] = []
    while line := read_secret_line(terminal, N_("Next code (Enter alone ends)")):
        typed.append(line)
    return "\n".join(typed)


def _book(terminal: Terminal, name: str) -> tuple[Account | None, BackupCodes]:
    account = terminal.app.known_account(name)
    return account, terminal.app.backup_codes(account)


def _kept(terminal: Terminal, name: str) -> tuple[Account | None, BackupCodes, BackupSet]:
    if terminal.app.has_store:
        account, book = _book(terminal, name)
        kept = book.of(account.address if account is not None else name)
        if kept is not None:
            return account, book, kept
    raise click.UsageError(terminal.words(N_("No backup codes are kept under “{name}”."), name=name))


def _judge(terminal: Terminal, account: Account | None) -> None:
    if account is not None:
        terminal.app.sign_in_review(account).judge()


def _set_json(one: BackupSet) -> dict[str, Json]:
    return {"name": one.name, "kept_at": iso(one.kept_at), "codes": one.count, "left": one.left}
