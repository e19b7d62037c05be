"""The first scan of a big Sent folder: collecting, with the ledger, judging, the whole command, and a re-check.

PYTHONPATH=desktop:tests python tests/bench/bench_first_scan.py [--messages 100000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import bench_collect as collecting

from sentwatch.adapters.burst_params import burst_params
from sentwatch.adapters.imap import ImapDoor
from sentwatch.adapters.imap.wire import Wire
from sentwatch.adapters.system_clock import SystemClock
from sentwatch.core.accounts import Account
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential
from sentwatch.ports.progress import silent
from sentwatch.service.collect import Collect
from sentwatch.service.judge import Judge
from support.dovecot import Dovecot, running_dovecot
from support.stores import account_store, database_in


@dataclass
class Look:
    """One look at the account: how long collecting and judging took, and how many lines went out meanwhile."""

    collect_s: float
    judge_s: float
    commands: int


def look(server: Dovecot, folder: Path) -> Look:
    """Collect into the ledger of `folder` and judge it."""
    database = database_in(folder)
    store = account_store(database)
    account = Account(
        id="one", address=collecting.USER, host=server.host, port=server.imaps_port, ca_file=str(server.ca_file),
        sent_folder="Sent",
    )  # fmt: skip
    clock, cancel = SystemClock(), CancelToken()
    started = time.perf_counter()
    mail = ImapDoor(account).open(credential=Credential(collecting.PASSWORD), cancel=cancel)
    sent: list[bytes] = []
    real = Wire.send

    def counted(self: Wire, data: bytes) -> None:
        if data.endswith(b"\r\n"):
            sent.append(data)
        real(self, data)

    Wire.send = counted  # type: ignore[method-assign]
    try:
        Collect(mail=mail, ledger=store.ledger, clock=clock, progress=silent, cancel=cancel).run(account)
    finally:
        Wire.send = real  # type: ignore[method-assign]
    mail.close()
    collected = time.perf_counter()
    Judge(
        account=account, ledger=store.ledger, judgement=store.judgement, params=burst_params(), clock=clock,
        progress=silent, cancel=cancel,
    ).run()  # fmt: skip
    judged = time.perf_counter()
    database.close()
    return Look(collected - started, judged - collected, len(sent))


def whole_command(server: Dovecot) -> tuple[float, float]:
    """Seconds and MiB of `sentwatch check` on a fresh data folder, as a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        base = [sys.executable, "-m", "sentwatch"]
        add = ["accounts", "add", "--address", collecting.USER, "--host", server.host, "--port", str(server.imaps_port),
               "--ca", str(server.ca_file), "--password-stdin", "--data-dir", folder]  # fmt: skip
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "text": True}
        no_bus = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
        subprocess.run([*base, *add], check=False, input=collecting.PASSWORD, env=no_bus, **quiet)
        started = time.perf_counter()
        subprocess.run(
            [*base, "check", collecting.USER, "--password-stdin", "--data-dir", folder],
            check=False, input=collecting.PASSWORD, env=no_bus, **quiet,
        )  # fmt: skip
        taken = time.perf_counter() - started
        return taken, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--messages", type=int, default=100_000)
    words.add_argument("--rounds", type=int, default=3)
    chosen = words.parse_args()
    count = chosen.messages
    rows: dict[str, list[float]] = {}
    with running_dovecot() as server:
        collecting.prepare(server, count)
        for _ in range(chosen.rounds):
            with tempfile.TemporaryDirectory() as folder:
                for name, way in collecting.WAYS.items():
                    started = time.perf_counter()
                    way(server, count)
                    rows.setdefault(name, []).append(time.perf_counter() - started)
                first = look(server, Path(folder))
                again = look(server, Path(folder))
                rows.setdefault("collecting into the ledger (TLS)", []).append(first.collect_s)
                rows.setdefault("judging it", []).append(first.judge_s)
                rows.setdefault("looking again without news", []).append(again.collect_s + again.judge_s)
        command_s, command_mib = whole_command(server)
    medians = {name: statistics.median(seconds) for name, seconds in rows.items()}
    raw, raw_tls = medians["raw socket, no TLS"], medians["raw socket over TLS"]
    print(f"{count} messages, warm index, medians of {chosen.rounds} rounds side by side")
    print(f"{'way':45}{'s':>8}{'/ raw':>8}{'/ raw TLS':>11}")
    for name, seconds in medians.items():
        print(f"{name:45}{seconds:8.2f}{seconds / raw:8.2f}{seconds / raw_tls:11.2f}")
    print(f"judging: {medians['judging it'] / count * 1e6:.1f} µs a message")
    print(f"round trips of a re-check without news, after signing in: {again.commands}")
    print(f"the whole command `sentwatch check`, first time: {command_s:.2f} s, {command_mib:.0f} MiB at most")


if __name__ == "__main__":
    main()
