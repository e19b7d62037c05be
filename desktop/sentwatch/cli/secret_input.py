"""Reads one secret: asked for without echo at a terminal, else the first line of standard input, as UTF-8."""

from __future__ import annotations

import sys
from typing import Final

from sentwatch.cli.terminal import Terminal

MAX_LINE: Final = 16 * 1024


def read_secret_line(terminal: Terminal, prompt: str) -> str | None:
    """Return the secret without its line end; None where standard input is no text or no line end comes in sight.

    Spaces stay: they may be part of a password.
    """
    if terminal.can_ask:
        return str(terminal.prompt(terminal.words(prompt), hide_input=True, default="", show_default=False))
    line = sys.stdin.buffer.readline(MAX_LINE + 1)
    if len(line) > MAX_LINE:
        return None
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text.removesuffix("\n").removesuffix("\r")
