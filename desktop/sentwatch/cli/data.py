"""`sentwatch data …`: take settings along without secrets, bring them in, and remove everything from this computer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from sentwatch.cli.terminal import BLIND, Terminal, json_option, shared_options, this_terminal
from sentwatch.core.phrase import N_, Phrase
from sentwatch.service.data import ImportPreview
from sentwatch.service.purge import Purged, PurgePlan
from sentwatch.texts.report_json import Json, iso

_yes_option = click.option("--yes", is_flag=True, help=N_("Do not ask."))
_dry_option = click.option("--dry-run", is_flag=True, help=N_("Only say what would be done."))


@click.group("data", help=N_("Take settings along without secrets, bring them in, or remove everything."))
@shared_options
def data() -> None:
    """The group."""


@data.command("export", help=N_("Write settings, accounts and checklist answers into a file, without secrets."))
@click.option(
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PATH",
    help=N_("Where to write; nothing may be there yet."),
)
@shared_options
@this_terminal
def export(terminal: Terminal, *, output: Path) -> None:
    """Exit 0 written, 3 it could not be written."""
    terminal.say(
        N_(
            "The file holds addresses, server names, contacts and your answers in plain text. Passwords, commands, web "
            "hooks and what was learned of your mail stay here."
        )
    )
    terminal.app.data_mover.export(output)
    terminal.say(N_("Written: {path}"), path=str(output))


@data.command("import", help=N_("Bring in what another computer exported; shows first what would change."))
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@_dry_option
@_yes_option
@json_option
@shared_options
@this_terminal
def import_command(terminal: Terminal, *, path: Path, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Exit 0 done or nothing to do, 3 it could not be read."""
    mover = terminal.app.data_mover
    preview = mover.preview(path)
    if as_json:
        terminal.write_json(_preview_json(preview, is_done=not dry_run and yes))
    else:
        _tell(terminal, preview.said())
    if preview.is_empty or dry_run or not terminal.agreed(N_("Bring this in?"), yes=yes):
        return
    mover.take_in(preview)
    if not as_json:
        terminal.say(N_("Brought in. Each new account asks for its password when it is added again:"))
        for account in preview.new:
            terminal.say(N_("sentwatch accounts add --address {address}"), address=account.address)


def _tell(terminal: Terminal, lines: Iterable[Phrase]) -> None:
    terminal.write("".join(f"{terminal.words(line)}\n" for line in lines))


def _preview_json(preview: ImportPreview, *, is_done: bool) -> dict[str, Json]:
    return {
        "schema": 1,
        "done": is_done,
        "exported_at": iso(preview.made_at),
        "program": preview.program,
        "settings": [{"name": name, "here": here, "there": there} for name, here, there in preview.settings],
        "new_accounts": [account.address for account in preview.new],
        "known_accounts": list(preview.known),
        "answers": [*sorted(preview.answers)],
        "contacts": len(preview.contacts),
        "people": len(preview.people),
    }


@data.command("purge", help=N_("Remove everything Sentwatch keeps on this computer: lists it first, then deletes it."))
@_dry_option
@_yes_option
@json_option
@shared_options
@this_terminal
def purge(terminal: Terminal, *, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Exit 0 nothing is left, 3 something could not be deleted. The mailboxes themselves stay as they are."""
    purging = terminal.app.purge
    plan = purging.plan()
    if not as_json:
        _tell(terminal, plan.said())
    if dry_run or plan.is_empty:
        if as_json:
            terminal.write_json(_purge_json(plan, None))
        return
    if not terminal.agreed(N_("Delete all of this? It cannot be taken back."), yes=yes):
        return
    left = purging.run(plan)
    for trouble in left.troubles:
        terminal.trouble(trouble)
    terminal.code = 0 if left.is_clean else BLIND
    if as_json:
        terminal.write_json(_purge_json(plan, left))
    elif left.is_clean:
        terminal.say(N_("Deleted. We looked again, and nothing of it is left."))
    else:
        terminal.say(N_("This is still there: {names}"), names=left.names)


def _purge_json(plan: PurgePlan, left: Purged | None) -> dict[str, Json]:
    return {
        "schema": 1,
        "folder": str(plan.folder),
        "files": [str(path) for path in plan.files],
        "keyring": [item.of or item.name for item in plan.items],
        "autostart": plan.autostart,
        "stays": list(plan.others),
        "done": left is not None,
        "left": None if left is None else [*left.names],
    }
