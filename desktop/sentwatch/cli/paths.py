"""`sentwatch paths`: where everything lies that Sentwatch keeps on this computer."""

from __future__ import annotations

import click

from sentwatch.cli.terminal import Terminal, json_option, shared_options, this_terminal
from sentwatch.core.phrase import N_
from sentwatch.wiring import LedgerKeyPlace


@click.command("paths", help=N_("Show where everything lies that is kept on this computer."))
@json_option
@shared_options
@this_terminal
def paths(terminal: Terminal, *, as_json: bool) -> None:
    """Nothing is created by looking."""
    found = terminal.app.paths()
    if as_json:
        terminal.write_json({**{name: str(path) for name, path in found.files.items()}, "ledger_key": found.key.value})
        return
    labels = {
        "data": N_("Folder"),
        "store": N_("Store (accounts, header facts as keyed hashes, findings)"),
        "doors": N_("Servers to stay away from for a while"),
        "oauth": N_("Your own clients for signing in with the browser"),
        "settings": N_("Settings"),
        "log": N_("Log"),
    }
    for name, path in found.files.items():
        terminal.write(f"{terminal.words(labels[name])}: {path}\n")
    terminal.write(terminal.words(_KEY_WORDS[found.key]) + "\n")


_KEY_WORDS = {
    LedgerKeyPlace.KEYRING: N_("Passwords and the key of the store lie in the keyring of this computer."),
    LedgerKeyPlace.FILE: N_(
        "This computer offered no keyring, so the key of the store lies in a file beside it, for your user alone. "
        "Passwords are never kept in files."
    ),
    LedgerKeyPlace.NONE: N_("No key was made yet."),
}
