"""The program itself at a terminal of its own: what it shows, typed at when it asks."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sentwatch

SOURCE = Path(sentwatch.__file__).parents[1]


@dataclass
class Typed:
    """How it ended, and everything the terminal showed. `code` is None where it had to be ended from outside."""

    code: int | None
    shown: str


def typed_at(
    *arguments: str, answers: Sequence[tuple[str, str]] = (), columns: int = 80, within_s: float = 60.0
) -> Typed:
    """Run `sentwatch ARGUMENTS`; each answer is a text to wait for and what is typed then."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(PYTHONPATH=str(SOURCE), COLUMNS=str(columns))
        os.execv(sys.executable, [sys.executable, "-m", "sentwatch", *map(str, arguments)])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
    shown, seen, left = b"", 0, list(answers)
    until = time.monotonic() + within_s
    try:
        while time.monotonic() < until:
            if not select.select([terminal], [], [], 0.2)[0]:
                continue
            try:
                data = os.read(terminal, 65_536)
            except OSError:
                break
            if not data:
                break
            shown += data
            if left and left[0][0].encode() in shown[seen:]:
                seen = len(shown)
                os.write(terminal, left.pop(0)[1].encode())
        else:
            os.kill(process, 9)
            os.waitpid(process, 0)
            return Typed(None, shown.decode("utf-8", "replace"))
    finally:
        os.close(terminal)
    _, status = os.waitpid(process, 0)
    return Typed(os.waitstatus_to_exitcode(status), shown.decode("utf-8", "replace"))
