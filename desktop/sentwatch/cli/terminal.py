"""What every command shares: the language, the data folder, the object graph, and how a run ends."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import click

from sentwatch.cli.streams import answer, is_unicode, note
from sentwatch.core.accounts import Account
from sentwatch.core.findings import Severity
from sentwatch.core.phrase import N_
from sentwatch.core.report import Report
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.texts.render import trouble_line
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
    _is_asking: bool = field(default=False, init=False)

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
        note(self.words(text, **params))

    def write(self, text: str) -> None:
        """The answer, as it stands."""
        answer(text)

    def write_json(self, value: Json, *, indent: int | None = 2) -> None:
        """The answer as JSON."""
        answer(json.dumps(value, ensure_ascii=not is_unicode(), indent=indent) + "\n")

    def trouble(self, trouble: Trouble) -> None:
        """A trouble in two sentences, on one line."""
        note(trouble_line(trouble, self.words))

    @contextmanager
    def cancellable(self) -> Iterator[CancelToken]:
        """A token that Ctrl-C and a request to end cancel."""
        token = CancelToken()

        def stop(_number: int, _frame: FrameType | None) -> None:
            token.cancel()
            if self._is_asking:
                raise KeyboardInterrupt

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield token
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to ask. A program started without standard input has none."""
        return sys.stdin is not None and sys.stdin.isatty()

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Within the block somebody is asked something: Ctrl-C leaves at once, for nothing looks at a token."""
        self._is_asking = True
        try:
            yield
        finally:
            self._is_asking = False

    def confirm(self, question: str) -> bool:
        """Ask a question, already in words, on the error stream; No where nothing is answered."""
        with self.asking():
            return click.confirm(question, err=True)

    def agreed(self, question: str, *, yes: bool) -> bool:
        """Whether `--yes` was given or somebody says yes; a refusal in words where nobody can be asked."""
        if yes:
            return True
        if not self.can_ask:
            raise click.UsageError(self.words(N_("There is no terminal to ask at. Use --yes.")))
        return self.confirm(self.words(question))

    def prompt(self, text: str, **options: Any) -> Any:
        """Ask for a value, in words, on the error stream."""
        with self.asking():
            return click.prompt(text, err=True, **options)


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
password_option = click.option(
    "--password-stdin", is_flag=True, help=N_("Read the password from standard input, where no keyring keeps it.")
)


def code_of(reports: Iterable[Report]) -> int:
    """The exit code of reports: findings at warning or above beat what could not be looked at."""
    seen = list(reports)
    if any(report.worst is not None and report.worst >= Severity.WARNING for report in seen):
        return FOUND
    return BLIND if any(report.is_blind_somewhere for report in seen) else FINE


def _next_line() -> str:
    try:
        return sys.stdin.readline(65_536).rstrip("\r\n") if sys.stdin is not None else ""
    except UnicodeDecodeError:
        return ""


def read_secret(terminal: Terminal, prompt: str, *, from_stdin: bool) -> str:
    """A secret without echo, or the next line of standard input; never an empty one, which no server takes."""
    if from_stdin:
        secret = _next_line()
        if not secret:
            raise click.UsageError(terminal.words(N_("The line to be read from standard input is missing or empty.")))
        return secret
    if not terminal.can_ask:
        raise click.UsageError(terminal.words(N_("There is no terminal to ask at. Use --password-stdin.")))
    return str(terminal.prompt(terminal.words(prompt), hide_input=True))


def ask_for_passwords(terminal: Terminal, accounts: Sequence[Account], *, from_stdin: bool = False) -> None:
    """Take the passwords that are kept nowhere, for this run only: from standard input, or from whoever is there."""
    if from_stdin:
        if len(accounts) != 1:
            raise click.UsageError(terminal.words(N_("--password-stdin goes with one account.")))
        terminal.app.use_session_secret(accounts[0], read_secret(terminal, "", from_stdin=True))
    if not terminal.can_ask:
        return
    for account in accounts:
        if terminal.app.must_ask(account):
            prompt = terminal.words(N_("Password of {address}"), address=account.address)
            secret = terminal.prompt(prompt, hide_input=True, default="", show_default=False)
            if secret:
                terminal.app.use_session_secret(account, str(secret))
