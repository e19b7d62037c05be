"""`sentwatch evidence …`: save what can be seen of an incident, and look later whether it was changed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

import click

from sentwatch.adapters.system_clock import SystemClock
from sentwatch.cli.check import chosen_accounts
from sentwatch.cli.terminal import (
    BLIND,
    FOUND,
    Terminal,
    ask_for_passwords,
    json_option,
    password_option,
    read_secret,
    shared_options,
    this_terminal,
)
from sentwatch.core.accounts import Account
from sentwatch.core.evidence import KeyOwner, Verdict
from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.trouble import EVIDENCE_PASSPHRASE_NEEDED, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.evidence import Gathered, save, verify
from sentwatch.texts.report_json import iso


@click.group("evidence", help=N_("Save what can be seen of an incident, signed; and check saved evidence."))
@shared_options
def evidence() -> None:
    """The group."""


class _Since(click.ParamType[datetime]):
    """A number of days back, or a date (2025-10-18) in this computer's zone."""

    name = "since"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        text = str(value)
        try:
            if text.isascii() and text.isdigit():
                return SystemClock().now() - timedelta(days=int(text))
            return datetime.combine(datetime.strptime(text, "%Y-%m-%d").date(), time()).astimezone()  # noqa: DTZ007
        except (ValueError, OverflowError):
            words = ctx.ensure_object(Terminal).words if ctx else None
            text = N_("a number of days, or a day such as 2025-10-18")
            self.fail(words(text) if words else text, param, ctx)


