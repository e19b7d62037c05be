"""The command line: `sentwatch COMMAND`. Bad input is one worded line on the error stream, never a traceback."""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final

import click

from sentwatch import __version__
from sentwatch.adapters.own_program import MINIMISED
from sentwatch.adapters.resources import resource
from sentwatch.cli.terminal import BLIND, CANCELLED, USAGE, Terminal, environment_language, shared_options
from sentwatch.core.phrase import N_
from sentwatch.core.trouble import ACCOUNT_UNKNOWN, ADDRESS_UNFIT, BACKUP_MISSING, RULE_NOT_FOUND, Trouble
from sentwatch.ports.cancel import Cancelled
from sentwatch.texts.words import LANGUAGES, Words
from sentwatch.wiring import words_for

# Each command is imported when it is asked for: together they would cost a second.
COMMANDS: Final = {
    "check": "sentwatch.cli.check",
    "watch": "sentwatch.cli.watch",
    "rules": "sentwatch.cli.rules",
    "canary": "sentwatch.cli.canary",
    "demo": "sentwatch.cli.demo",
    "accounts": "sentwatch.cli.accounts",
    "domain": "sentwatch.cli.domain",
    "password": "sentwatch.cli.password",
    "mfa": "sentwatch.cli.mfa",
    "backup-codes": "sentwatch.cli.backup_codes",
    "checklist": "sentwatch.cli.checklist",
    "report": "sentwatch.cli.report",
    "evidence": "sentwatch.cli.evidence",
    "data": "sentwatch.cli.data",
    "device": "sentwatch.cli.device",
    "network": "sentwatch.cli.network",
    "website": "sentwatch.cli.website",
    "mail": "sentwatch.cli.mail",
    "guide": "sentwatch.cli.guide",
    "paths": "sentwatch.cli.paths",
}


class _Commands(click.Group):
    """The commands, each imported and put into the chosen language when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = getattr(import_module(module), cmd_name.replace("-", "_"))
        _translate(command, words_for(ctx.ensure_object(Terminal).lang))
        return command


@click.group(
    name="sentwatch",
    cls=_Commands,
    invoke_without_command=True,
    help=N_("Tells you when somebody else sends from your mailbox. Without a command the window opens."),
)
@click.version_option(__version__, prog_name="sentwatch", help=N_("Show the version and exit."))
@click.option(MINIMISED, is_flag=True, help=N_("Open the window out of sight, in the tray."))
@shared_options
@click.pass_context
def sentwatch(ctx: click.Context, *, minimised: bool) -> None:
    """Without a command the window opens."""
    terminal = ctx.ensure_object(Terminal)
    terminal.minimised = minimised
    if ctx.invoked_subcommand is None:
        if terminal.open_window is None:
            raise click.UsageError(terminal.words(N_("The window needs Qt (PySide6), which is not installed here.")))
        terminal.code = terminal.open_window(terminal)


_SOURCES: dict[int, str] = {}
_ASKED_WRONGLY: Final = frozenset({ACCOUNT_UNKNOWN, ADDRESS_UNFIT, RULE_NOT_FOUND, BACKUP_MISSING})


def main(
    arguments: Sequence[str],
    *,
    open_window: Callable[[Terminal], int] | None = None,
    open_demo: Callable[[Terminal], int] | None = None,
) -> int:
    """Run one command; the exit code."""
    terminal = Terminal(open_window=open_window, open_demo=open_demo)
    terminal.named_lang = _named_language(arguments) or ""
    terminal.lang = terminal.named_lang or environment_language()
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
        return USAGE if trouble.kind in _ASKED_WRONGLY else BLIND
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
