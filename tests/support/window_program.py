"""The program itself, with a window or in the tray, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

_OVERHEARD = Path(__file__).with_name("overheard_program.py")


class Program:
    """`sentwatch` on a data folder, on the desktop whose environment is given; killed where it is still there at the end.

    `overheard` names a file that is told of each menu the program shows.
    """

    def __init__(
        self, folder: Path, desktop: dict[str, str], *more: str, lang: str = "en", overheard: Path | None = None
    ) -> None:
        start = ["-m", "sentwatch"] if overheard is None else [str(_OVERHEARD), str(overheard)]
        self.command = [sys.executable, *start, "--data-dir", str(folder), "--lang", lang, *more]
        self.environment = {
            **os.environ,
            **desktop,
            "QT_QPA_PLATFORM": "xcb",
            "XDG_CURRENT_DESKTOP": "X",
            # Its own bus has no portal, which Qt remarks upon.
            "QT_LOGGING_RULES": "qt.qpa.services=false",
        }
        self.process = subprocess.Popen(self.command, env=self.environment, stderr=subprocess.PIPE, text=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)
        if self.process.stderr is not None:
            self.process.stderr.close()

    def start_again(self) -> subprocess.CompletedProcess[str]:
        """A second start beside the first."""
        return subprocess.run(
            self.command, env=self.environment, capture_output=True, text=True, timeout=30, check=False
        )

    def stop(self) -> tuple[int, str]:
        """Ask it to end; its exit code and what it said."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def ended(self) -> tuple[int, str]:
        """Wait for its end; its exit code and what it said."""
        code = self.process.wait(20)
        assert self.process.stderr is not None
        said = self.process.stderr.read()
        self.process.stderr.close()
        return code, said
