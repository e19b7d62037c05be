"""What is written to the terminal: signs it has no code for, a reader that left, a disk that is full."""

from __future__ import annotations

import codecs
import os
import shutil
import sys
from typing import Final

import click

from sentwatch.core.trouble import ANSWER_NOT_WRITTEN, Trouble

_NEAREST: Final = "sentwatch-nearest"
# Windows in Japanese writes redirected text as cp932, which knows the arrows and quotes but not the em dash.
_PLAINER: Final = {
    "—": "-", "–": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "⬣": "!!", "▲": "!", "■": "*", "·": "-",
}  # fmt: skip


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_PLAINER.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


def let_every_sign_pass() -> None:
    """Write what a stream has no code for as the nearest it has, for a report with a question mark beats none."""
    codecs.register_error(_NEAREST, _nearest)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=_NEAREST)


def is_unicode() -> bool:
    """Whether the answer's stream has a code for every sign."""
    encoding = getattr(sys.stdout, "encoding", None)
    return encoding is None or codecs.lookup(encoding).name.startswith("utf")


def columns() -> int | None:
    """How wide the terminal is on which the answer is read; None where it goes elsewhere."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size().columns


def answer(text: str) -> None:
    """Write to standard output. Raises Trouble ANSWER_NOT_WRITTEN, and BrokenPipeError where the reader has left."""
    try:
        click.echo(text, nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        leave_output()
        raise Trouble(ANSWER_NOT_WRITTEN, reason=os.strerror(error.errno or 0)) from None


def note(text: str) -> None:
    """Write one line to the error stream; where nobody can hear it the answer is still worth giving."""
    try:
        click.echo(text, err=True)
    except OSError:
        _to_nowhere(2)


def leave_output() -> None:
    """Let what was not written go nowhere: the interpreter would try once more at its end."""
    _to_nowhere(1)


def _to_nowhere(number: int) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), number)
