"""`sentwatch watch --json` over accounts on a private Dovecot, each behind a proxy of its own; for long measurements."""

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
from typing import Any

import psutil

from support.dovecot import Dovecot, running_dovecot
from support.proxy import Proxy, running_proxy
from support.sample import fill

PASSWORD = "correct horse"
_NO_BUS = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
_BASE = [sys.executable, "-m", "sentwatch"]


@dataclass
class Watching:
    """The running program, its server, and what it said so far."""

    server: Dovecot
    users: list[str] = field(default_factory=list)
    proxies: list[Proxy] = field(default_factory=list)
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
def watching(accounts: int) -> Iterator[Watching]:
    """Start it; end it in order."""
    with running_dovecot() as server, tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        made = Watching(server)
        for number in range(accounts):
            proxy = stack.enter_context(running_proxy(server.host, server.imaps_port))
            user = f"user{number}@aoyama-insatsu.example"
            fill(server, user, with_burst=False)
            _add(server, proxy, user, folder)
            made.users.append(user)
            made.proxies.append(proxy)
        watch = subprocess.Popen(
            [*_BASE, "watch", "--json", "--data-dir", folder], env=_NO_BUS, stdout=subprocess.PIPE, text=True
        )
        out = watch.stdout
        assert out is not None
        threading.Thread(target=lambda: [made.lines.put(json.loads(line)) for line in out], daemon=True).start()
        made.process = psutil.Process(watch.pid)
        try:
            yield made
        finally:
            watch.terminate()
            watch.wait(20)


def _add(server: Dovecot, proxy: Proxy, user: str, folder: str) -> None:
    add = ["accounts", "add", "--address", user, "--host", server.host, "--port", str(proxy.port), "--ca",
           str(server.ca_file), "--role", "person", "--password-command",
           f'"{sys.executable}" -c "print(\\"{PASSWORD}\\")"', "--data-dir", folder]  # fmt: skip
    subprocess.run([*_BASE, *add], env=_NO_BUS, check=True, capture_output=True)
