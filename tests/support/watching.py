"""Accounts on a private Dovecot, each behind a proxy of its own, and the watch over them; for long measurements."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from support.dovecot import Dovecot, running_dovecot
from support.proxy import Proxy, running_proxy
from support.sample import fill

PASSWORD = "correct horse"
_NO_BUS = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
_BASE = [sys.executable, "-m", "sentwatch"]


@dataclass
class Mailboxes:
    """Accounts that are set up in a data folder, and their server."""

    server: Dovecot
    folder: Path
    users: list[str] = field(default_factory=list)
    proxies: list[Proxy] = field(default_factory=list)


@dataclass
class Watching(Mailboxes):
    """The program that watches them, and what it said so far."""

    process: psutil.Process | None = None
    lines: queue.SimpleQueue[dict[str, Any]] = field(default_factory=queue.SimpleQueue)

    def wait_until_all_are_seen(self, seconds: float = 180) -> None:
        """Until every account is watched live."""
        seen: set[object] = set()
        until = time.monotonic() + seconds
        while len(seen) < len(self.users):
            line = self.lines.get(timeout=max(0.01, until - time.monotonic()))
            if line.get("sight") == "live":
                seen.add(line["account"])

    def cpu_s(self) -> float:
        """CPU seconds the program has used."""
        assert self.process is not None
        return float(sum(self.process.cpu_times()[:2]))


@contextmanager
def mailboxes(accounts: int) -> Iterator[Mailboxes]:
    """So many accounts, each with a year of sent mail."""
    with running_dovecot() as server, tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        made = Mailboxes(server, Path(folder))
        for number in range(accounts):
            proxy = stack.enter_context(running_proxy(server.host, server.imaps_port))
            user = f"user{number}@aoyama-insatsu.example"
            fill(server, user, with_burst=False)
            _add(server, proxy, user, made.folder)
            made.users.append(user)
            made.proxies.append(proxy)
        yield made


@contextmanager
def watching(accounts: int) -> Iterator[Watching]:
    """`sentwatch watch --json` over so many accounts; ended in order."""
    with mailboxes(accounts) as found:
        watch = subprocess.Popen(
            [*_BASE, "watch", "--json", "--data-dir", found.folder], env=_NO_BUS, stdout=subprocess.PIPE, text=True
        )
        out = watch.stdout
        assert out is not None
        made = Watching(found.server, found.folder, found.users, found.proxies, psutil.Process(watch.pid))
        threading.Thread(target=lambda: [made.lines.put(json.loads(line)) for line in out], daemon=True).start()
        try:
            yield made
        finally:
            watch.terminate()
            watch.wait(20)


def _add(server: Dovecot, proxy: Proxy, user: str, folder: Path) -> None:
    add = ["accounts", "add", "--address", user, "--host", server.host, "--port", str(proxy.port), "--ca",
           str(server.ca_file), "--role", "person", "--password-command",
           f'"{sys.executable}" -c "print(\\"{PASSWORD}\\")"', "--data-dir", str(folder)]  # fmt: skip
    subprocess.run([*_BASE, *add], env=_NO_BUS, check=True, capture_output=True)
