"""`sentwatch report`: how everything stands, what happened, or a sheet to print, as text, HTML, PDF or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from sentwatch.adapters.breach_clocks import packaged_clocks
from sentwatch.adapters.checklist import packaged_checklist
from sentwatch.adapters.lessons import packaged_lessons
from sentwatch.cli.check import chosen_accounts
from sentwatch.cli.terminal import Terminal, ask_for_passwords, password_option, shared_options, this_terminal
from sentwatch.core.accounts import Account
from sentwatch.core.mail_window import MailWindow
from sentwatch.core.phrase import N_
from sentwatch.core.playbooks.checklist import Audience, StepView
from sentwatch.core.status_report import Reader
from sentwatch.core.trouble import PDF_NEEDS_QT, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.checklist import without_store
from sentwatch.service.export import Form, Paper, said, write
from sentwatch.service.incident_report import windows_of
from sentwatch.service.mail_window import read_window
from sentwatch.service.papers import checklist_paper, incident_paper, lessons_paper, sheet_paper, status_paper

KINDS: Final = ("status", "checklist", "incident", "sheet", "lessons")
_ENDINGS: Final = {".html": Form.HTML, ".htm": Form.HTML, ".pdf": Form.PDF, ".json": Form.JSON, ".txt": Form.TEXT}
_HOLDS: Final = {
    "status": N_("This report holds mail addresses and what was found about them, in plain text."),
    "incident": N_("This report holds addresses, subjects and your notes, in plain text."),
    "lessons": N_("This report holds the names of people, in plain text."),
}


@click.command(
    "report",
    help=N_("Make a report to hand on: status, checklist, incident, lessons, or a sheet to hang up (sheet NAME)."),
)
@click.argument("names", metavar="[ACCOUNT]...", nargs=-1)
@click.option("--kind", type=click.Choice(KINDS), default="status", help=N_("What to report on."))
@click.option("--for", "reader", type=click.Choice([one.value for one in Reader]), help=N_("Who will read it."))
@click.option("--format", "form", type=click.Choice([one.value for one in Form]), help=N_("How to write it."))
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="PATH", help=N_("Write it into this file.")
)
@click.option("--no-personal-data", is_flag=True, help=N_("Shorten addresses; leave out names and subjects."))
@click.option(
    "--audience",
    type=click.Choice([audience.value for audience in Audience]),
    help=N_("For whom: one person, or a small office."),
)
@click.option(
    "--look", is_flag=True, help=N_("Incident: read the messages of the time span again, for their Message-IDs.")
)
@click.option("--recipients", is_flag=True, help=N_("Incident: list all recipients as well (reads the mailbox)."))
@password_option
@click.option(
    "--law",
    "laws",
    multiple=True,
    type=click.Choice([clock.id for clock in packaged_clocks()]),
    metavar="ID",
    help=N_("Incident: only the deadlines of this law, for example jp-appi; may be given again."),
)
@shared_options
@this_terminal
def report(
    terminal: Terminal,
    *,
    names: tuple[str, ...],
    kind: str,
    reader: str | None,
    form: str | None,
    output: Path | None,
    no_personal_data: bool,
    audience: str | None,
    look: bool,
    recipients: bool,
    password_stdin: bool,
    laws: tuple[str, ...],
) -> None:
    """Exit 0 written, 2 usage, 3 something that was asked for could not be read."""
    chosen = Audience(audience or terminal.app.settings.audience)
    is_personal = not no_personal_data
    if password_stdin and not (kind == "incident" and (look or recipients)):
        raise click.UsageError(terminal.words(N_("--password-stdin goes with --kind incident and --look.")))
    match kind:
        case "checklist":
            paper = _checklist(terminal, chosen)
        case "sheet":
            paper = _sheet(terminal, names, chosen)
        case "lessons":
            paper = _lessons(terminal, is_personal=is_personal)
        case "incident":
            paper = _incident(
                terminal,
                names,
                chosen,
                laws,
                is_personal=is_personal,
                look=look or recipients,
                recipients=recipients,
                password_stdin=password_stdin,
            )
        case _:
            paper = _status(terminal, names, chosen, Reader(reader or Reader.OWNER.value), is_personal=is_personal)
    if is_personal and kind in _HOLDS:
        terminal.say(_HOLDS[kind])
        terminal.say(N_("With --no-personal-data addresses are shortened, and names and subjects left out."))
    _hand_on(terminal, paper, _form(terminal, form, output), output)


def _form(terminal: Terminal, named: str | None, output: Path | None) -> Form:
    by_name = _ENDINGS.get(output.suffix.lower(), Form.HTML) if output else Form.TEXT
    form = Form(named) if named else by_name
    if form is Form.PDF and output is None:
        raise click.UsageError(terminal.words(N_("A PDF needs --output PATH.")))
    return form


def _hand_on(terminal: Terminal, paper: Paper, form: Form, output: Path | None) -> None:
    if output is None:
        terminal.write(said(paper, form, terminal.words))
        return
    written = write(paper, form, output, words=terminal.words, printer=terminal.app.printer)
    if written.instead_of is not None:
        terminal.trouble(Trouble(PDF_NEEDS_QT))
    terminal.say(N_("Written: {path}"), path=str(written.path))


def _views(terminal: Terminal, audience: Audience) -> tuple[StepView, ...]:
    app = terminal.app
    if not app.has_store:
        return without_store(packaged_checklist(), audience, now=app.clock.now())
    app.checklist.refresh()
    return app.checklist.views(audience)


def _checklist(terminal: Terminal, audience: Audience) -> Paper:
    views = _views(terminal, audience)
    now = terminal.app.clock.now()
    return checklist_paper(views, packaged_checklist(), terminal.words, audience=audience, now=now)


def _status(
    terminal: Terminal, names: tuple[str, ...], audience: Audience, reader: Reader, *, is_personal: bool
) -> Paper:
    accounts = chosen_accounts(terminal, names) if names else list(terminal.app.known_accounts())
    if not accounts:
        chosen_accounts(terminal, ())
    made = terminal.app.status_of.report(
        accounts,
        _views(terminal, audience),
        reader=reader,
        audience=audience,
        is_personal=is_personal,
        with_others=not names,
    )
    return status_paper(made, packaged_checklist(), terminal.words)


def _sheet(terminal: Terminal, names: tuple[str, ...], audience: Audience) -> Paper:
    now = terminal.app.clock.now()
    sheets = {
        one.id: one for one in terminal.app.sheets(audience, printed_on=terminal.words.date(now), lang=terminal.lang)
    }
    if len(names) != 1 or names[0] not in sheets:
        raise click.UsageError(terminal.words(N_("Name one sheet: {names}"), names=tuple(sheets)))
    return sheet_paper(sheets[names[0]], terminal.words, now=now)


def _lessons(terminal: Terminal, *, is_personal: bool) -> Paper:
    app = terminal.app
    done, people = (app.office.completions(), app.office.people()) if app.has_store else ((), ())
    now = app.clock.now()
    return lessons_paper(packaged_lessons(), done, people, terminal.words, now=now, is_personal=is_personal)


def _incident(
    terminal: Terminal,
    names: tuple[str, ...],
    audience: Audience,
    laws: tuple[str, ...],
    *,
    is_personal: bool,
    look: bool,
    recipients: bool,
    password_stdin: bool,
) -> Paper:
    app = terminal.app
    accounts = chosen_accounts(terminal, names)
    if len(accounts) != 1:
        raise click.UsageError(terminal.words(N_("Name the one account whose incident it is.")))
    account = accounts[0]
    windows: tuple[MailWindow, ...] = ()
    if look:
        windows = windows_of(account, app.incident_of.flagged(account), app.account_store(account.id).ledger)
        ask_for_passwords(terminal, (account,), from_stdin=password_stdin)
        with terminal.cancellable() as cancel:
            windows = _read_again(terminal, account, windows, cancel)
    made = app.incident_of.report(
        account,
        audience=audience,
        is_personal=is_personal,
        windows=windows,
        names_recipients=recipients,
        laws=laws,
    )
    if made is None:
        raise click.UsageError(
            terminal.words(
                N_("Nothing unusual is known of {address}, and no incident was begun. Look first: sentwatch check"),
                address=account.address,
            )
        )
    return incident_paper(made, terminal.words)


def _read_again(
    terminal: Terminal, account: Account, windows: tuple[MailWindow, ...], cancel: CancelToken
) -> tuple[MailWindow, ...]:
    """The windows read from the mailbox; where it cannot be entered, it is said, and the report goes without."""
    try:
        mail = terminal.app.enter(account, cancel, by_hand=True)
        try:
            return tuple(read_window(mail, window, cancel=cancel) for window in windows)
        finally:
            mail.close()
    except Trouble as trouble:
        terminal.trouble(trouble)
        terminal.code = 3
        return ()
