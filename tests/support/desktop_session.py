"""A private desktop: a display without screen, a session bus, and a real notification daemon on it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.keyring_session import keyring_session
from support.xvfb import running_xvfb


@dataclass
class DesktopSession:
    """The environment of programs on this desktop, and what its notification daemon shows."""

    environment: dict[str, str]
    chosen: Path

    def dunstctl(self, *arguments: str) -> str:
        done = subprocess.run(
            ["dunstctl", *arguments],
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
        return done.stdout

    def press(self, label: str) -> None:
        """Press a button of the notification that is shown: dunst offers them in a menu, and `chosen` chooses."""
        self.chosen.write_text(label + "\n")
        self.dunstctl("context")

    def displayed(self) -> int:
        return int(self.dunstctl("count", "displayed"))

    def wait_for_displayed(self, count: int, seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while self.displayed() != count:
            assert time.monotonic() < until, self.displayed()
            time.sleep(0.05)

    def closed(self) -> list[dict[str, str]]:
        """Summary and body of the notifications that were closed, the latest first."""
        rows = json.loads(self.dunstctl("history"))["data"][0]
        return [{name: row[name]["data"] for name in ("summary", "body", "appname")} for row in rows]


@contextmanager
def desktop_session(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DesktopSession]:
    """A desktop with dunst. The environment of this process is part of it as well."""
    if shutil.which("dunst") is None:
        raise RuntimeError("dunst is not installed (Debian: dunst)")
    with keyring_session(folder, monkeypatch, keyring=False) as session, running_xvfb() as display:
        monkeypatch.setenv("DISPLAY", display)
        environment = {**session.environment, "DISPLAY": display}
        config = folder / "dunstrc"
        chosen = folder / "chosen"
        chosen.write_text("")
        config.write_text(
            "[global]\n    markup = full\n    idle_threshold = 0\n    history_length = 50\n    font = Noto Sans CJK JP 10\n"
            f"    dmenu = /bin/grep -F -f {chosen}\n"
        )
        daemon = subprocess.Popen(
            ["dunst", "-config", str(config)],
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        desktop = DesktopSession(environment, chosen)
        try:
            until = time.monotonic() + 10
            while True:
                try:
                    desktop.displayed()
                    break
                except (subprocess.CalledProcessError, ValueError):
                    assert time.monotonic() < until
                    assert daemon.poll() is None
                    time.sleep(0.1)
            yield desktop
        finally:
            daemon.terminate()
            daemon.wait(10)
