"""A program started at a terminal of its own, with what is typed there."""

from __future__ import annotations

import os
import select
import time


def at_a_terminal(command, *, typed):
    """Start it, type the lines at each prompt, and return its exit code and all that the screen showed."""
    import pty

    child, screen = pty.fork()
    if child == 0:
        os.execv(command[0], command)
    shown = b""
    lines = [line.encode() + b"\n" for line in typed]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        ready, _, _ = select.select([screen], [], [], 0.2)
        if ready:
            try:
                piece = os.read(screen, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
            # Not after a line end: what is typed before the next prompt stands is thrown away (getpass flushes).
            if lines and shown.rstrip(b" ").endswith(b":"):
                os.write(screen, lines.pop(0))
    _, status = os.waitpid(child, 0)
    os.close(screen)
    return os.waitstatus_to_exitcode(status), shown
