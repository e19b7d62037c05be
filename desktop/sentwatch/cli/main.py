"""The command line: `sentwatch COMMAND`. Bad input is one worded line on the error stream, never a traceback."""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Sequence

import click

from sentwatch import __version__
from sentwatch.adapters.resources import resource
from sentwatch.cli.accounts import accounts
from sentwatch.cli.check import check
from sentwatch.cli.demo import demo
from sentwatch.cli.domain import domain
from sentwatch.cli.guide import guide
from sentwatch.cli.mfa import mfa
from sentwatch.cli.password import password
from sentwatch.cli.paths import paths
from sentwatch.cli.terminal import BLIND, CANCELLED, USAGE, Terminal, environment_language, shared_options
from sentwatch.cli.watch import watch
from sentwatch.core.phrase import N_
from sentwatch.core.trouble import ACCOUNT_UNKNOWN, ADDRESS_UNFIT, Trouble
from sentwatch.ports.cancel import Cancelled
from sentwatch.texts.words import LANGUAGES, Words
from sentwatch.wiring import words_for


@click.group(
    name="sentwatch",
    invoke_without_command=True,
    help=N_("Tells you when somebody else sends from your mailbox. Without a command the window opens."),
)
@click.version_option(__version__, prog_name="sentwatch", help=N_("Show the version and exit."))
@shared_options
@click.pass_context
def sentwatch(ctx: click.Context) -> None:
    """Without a command the window opens."""
    terminal = ctx.ensure_object(Terminal)
    if ctx.invoked_subcommand is None:
        if terminal.open_window is None:
            raise click.UsageError(terminal.words(N_("The window needs Qt (PySide6), which is not installed here.")))
        terminal.code = terminal.open_window(terminal)


for command in (check, watch, demo, accounts, domain, password, mfa, paths, guide):
    sentwatch.add_command(command)

_SOURCES: dict[int, str] = {}


def main(
    arguments: Sequence[str],
    *,
    open_window: Callable[[Terminal], int] | None = None,
    open_demo: Callable[[Terminal], int] | None = None,
) -> int:
    """Run one command; the exit code."""
    terminal = Terminal(open_window=open_window, open_demo=open_demo)
    terminal.lang = _named_language(arguments) or environment_language()
    _speak(terminal.lang)
    try:
        with sentwatch.make_context("sentwatch", list(arguments), obj=terminal) as ctx:
            sentwatch.invoke(ctx)
    except click.exceptions.Exit as done:
        return done.exit_code
    except (Cancelled, click.Abort, KeyboardInterrupt):
        terminal.say(N_("Stopped. What was read so far is kept."))
        return CANCELLED
    except click.ClickException as error:
        click.echo(error.format_message(), err=True)
        return USAGE
    except Trouble as trouble:
        terminal.trouble(trouble)
        return USAGE if trouble.kind in {ACCOUNT_UNKNOWN, ADDRESS_UNFIT} else BLIND
    except BrokenPipeError:
        # Whoever reads has left (sentwatch check | head); nothing more can be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return terminal.code
    finally:
        if "app" in terminal.__dict__:
            terminal.app.close()
    return terminal.code


def _named_language(arguments: Sequence[str]) -> str | None:
    """The language the arguments name, looked for before anything is parsed: help and errors speak it too."""
    for at, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and at + 1 < len(arguments):
            value = arguments[at + 1]
        if value in LANGUAGES:
            return value
    return None


def _speak(lang: str) -> None:
    """Let click's own words and the help of all commands speak the language."""
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain("sentwatch", str(resource("locale")))
    gettext.textdomain("sentwatch")
    _translate(sentwatch, words_for(lang))


def _translate(command: click.Command, words: Words) -> None:
    command.help = words(_SOURCES.setdefault(id(command), command.help or ""))
    for param in command.params:
        if isinstance(param, click.Option):
            param.help = words(_SOURCES.setdefault(id(param), param.help or ""))
    if isinstance(command, click.Group):
        for one in command.commands.values():
            _translate(one, words)
