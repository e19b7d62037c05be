"""`sentwatch accounts …`: add, test, list and remove the mailboxes that are looked at."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any

import click

from sentwatch.cli.secret_input import read_secret_line
from sentwatch.cli.server_options import CertificateFile, TimeZone
from sentwatch.cli.sign_in import confirm_server, show_remarks, show_step, sign_in_outside
from sentwatch.cli.streams import note
from sentwatch.cli.terminal import (
    BLIND,
    F,
    Terminal,
    json_option,
    read_secret,
    shared_options,
    this_terminal,
)
from sentwatch.cli.whole_number import PORT, WholeNumber
from sentwatch.core.accounts import Account, Role, Security, SignIn
from sentwatch.core.folders import FolderRole, can_hold_mail
from sentwatch.core.oauth import CLIENT_GUIDES, is_client_id, service_for
from sentwatch.core.phrase import N_
from sentwatch.core.providers import is_address
from sentwatch.core.trouble import (
    ACCOUNT_UNKNOWN,
    ADDRESS_UNFIT,
    OAUTH_CLIENT_MISSING,
    SERVER_NOT_FOUND,
    Trouble,
)
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential, CredentialKind
from sentwatch.service.add_account import (
    NamedServer,
    Opened,
    SignInResult,
    account_by_hand,
    account_from,
    filled_in,
    proposed_role,
)
from sentwatch.texts.plain import plain
from sentwatch.texts.report_json import Json

_NAMED_FOLDERS = 20
_server_options = (
    click.option("--address", required=True, metavar="ADDRESS", help=N_("The mail address.")),
    click.option("--host", metavar="HOST", help=N_("The IMAP server. Found from the address where not given.")),
    click.option("--port", type=PORT, metavar="PORT", help=N_("Its port (993, or 143 with STARTTLS).")),
    click.option("--starttls", is_flag=True, help=N_("Encrypt by STARTTLS instead of from the first byte.")),
    click.option(
        "--ca",
        "ca_file",
        type=CertificateFile(),
        metavar="FILE",
        help=N_("Trust this certificate authority (PEM) in addition, for your office's own server."),
    ),
    click.option("--username", metavar="NAME", help=N_("What to sign in with, where it is not the address.")),
    click.option("--oauth", is_flag=True, help=N_("Sign in with the browser.")),
    click.option("--device", is_flag=True, help=N_("Sign in with a code typed at another device.")),
    click.option("--password-stdin", is_flag=True, help=N_("Read the password from standard input.")),
    click.option(
        "--password-command",
        metavar="COMMAND",
        help=N_("Run this each time instead of keeping the password; its first line of output is the password."),
    ),
    json_option,
    shared_options,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerChoice:
    """What the options say of the server and the way in."""

    address: str
    host: str | None
    port: int | None
    starttls: bool
    ca_file: str | None
    username: str | None
    oauth: bool
    device: bool
    password_stdin: bool
    password_command: str | None


def _server_command(command: F) -> F:
    for option in reversed(_server_options):
        command = option(command)
    return command


@click.group("accounts", help=N_("Add, test, list and remove the mailboxes that are looked at."))
@shared_options
def accounts() -> None:
    """The group."""


@accounts.command("add", help=N_("Add a mailbox: find its server, sign in once, keep the password in the keyring."))
@click.option("--role", type=click.Choice([role.value for role in Role]), help=N_("Whose mailbox it is."))
@click.option("--name", metavar="TEXT", help=N_("How to call it."))
@click.option("--time-zone", type=TimeZone(), metavar="ZONE", help=N_("Its time zone, for example Asia/Tokyo."))
@click.option("--sent-folder", metavar="NAME", help=N_("Its folder with sent mail, where there are several."))
@click.option(
    "--sieve-host", metavar="HOST", help=N_("Where its rules are read (ManageSieve), if not found by itself.")
)
@click.option("--sieve-port", type=PORT, metavar="PORT", help=N_("The port for it (4190)."))
@_server_command
@this_terminal
def add(
    terminal: Terminal,
    /,
    *,
    role: str | None,
    name: str | None,
    time_zone: str | None,
    sent_folder: str | None,
    sieve_host: str | None,
    sieve_port: int | None,
    as_json: bool,
    **server: Any,
) -> None:
    """Exit 3 where signing in did not work; nothing is kept then."""
    choice = ServerChoice(**server)
    with terminal.cancellable() as cancel:
        account = _account(terminal, cancel, choice)
        known = terminal.app.accounts.by_address(account.address)
        if known is not None:
            account = _as_before(account, known)
        opened = _open(terminal, account, cancel, choice)
        result = terminal.app.try_sign_in().run(account, opened.credential, cancel=cancel)
    if result.ok:
        before = known.sent_folder if known is not None else None
        sent_folder = _sent_folder(terminal, result, sent_folder, before=before, may_ask=not as_json)
    account = replace(
        account,
        role=Role(role) if role else account.role if known is not None else proposed_role(account.address),
        display_name=account.display_name if name is None else name,
        time_zone=time_zone or account.time_zone,
        sieve_host=sieve_host or account.sieve_host,
        sieve_port=sieve_port or account.sieve_port,
    )
    try:
        account = filled_in(account, result, time_zone=terminal.app.local_time_zone(), sent_folder=sent_folder)
    except Trouble as trouble:
        _tell(terminal, account, replace(result, trouble=trouble), as_json=as_json)
        return
    kept = terminal.app.keep_account(account, opened)
    if as_json:
        terminal.write_json({**_result_json(result, account), "address": account.address, "kept": kept})
        return
    terminal.say(
        N_("Added {address}. Sent mail is read from “{folder}”."), address=account.address, folder=account.sent_folder
    )
    if not kept:
        terminal.say(
            N_(
                "This computer offers no keyring, so the password is not kept: it is asked for each time, or read "
                "from standard input with --password-stdin."
            )
        )
    terminal.say(N_("Look at it now with “sentwatch check {address}”."), address=account.address)


@accounts.command("test", help=N_("Sign in once, look around, and keep nothing."))
@_server_command
@this_terminal
def test(terminal: Terminal, /, *, as_json: bool, **server: Any) -> None:
    """Exit 3 where signing in did not work."""
    choice = ServerChoice(**server)
    with terminal.cancellable() as cancel:
        account = _account(terminal, cancel, choice)
        opened = _open(terminal, account, cancel, choice)
        result = terminal.app.try_sign_in().run(account, opened.credential, cancel=cancel)
    _tell(terminal, account, result, as_json=as_json)


@accounts.command("list", help=N_("List the mailboxes."))
@json_option
@shared_options
@this_terminal
def list_accounts(terminal: Terminal, *, as_json: bool) -> None:
    """No secrets here, so none are shown."""
    known = terminal.app.known_accounts()
    if as_json:
        terminal.write_json({"schema": 1, "accounts": [_account_json(account) for account in known]})
        return
    if not known:
        terminal.say(N_("No account is set up yet."))
    for account in known:
        state = f"  ({terminal.words(N_('paused'))})" if account.paused else ""
        server = f"{account.host}:{account.port} {account.security.value}"
        terminal.write(f"{account.address}  {terminal.words(ROLE_NAMES[account.role])}  {server}{state}\n")


@accounts.command("remove", help=N_("Remove a mailbox: erase what was learned of it, and its secret in the keyring."))
@click.option("--address", required=True, metavar="ADDRESS", help=N_("The mail address."))
@click.option("--yes", is_flag=True, help=N_("Do not ask."))
@json_option
@shared_options
@this_terminal
def remove(terminal: Terminal, *, address: str, yes: bool, as_json: bool) -> None:
    """Asks first; afterwards nothing speaks of the account any more."""
    account = terminal.app.known_account(address)
    if account is None:
        raise Trouble(ACCOUNT_UNKNOWN, address=address)
    if not yes:
        if not terminal.can_ask:
            raise click.UsageError(terminal.words(N_("There is no terminal to ask at. Use --yes.")))
        question = terminal.words(
            N_("Erase {address} from this computer, with all that was learned? The mailbox itself stays as it is."),
            address=account.address,
        )
        if not terminal.confirm(question):
            return
    left = terminal.app.remove_account(account)
    if as_json:
        said: dict[str, Json] = {"rows_left": left.rows_left, "secret_gone": left.is_secret_gone}
        terminal.write_json({"ok": left.is_complete, "address": account.address, **said})
    else:
        terminal.say(left.words, address=account.address)


@accounts.command("client", help=N_("Set up your own client id for signing in with the browser."))
@click.argument("service", type=click.Choice(sorted(CLIENT_GUIDES)))
@shared_options
@this_terminal
def client(terminal: Terminal, *, service: str) -> None:
    """Ask for the client id and, where the service gives one, its secret; without a terminal one line each."""
    if terminal.can_ask:
        terminal.say(N_("Step by step: “sentwatch guide {name}”"), name=CLIENT_GUIDES[service])
    client_id = (_line(terminal, N_("Client id")) or "").strip()
    if not is_client_id(client_id):
        raise click.UsageError(terminal.words(N_("That is no client id.")))
    client_secret = (read_secret_line(terminal, N_("Client secret (empty where there is none)")) or "").strip()
    terminal.app.keep_oauth_client(service, client_id=client_id, client_secret=client_secret or None)
    terminal.say(N_("Kept. Add the account with “sentwatch accounts add --oauth”."))


ROLE_NAMES = {Role.PERSON: N_("one person"), Role.SHARED: N_("several people"), Role.SYSTEM: N_("a program")}


def _as_before(account: Account, known: Account) -> Account:
    """An account that is added again: its server is the one named now, all else stays until it is named anew."""
    return replace(
        account,
        id=known.id,
        role=known.role,
        display_name=known.display_name,
        colour=known.colour,
        time_zone=known.time_zone,
        sieve_host=known.sieve_host,
        sieve_port=known.sieve_port,
        paused=known.paused,
    )


def _sent_folder(
    terminal: Terminal, result: SignInResult, named: str | None, *, before: str | None, may_ask: bool
) -> str | None:
    """The folder that was named, if it is there; else the one it was before, or the one somebody chooses now."""
    names = tuple(folder.name for folder in result.folders if can_hold_mail(folder))
    if named is not None and named not in names:
        said = N_("There is no folder “{name}” in this mailbox. It has: {names}")
        raise click.UsageError(terminal.words(said, name=named, names=names[:_NAMED_FOLDERS]))
    if named is not None or before in names:
        return named or before
    candidates = result.candidates(FolderRole.SENT)
    return _ask_sent_folder(terminal, candidates) if len(candidates) > 1 and may_ask and terminal.can_ask else None


def _line(terminal: Terminal, prompt: str) -> str | None:
    if terminal.can_ask:
        return str(terminal.prompt(terminal.words(prompt), default="", show_default=False))
    return read_secret_line(terminal, prompt)


def _account(terminal: Terminal, cancel: CancelToken, choice: ServerChoice) -> Account:
    """The account as it was described, or as it was found from the address."""
    address = choice.address.strip()
    if not is_address(address):
        raise Trouble(ADDRESS_UNFIT, address=address)
    account_id = uuid.uuid4().hex
    if choice.host:
        server = NamedServer(
            host=choice.host,
            port=choice.port,
            security=Security.STARTTLS if choice.starttls else Security.TLS,
            username=choice.username or "",
            ca_file=choice.ca_file,
        )
        return replace(
            account_by_hand(address, server, account_id=account_id, table=terminal.app.providers),
            sign_in=SignIn.OAUTH if choice.oauth or choice.device else SignIn.PASSWORD,
            password_command=choice.password_command,
        )
    discovery = terminal.app.discover.run(address, cancel=cancel, show=lambda step: show_step(step, terminal.words))
    show_remarks(discovery, terminal.words)
    best = discovery.best
    if best is None:
        raise Trouble(SERVER_NOT_FOUND, address=address)
    if best.asks_first and not terminal.can_ask:
        raise click.UsageError(
            terminal.words(
                N_("{host} lies outside the mail domain. Name it with --host if it is your provider's server."),
                host=best.host,
            )
        )
    if not confirm_server(best, terminal.words, ask=terminal.confirm):
        raise click.Abort
    account = account_from(
        discovery, best, account_id=account_id, username=choice.username, oauth=choice.oauth or choice.device
    )
    return replace(
        account,
        port=choice.port or account.port,
        ca_file=choice.ca_file,
        password_command=choice.password_command,
    )


def _open(terminal: Terminal, account: Account, cancel: CancelToken, choice: ServerChoice) -> Opened:
    if account.password_command:
        return Opened(credential=terminal.app.credentials.for_account(account))
    if account.sign_in is SignIn.PASSWORD:
        return Opened(credential=Credential(read_secret(terminal, N_("Password"), from_stdin=choice.password_stdin)))
    service = service_for(account, terminal.app.oauth_services)
    if service is None:
        raise Trouble(OAUTH_CLIENT_MISSING, service=account.host)
    tokens = sign_in_outside(
        terminal.app.oauth,
        service,
        terminal.words,
        address=account.address,
        by_code=choice.device,
        cancel=cancel,
    )
    return Opened(credential=Credential(tokens.access, CredentialKind.ACCESS_TOKEN), tokens=tokens)


def _tell(terminal: Terminal, account: Account, result: SignInResult, *, as_json: bool) -> None:
    terminal.code = 0 if result.ok else BLIND
    if as_json:
        terminal.write_json(_result_json(result, account))
    elif result.trouble is not None:
        terminal.trouble(result.trouble)
    else:
        terminal.say(
            N_("Signed in to {host} with {mechanism}."),
            host=account.host,
            mechanism=result.facts.mechanism if result.facts else "",
        )
        sent, candidates = result.folder(FolderRole.SENT), result.candidates(FolderRole.SENT)
        if sent is not None:
            terminal.say(N_("Sent folder: {names}"), names=(sent,))
        elif candidates:
            terminal.say(
                N_("Several folders may hold the sent mail: {names}. Name one with --sent-folder when you add it."),
                names=candidates,
            )
        else:
            terminal.say(N_("No folder is known for sent mail. Name it with --sent-folder when you add it."))


def _result_json(result: SignInResult, account: Account) -> dict[str, Json]:
    return {
        "ok": result.ok,
        "trouble": result.trouble.kind.code if result.trouble else None,
        "capabilities": [*sorted(result.capabilities)],
        "folders": {
            "sent": account.sent_folder or result.folder(FolderRole.SENT),
            "sent_candidates": [*result.candidates(FolderRole.SENT)],
            "trash": result.folder(FolderRole.TRASH),
            "junk": result.folder(FolderRole.JUNK),
        },
    }


def _ask_sent_folder(terminal: Terminal, names: tuple[str, ...]) -> str:
    terminal.say(N_("Several folders may hold the sent mail:"))
    for number, name in enumerate(names, start=1):
        note(f"  {number}  {plain(name)}")
    number = terminal.prompt(terminal.words(N_("Which one? Number")), type=WholeNumber(1, len(names)))
    return names[int(number) - 1]


def _account_json(account: Account) -> dict[str, Json]:
    return {
        "address": account.address,
        "display_name": account.display_name,
        "role": account.role.value,
        "host": account.host,
        "port": account.port,
        "security": account.security.value,
        "sign_in": account.sign_in.value,
        "sent_folder": account.sent_folder,
        "sieve_host": account.sieve_host,
        "sieve_port": account.sieve_port,
        "time_zone": account.time_zone,
        "paused": account.paused,
    }
