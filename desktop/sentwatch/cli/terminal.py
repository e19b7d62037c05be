"""What every command shares: the language, the data folder, the object graph, and how a run ends."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import click

from sentwatch.core.findings import Severity
from sentwatch.core.phrase import N_
from sentwatch.core.report import Report
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.texts.render import render_trouble
from sentwatch.texts.report_json import Json
from sentwatch.texts.words import LANGUAGES, Words
from sentwatch.wiring import App, default_data_dir, words_for

F = TypeVar("F", bound=Callable[..., Any])

FINE, FOUND, USAGE, BLIND, CANCELLED = 0, 1, 2, 3, 130


def environment_language() -> str:
    """The language the terminal is set to, as far as we speak it."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return value[:2].lower() if value[:2].lower() in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]


@dataclass
class Terminal:
    """One invocation. `open_window` and `open_demo` open the window, where there is one."""

    lang: str = field(default_factory=environment_language)
    named_lang: str = ""
    """The language asked for by `--lang`; empty where none was."""
    data_dir: Path | None = None
    minimised: bool = False
    open_window: Callable[[Terminal], int] | None = None
    open_demo: Callable[[Terminal], int] | None = None
    code: int = FINE

    @cached_property
    def words(self) -> Words:
        """The words of the chosen language."""
        return words_for(self.lang)

    @cached_property
    def app(self) -> App:
        """The object graph of the chosen data folder."""
        return App(data_dir=self.data_dir or default_data_dir())

    def say(self, text: str, **params: Any) -> None:
        """One line on the error stream: what is not the answer itself."""
        click.echo(self.words(text, **params), err=True)

    def write(self, text: str) -> None:
        """The answer, as it stands."""
        click.echo(text, nl=False)

    def write_json(self, value: Json) -> None:
        """The answer as JSON."""
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))

    def trouble(self, trouble: Trouble) -> None:
        """A trouble in two sentences, on one line."""
        said = render_trouble(trouble, self.words)
        click.echo(f"{said.title} {said.do_first}", err=True)

    @contextmanager
    def cancellable(self) -> Iterator[CancelToken]:
        """A token that Ctrl-C and a request to end cancel."""
        token = CancelToken()

        def stop(_number: int, _frame: FrameType | None) -> None:
            token.cancel()

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield token
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


this_terminal = click.make_pass_decorator(Terminal, ensure=True)


def shared_options(command: F) -> F:
    """`--lang` and `--data-dir`, which every command takes."""

    def take_lang(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
        if value:
            ctx.ensure_object(Terminal).lang = value

    def take_dir(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
        if value:
            ctx.ensure_object(Terminal).data_dir = Path(value).absolute()

    command = click.option(
        "--data-dir",
        type=click.Path(file_okay=False),
        metavar="DIR",
        expose_value=False,
        callback=take_dir,
        help=N_("Keep everything in this folder."),
    )(command)
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        expose_value=False,
        is_eager=True,
        callback=take_lang,
        help=N_("Language of what is shown."),
    )(command)


json_option = click.option("--json", "as_json", is_flag=True, help=N_("Write JSON."))


def code_of(reports: Iterable[Report]) -> int:
    """The exit code of reports: findings at warning or above beat what could not be looked at."""
    seen = list(reports)
    if any(report.worst is not None and report.worst >= Severity.WARNING for report in seen):
        return FOUND
    return BLIND if any(report.is_blind_somewhere for report in seen) else FINE


def read_secret(terminal: Terminal, prompt: str, *, from_stdin: bool) -> str:
    """A secret without echo, or the first line of standard input."""
    if from_stdin:
        line = sys.stdin.readline(65_536)
        return line.rstrip("\r\n")
    if not sys.stdin.isatty():
        raise click.UsageError(terminal.words(N_("There is no terminal to ask at. Use --password-stdin.")))
    return str(click.prompt(terminal.words(prompt), hide_input=True, err=True))
