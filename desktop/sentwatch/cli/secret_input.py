"""Reads a secret: asked for without echo at a terminal, else the first line of standard input."""

from __future__ import annotations

from typing import Final, TextIO

import click

MAX_LINE: Final = 16 * 1024


def read_secret(prompt: str, stdin: TextIO) -> str | None:
    """Return the secret without its line end; None where standard input is no text or no end comes in sight."""
    if stdin.isatty():
        typed: str = click.prompt(prompt, hide_input=True, err=True, default="", show_default=False)
        return typed
    line = stdin.buffer.readline(MAX_LINE + 1)
    if len(line) > MAX_LINE:
        return None
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text.removesuffix("\n").removesuffix("\r")
