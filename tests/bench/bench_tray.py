"""What the program costs that sits in the tray and watches five idle accounts: memory and CPU, against a bare window.

Both run as they are installed: with bytecode kept, and without what only developers install.

PYTHONPATH=desktop:tests python tests/bench/bench_tray.py [--accounts 5] [--minutes 10]

Beside them a bare window that has loaded what watching cannot do without (TLS, SQLite, IMAP, the keyring, the tray's
parts of Qt), and nothing of ours: below that no program of this kind comes.

Exit 1 where it takes more than 1.5 times the memory of a bare window, or more than 0.5 % of one core.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests")]

import psutil  # noqa: E402
import pytest  # noqa: E402

from support.desktop_session import desktop_session  # noqa: E402
from support.installed_python import installed_python  # noqa: E402
from support.tray_host import tray_host  # noqa: E402
from support.watching import Mailboxes, mailboxes  # noqa: E402
from support.window_program import Program  # noqa: E402

BARE = """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize(1280, 800)
window.show()
app.exec()
"""
LIBRARIES = (
    """
import sqlite3, ssl
import imapclient, keyring
from PySide6 import QtDBus, QtNetwork, QtSvg
ssl.create_default_context()
sqlite3.connect(":memory:").execute("select 1")
keyring.get_keyring()
"""
    + BARE
)
MEMORY_TIMES = 1.5
CPU_SHARE = 0.005
SETTLES_S = 40
"""What the first look leaves behind (judging, the page that closes) is over by then."""
QUIET_S = 10


class Memory(NamedTuple):
    """MiB of a process: its own pages, these with its share of shared ones, and all it maps."""

    uss: float
    pss: float
    rss: float


def memory(process: psutil.Process, looks: int = 5) -> Memory:
    """Medians of several looks."""
    found = []
    for _ in range(looks):
        told = process.memory_full_info()
        found.append((told.uss / 2**20, told.pss / 2**20, told.rss / 2**20))
        time.sleep(1)
    return Memory(*(statistics.median(column) for column in zip(*found, strict=True)))


@contextmanager
def bare_window(environment: dict[str, str], code: str = BARE) -> Iterator[psutil.Process]:
    """A PySide6 window with nothing in it, once it is quiet."""
    environment = {**os.environ, **environment, "QT_QPA_PLATFORM": "xcb"}
    program = subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.DEVNULL)
    try:
        time.sleep(QUIET_S)
        yield psutil.Process(program.pid)
    finally:
        program.kill()
        program.wait(10)


def look_once(found: Mailboxes, environment: dict[str, str]) -> None:
    """Only what was looked at before is watched; and the bytecode is written."""
    for user in found.users:
        command = [sys.executable, "-m", "sentwatch", "check", user, "--data-dir", str(found.folder)]
        assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode in {0, 1}


def wait_until_quiet(found: Mailboxes, seconds: float = 180) -> None:
    """Until every account has had its line, and none of them has said anything for a while."""
    until, before, since = time.monotonic() + seconds, [0], time.monotonic()
    while time.monotonic() - since < QUIET_S:
        time.sleep(0.5)
        now = [proxy.bytes_in for proxy in found.proxies]
        if now != before or not all(now):
            before, since = now, time.monotonic()
        assert time.monotonic() < until, "the accounts never came to rest"


def main() -> int:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--accounts", type=int, default=5)
    words.add_argument("--minutes", type=float, default=10)
    chosen = words.parse_args()
    with (
        pytest.MonkeyPatch.context() as patch,
        tempfile.TemporaryDirectory() as folder,
        mailboxes(chosen.accounts) as found,
        installed_python() as python,
        desktop_session(Path(folder), patch) as desktop,
        tray_host(desktop.environment["DBUS_SESSION_BUS_ADDRESS"]) as tray,
    ):
        look_once(found, python)
        environment = {**python, **desktop.environment}
        for _ in range(2):
            # The first start of each writes its bytecode.
            with bare_window(environment) as bare:
                bare_has = memory(bare)
            with bare_window(environment, LIBRARIES) as bare:
                libraries_have = memory(bare)
        with Program(found.folder, environment, "--minimised") as program:
            tray.wait_for_item()
            wait_until_quiet(found)
            program.stop()
        tray.watcher.items.clear()
        for proxy in found.proxies:
            proxy.bytes_in = 0
        with Program(found.folder, environment, "--minimised") as program:
            item = tray.wait_for_item()
            wait_until_quiet(found)
            time.sleep(SETTLES_S)
            ours = psutil.Process(program.process.pid)
            before_s, begun = sum(ours.cpu_times()[:2]), time.monotonic()
            time.sleep(chosen.minutes * 60)
            share = (sum(ours.cpu_times()[:2]) - before_s) / (time.monotonic() - begun)
            has, threads, tooltip = memory(ours), ours.num_threads(), item.tooltip
            code, said = program.stop()
    print(f"{chosen.accounts} idle accounts in the tray, {chosen.minutes:g} minutes, {threads} threads; {tooltip}")
    for name in Memory._fields:
        one, other, least = (getattr(each, name) for each in (has, bare_has, libraries_have))
        print(f"{name.upper()}: {one:.1f} MiB, a bare window {other:.1f} MiB: {one / other:.2f} times")
        print(f"    the libraries alone {least:.1f} MiB: {least / other:.2f} times")
    print(f"CPU: {share * 100:.3f} % of one core")
    print(f"wanted: at most {MEMORY_TIMES} times the memory, less than {CPU_SHARE * 100} % of a core")
    if (code, said) != (0, ""):
        print(f"it ended with {code}: {said}", file=sys.stderr)
        return 1
    return 0 if has.rss <= MEMORY_TIMES * bare_has.rss and share < CPU_SHARE else 1


if __name__ == "__main__":
    sys.exit(main())
