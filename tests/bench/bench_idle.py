"""What watching costs while nothing happens: CPU, memory and network bytes an hour of idle accounts on a private Dovecot.

PYTHONPATH=desktop:tests python tests/bench/bench_idle.py [--accounts 5] [--minutes 15]
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests")]

import psutil  # noqa: E402

from support.dovecot import Dovecot, running_dovecot  # noqa: E402
from support.proxy import Proxy, running_proxy  # noqa: E402
from support.sample import fill  # noqa: E402

PASSWORD = "correct horse"
NO_BUS = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
BASE = [sys.executable, "-m", "sentwatch"]


def add_account(server: Dovecot, proxy: Proxy, user: str, folder: str) -> None:
    fill(server, user)
    add = ["accounts", "add", "--address", user, "--host", server.host, "--port", str(proxy.port), "--ca",
           str(server.ca_file), "--role", "person", "--password-command",
           f'"{sys.executable}" -c "print(\\"{PASSWORD}\\")"', "--data-dir", folder]  # fmt: skip
    subprocess.run([*BASE, *add], env=NO_BUS, check=True, capture_output=True)


def until_all_are_seen(lines: queue.SimpleQueue[dict[str, object]], accounts: int) -> None:
    seen: set[object] = set()
    while len(seen) < accounts:
        line = lines.get(timeout=180)
        if line.get("sight") == "live":
            seen.add(line["account"])


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--accounts", type=int, default=5)
    words.add_argument("--minutes", type=float, default=15)
    chosen = words.parse_args()
    with running_dovecot() as server, tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        proxies = []
        for number in range(chosen.accounts):
            proxy = stack.enter_context(running_proxy(server.host, server.imaps_port))
            add_account(server, proxy, f"user{number}@aoyama-insatsu.example", folder)
            proxies.append(proxy)
        watch = subprocess.Popen(
            [*BASE, "watch", "--json", "--data-dir", folder], env=NO_BUS, stdout=subprocess.PIPE, text=True
        )
        lines: queue.SimpleQueue[dict[str, object]] = queue.SimpleQueue()
        out = watch.stdout
        assert out is not None
        threading.Thread(target=lambda: [lines.put(json.loads(line)) for line in out], daemon=True).start()
        until_all_are_seen(lines, chosen.accounts)
        # What the first look leaves behind (judging, closing of pages) is over by then.
        time.sleep(20)
        process = psutil.Process(watch.pid)
        cpu_before, begun = sum(process.cpu_times()[:2]), time.monotonic()
        bytes_before = [(proxy.bytes_out, proxy.bytes_in) for proxy in proxies]
        time.sleep(chosen.minutes * 60)
        took_s = time.monotonic() - begun
        cpu_s = sum(process.cpu_times()[:2]) - cpu_before
        rss = process.memory_info().rss / 2**20
        threads = process.num_threads()
        moved = [
            (proxy.bytes_out - out_before, proxy.bytes_in - in_before)
            for proxy, (out_before, in_before) in zip(proxies, bytes_before, strict=True)
        ]
        watch.terminate()
        watch.wait(20)
    per_hour = 3600 / took_s
    out_kib = sum(out for out, _ in moved) / len(moved) * per_hour / 1024
    in_kib = sum(back for _, back in moved) / len(moved) * per_hour / 1024
    print(f"{chosen.accounts} idle accounts, {took_s / 60:.1f} minutes of watching on IDLE")
    print(f"CPU: {cpu_s / took_s * 100:.3f} % of one core (wanted: below 0.5 %)")
    print(f"memory: {rss:.0f} MiB in {threads} threads")
    print(f"network, an hour and account, TLS included: {out_kib:.1f} KiB out, {in_kib:.1f} KiB in")


if __name__ == "__main__":
    main()
