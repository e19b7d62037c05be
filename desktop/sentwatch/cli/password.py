"""`sentwatch password`: review a password that is typed or piped in, never named on the command line."""

from __future__ import annotations

import gettext
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from sentwatch.adapters.breach import RangeService
from sentwatch.adapters.breach_file import HashFile
from sentwatch.adapters.password_exports import read_export_file
from sentwatch.adapters.providers import provider_table
from sentwatch.adapters.resources import resource
from sentwatch.adapters.strength import Zxcvbn
from sentwatch.adapters.word_lists import common_passwords
from sentwatch.cli.exit_code import exit_code
from sentwatch.cli.secret_input import read_secret
from sentwatch.core.password_reuse import Reuse, SiteLogin
from sentwatch.core.password_store import PasswordExport
from sentwatch.core.passwords import Password, PasswordOwner, SecondFactor
from sentwatch.core.phrase import N_
from sentwatch.core.trouble import Trouble
from sentwatch.ports.breach import BreachPort
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.password import WHAT_LEAVES, PasswordReview, damage_of, sites_of
from sentwatch.texts.render import render_trouble
from sentwatch.texts.report_json import Json, reports_json
from sentwatch.texts.report_text import report_text
from sentwatch.texts.words import LANGUAGES, Words


@click.command("password", help="Review a password; it is asked for, or read from standard input.")
@click.option("--account-address", "addresses", multiple=True, help="The mailbox's address; again for aliases.")
@click.option("--name", "names", multiple=True, help="A name of yours the password should not hold.")
@click.option("--company", "companies", multiple=True, help="A company name the password should not hold.")
@click.option("--second-step", type=click.Choice([f.value for f in SecondFactor]), default="unknown")
@click.option("--export", "exports", multiple=True, type=click.Path(path_type=Path), help="A password store's export.")
@click.option("--breach-list", type=click.Path(path_type=Path), help="A downloaded list of SHA-1:COUNT.")
@click.option("--ask-breach-service", is_flag=True, help="Ask the service; off unless given.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en")
@click.pass_context
def password(
    ctx: click.Context,
    *,
    addresses: tuple[str, ...],
    names: tuple[str, ...],
    companies: tuple[str, ...],
    second_step: str,
    exports: tuple[Path, ...],
    breach_list: Path | None,
    ask_breach_service: bool,
    as_json: bool,
    lang: str,
) -> None:
    """Exit 0 nothing at warning or above, 1 something, 2 usage, 3 something could not be looked at."""
    words = Words(lang, gettext.translation("sentwatch", str(resource("locale")), [lang], fallback=True))
    provider = provider_table().by_address(addresses[0]) if addresses else None
    owner = PasswordOwner(
        addresses=addresses,
        names=names,
        companies=companies,
        providers=(provider.name_en, provider.name_ja) if provider is not None else (),
        second_factor=SecondFactor(second_step),
    )
    read = _read_exports(exports, words)
    breach: BreachPort | None = HashFile(breach_list) if breach_list is not None else None
    if breach is None and ask_breach_service:
        breach = RangeService()
        click.echo(words(WHAT_LEAVES, host=breach.source), err=True)
    text = read_secret(words(N_("Password to be reviewed")), sys.stdin)
    if text is None:
        raise click.UsageError(words(N_("Standard input holds no line of text that could be a password.")))
    now = datetime.now(UTC)
    review = PasswordReview(strength=Zxcvbn(), common=common_passwords(), breach=breach)
    done = review.report(
        Password(text), owner, now=now, cancel=CancelToken(), exports=read, own_sites=sites_of(provider)
    )
    if as_json:
        answer = reports_json([done.report], words, now=now)
        if done.reuse is not None:
            answer["logins"] = _lists_json(done.reuse)
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        click.echo(report_text(done.report, words), nl=False)
        _show_lists(done.reuse, words)
    damage = damage_of(read)
    if damage is not None:
        click.echo(words(damage.reason), err=True)
    code = exit_code(done.report)
    ctx.exit(3 if code == 0 and damage is not None else code)


def _read_exports(paths: Iterable[Path], words: Words) -> tuple[PasswordExport, ...]:
    try:
        return tuple(read_export_file(path) for path in paths)
    except Trouble as trouble:
        message = render_trouble(trouble, words)
        raise click.UsageError(f"{message.title} {message.do_first}") from None


def _show_lists(reuse: Reuse | None, words: Words) -> None:
    """Show which logins are meant; on the screen only, never in a report that is kept."""
    if reuse is None:
        return
    for title, logins in (
        (N_("The same password:"), reuse.same),
        (N_("A similar password:"), reuse.similar),
        (N_("Can be reset through this mailbox:"), reuse.resets_here),
    ):
        if logins:
            click.echo(f"\n{words(title)}")
        for login in logins:
            click.echo("  " + words(N_("{site} ({username})"), site=login.site or login.name, username=login.username))


def _lists_json(reuse: Reuse) -> dict[str, Json]:
    def listed(logins: tuple[SiteLogin, ...]) -> list[Json]:
        return [{"name": login.name, "site": login.site, "username": login.username} for login in logins]

    return {
        "same": listed(reuse.same),
        "similar": listed(reuse.similar),
        "resets_here": listed(reuse.resets_here),
    }
