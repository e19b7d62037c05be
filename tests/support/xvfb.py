"""An X display without a screen, for programs that a test starts in a process of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def running_xvfb(size: str = "1280x900x24") -> Iterator[str]:
    """Start Xvfb on a free display and give its name (":7"); it goes away with the context.

    Keys do not repeat: a slow machine would otherwise let go of a key only after it was pressed several times.
    """
    program = shutil.which("Xvfb")
    if program is None:
        raise RuntimeError("Xvfb is not installed (Debian: xvfb)")
    reading, writing = os.pipe()
    try:
        process = subprocess.Popen(
            [program, "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-r"],
            pass_fds=(writing,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    finally:
        os.close(writing)
    try:
        # The number comes only once the display answers; the pipe ends when Xvfb could not start.
        with os.fdopen(reading) as said:
            number = said.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        yield f":{number}"
    finally:
        process.terminate()
        process.wait(10)