@evidence.command(
    "save", help=N_("Save header facts, findings and the journal of an incident: a folder, a .zip, or a locked file.")
)
@click.argument("address", metavar="ACCOUNT")
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help=N_("Where to write; nothing may be there yet."),
)
@click.option(
    "--since",
    type=_Since(),
    metavar="DAYS|DATE",
    help=N_("All sent mail since then, instead of the flagged time spans."),
)
@password_option
@click.option(
    "--passphrase-stdin",
    is_flag=True,
    help=N_("Lock it with a passphrase read from standard input; after the password, where both are."),
)
@click.option("--yes", is_flag=True, help=N_("Do not ask."))
@json_option
@shared_options
@this_terminal
def save_command(
    terminal: Terminal,
    *,
    address: str,
    output: Path,
    since: datetime | None,
    password_stdin: bool,
    passphrase_stdin: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Exit 0 saved, 3 saved without the mailbox itself, which could not be read."""
    [account] = chosen_accounts(terminal, (address,))
    ask_for_passwords(terminal, (account,), from_stdin=password_stdin)
    passphrase = read_secret(terminal, "", from_stdin=True) if passphrase_stdin else None
    with terminal.cancellable() as cancel:
        gathered = _gather(terminal, account, since, cancel)
    if gathered is None:
        raise click.UsageError(
            terminal.words(
                N_("Nothing unusual is known of {address}. Name a time with --since."), address=account.address
            )
        )
    if gathered.trouble is not None:
        terminal.trouble(gathered.trouble)
        terminal.say(N_("So only the numbers are saved that the ledger holds."))
    _say_what_leaves(terminal, gathered, is_locked=passphrase is not None)
    if (
        passphrase is None
        and not yes
        and terminal.can_ask
        and not terminal.confirm(terminal.words(N_("Write it in plain text to {path}?"), path=str(output)))
    ):
        raise click.Abort
    saved = save(gathered, output, signer=terminal.app.signer, words=terminal.words, passphrase=passphrase)
    terminal.code = BLIND if gathered.trouble is not None else 0
    if as_json:
        terminal.write_json(
            {
                "schema": 1,
                "path": str(saved.path),
                "fingerprint": saved.fingerprint,
                "files": list(saved.names),
                "messages": gathered.messages,
                "mailbox_read": gathered.trouble is None,
            }
        )
        return
    terminal.say(N_("Saved: {path}"), path=str(saved.path))
    terminal.say(N_("Fingerprint of the key: {fingerprint}"), fingerprint=saved.fingerprint)
    terminal.say(N_("Write the fingerprint down somewhere else: it proves later that nothing was changed."))


def _gather(terminal: Terminal, account: Account, since: datetime | None, cancel: CancelToken) -> Gathered | None:
    app = terminal.app
    return app.gather_evidence(account, since=since, audience=Audience(app.settings.audience), cancel=cancel)


def _say_what_leaves(terminal: Terminal, gathered: Gathered, *, is_locked: bool) -> None:
    said = Phrase(
        text=N_("It holds the headers of {n} message, with its subject and its recipients."),
        plural=N_("It holds the headers of {n} messages, with their subjects and {recipients} addresses."),
        count="n",
        params={"n": gathered.messages, "recipients": gathered.recipients},
    )
    click.echo(terminal.words(said), err=True)
    if is_locked:
        terminal.say(N_("Everything in it is locked with the passphrase. Without it nobody can open it again."))
    else:
        terminal.say(N_("It is plain text that whoever has it can read. With --passphrase-stdin it is locked."))


@evidence.command("verify", help=N_("Check whether saved evidence is still what was saved."))
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--passphrase-stdin", is_flag=True, help=N_("Read the passphrase from standard input."))
@json_option
@shared_options
@this_terminal
def verify_command(terminal: Terminal, *, path: Path, passphrase_stdin: bool, as_json: bool) -> None:
    """Exit 0 unchanged, 1 changed, 3 it could not be read."""
    passphrase = read_secret(terminal, "", from_stdin=True) if passphrase_stdin else None
    own_key = _own_key(terminal)
    try:
        verdict = verify(path, own_key=own_key, passphrase=passphrase)
    except Trouble as trouble:
        if trouble.kind is not EVIDENCE_PASSPHRASE_NEEDED or not terminal.can_ask:
            raise
        passphrase = read_secret(terminal, N_("Passphrase"), from_stdin=False)
        verdict = verify(path, own_key=own_key, passphrase=passphrase)
    terminal.code = 0 if verdict.is_whole else FOUND
    if as_json:
        terminal.write_json(
            {
                "schema": 1,
                "ok": verdict.is_whole,
                "signature": "valid" if verdict.is_signed else "invalid",
                "key": verdict.key.value,
                "fingerprint": verdict.fingerprint,
                "saved_at": iso(verdict.manifest.made_at),
                "program": verdict.manifest.program,
                "files": [one.name for one in verdict.manifest.files],
                "changed": list(verdict.changed),
                "missing": list(verdict.missing),
                "added": list(verdict.added),
            }
        )
        return
    _tell(terminal, verdict)


def _own_key(terminal: Terminal) -> bytes | None:
    """The key of the store here; a keyring that is locked keeps nobody from checking the hashes."""
    try:
        return terminal.app.signer.public_key if terminal.app.has_store else None
    except Trouble:
        return None


_KEYS = {
    KeyOwner.OWN: N_("It was signed with the key of this computer's store."),
    KeyOwner.OTHER: N_("It was signed with another key than that of the store here."),
    KeyOwner.UNKNOWN: N_("There is no store here to compare the key with."),
}


def _tell(terminal: Terminal, verdict: Verdict) -> None:
    words = terminal.words
    if verdict.is_whole:
        terminal.write(words(N_("Unchanged since {at:moment}."), at=verdict.manifest.made_at) + "\n")
    else:
        terminal.write(words(N_("This is NOT what was saved.")) + "\n")
    if not verdict.is_signed:
        terminal.write(words(N_("The list and its signature do not belong together.")) + "\n")
    for names, text in (
        (verdict.changed, N_("Changed: {names}")),
        (verdict.missing, N_("Missing: {names}")),
        (verdict.added, N_("Added: {names}")),
    ):
        if names:
            terminal.write(words(text, names=names) + "\n")
    terminal.write(words(_KEYS[verdict.key]) + "\n")
    terminal.write(words(N_("Fingerprint of the key: {fingerprint}"), fingerprint=verdict.fingerprint) + "\n")
    if verdict.key is not KeyOwner.OWN:
        terminal.write(words(N_("Compare the fingerprint by phone with whoever saved it.")) + "\n")
