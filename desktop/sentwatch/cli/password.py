"""`sentwatch password`: review a password that is typed or piped in, never named on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from sentwatch.adapters.breach import RangeService
from sentwatch.adapters.breach_file import HashFile
from sentwatch.adapters.password_exports import read_export_file
from sentwatch.adapters.providers import provider_table
from sentwatch.adapters.strength import Zxcvbn
from sentwatch.adapters.word_lists import common_passwords
from sentwatch.cli.secret_input import read_secret_line
from sentwatch.cli.terminal import BLIND, FINE, Terminal, code_of, json_option, shared_options, this_terminal
from sentwatch.core.password_reuse import Reuse, SiteLogin
from sentwatch.core.password_store import PasswordExport
from sentwatch.core.passwords import Password, PasswordOwner, SecondFactor
from sentwatch.core.phrase import N_
from sentwatch.core.trouble import Trouble
from sentwatch.ports.breach import BreachPort
from sentwatch.service.password import WHAT_LEAVES, PasswordReview, damage_of, sites_of
from sentwatch.texts.render import trouble_line
from sentwatch.texts.report_json import Json, reports_json
from sentwatch.texts.report_text import report_text

_A_PATH = click.Path(path_type=Path)


@click.command("password", help=N_("Review a password; it is asked for, or read from standard input."))
@click.option(
    "--account-address",
    "addresses",
    multiple=True,
    metavar="ADDRESS",
    help=N_("The mailbox's address; give it again for aliases."),
)
@click.option("--name", "names", multiple=True, help=N_("A name of yours that the password should not hold."))
@click.option("--company", "companies", multiple=True, help=N_("A company name that it should not hold."))
@click.option(
    "--second-step",
    type=click.Choice([factor.value for factor in SecondFactor]),
    default=SecondFactor.UNKNOWN.value,
    help=N_("Whether a second step is asked for at sign-in."),
)
@click.option(
    "--export", "exports", multiple=True, type=_A_PATH, help=N_("A password store's export; read in memory only.")
)
@click.option("--breach-list", type=_A_PATH, help=N_("A downloaded list of leaked passwords (SHA-1:COUNT)."))
@click.option("--ask-breach-service", is_flag=True, help=N_("Ask the breach service too; five digits of a hash leave."))
@json_option
@shared_options
@this_terminal
def password(
    terminal: Terminal,
    *,
    addresses: tuple[str, ...],
    names: tuple[str, ...],
    companies: tuple[str, ...],
    second_step: str,
    exports: tuple[Path, ...],
    breach_list: Path | None,
    ask_breach_service: bool,
    as_json: bool,
) -> None:
    """Exit 0 nothing at warning or above, 1 something, 2 usage, 3 something could not be looked at."""
    provider = provider_table().by_address(addresses[0]) if addresses else None
    owner = PasswordOwner(
        addresses=addresses,
        names=names,
        companies=companies,
        providers=(provider.name_en, provider.name_ja) if provider is not None else (),
        second_factor=SecondFactor(second_step),
    )
    stores = _read_exports(exports, terminal)
    settings = terminal.app.settings
    chosen = breach_list or (Path(settings.breach_list) if settings.breach_list else None)
    breach = _breach(chosen, terminal, asks_service=ask_breach_service or settings.breach_check)
    text = read_secret_line(terminal, N_("Password to be reviewed"))
    if text is None:
        raise click.UsageError(terminal.words(N_("Standard input holds no line of text that could be a password.")))
    now = terminal.app.clock.now()
    review = PasswordReview(strength=Zxcvbn(), common=common_passwords(), breach=breach)
    with terminal.cancellable() as cancel:
        done = review.report(
            Password(text), owner, now=now, cancel=cancel, exports=stores, own_sites=sites_of(provider)
        )
    terminal.code = code_of([done.report])
    damage = damage_of(stores)
    if damage is not None:
        terminal.code = BLIND if terminal.code == FINE else terminal.code
        click.echo(terminal.words(damage.reason), err=True)
    if as_json:
        answer = reports_json([done.report], terminal.words, now=now)
        terminal.write_json({**answer, "logins": _lists_json(done.reuse)} if done.reuse is not None else answer)
    else:
        terminal.write(report_text(done.report, terminal.words) + _lists_text(done.reuse, terminal))


def _breach(breach_list: Path | None, terminal: Terminal, *, asks_service: bool) -> BreachPort | None:
    """A list on the disk is preferred: then nothing leaves."""
    if breach_list is not None:
        return HashFile(breach_list)
    if not asks_service:
        return None
    service = RangeService()
    terminal.say(WHAT_LEAVES, host=service.source)
    return service


def _read_exports(paths: Iterable[Path], terminal: Terminal) -> tuple[PasswordExport, ...]:
    try:
        return tuple(read_export_file(path) for path in paths)
    except Trouble as trouble:
        raise click.UsageError(trouble_line(trouble, terminal.words)) from None


def _lists_text(reuse: Reuse | None, terminal: Terminal) -> str:
    """Say which logins are meant; on the screen only, never in a report that is kept."""
    if reuse is None:
        return ""
    words, text = terminal.words, ""
    for title, logins in (
        (N_("The same password:"), reuse.same),
        (N_("A similar password:"), reuse.similar),
        (N_("Can be reset through this mailbox:"), reuse.resets_here),
    ):
        text += f"\n{words(title)}\n" if logins else ""
        for login in logins:
            shown = words(N_("{site} ({username})"), site=login.site or login.name, username=login.username)
            text += f"  {shown}\n"
    return text


def _lists_json(reuse: Reuse) -> Json:
    def listed(logins: tuple[SiteLogin, ...]) -> list[Json]:
        return [{"name": login.name, "site": login.site, "username": login.username} for login in logins]

    return {"same": listed(reuse.same), "similar": listed(reuse.similar), "resets_here": listed(reuse.resets_here)}
