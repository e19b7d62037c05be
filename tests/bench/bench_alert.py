"""How soon an alert comes: from the message that crosses the line being visible to the line on standard output.

PYTHONPATH=desktop:tests python tests/bench/bench_alert.py [--rounds 5]
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests")]

from imapclient import IMAPClient  # noqa: E402

from support.dovecot import Dovecot, running_dovecot  # noqa: E402
from support.sample import fill  # noqa: E402

PASSWORD = "correct horse"
BLAST = 60


def blast(server: Dovecot, user: str, visible: dict[int, float]) -> None:
    """Sixty messages of a springboard, two a second, each noted once the server has it."""
    with IMAPClient(server.host, server.imaps_port, ssl_context=server.trusting_context()) as other:
        other.login(user, PASSWORD)
        for number in range(1, BLAST + 1):
            other.append(
                "Sent",
                f"From: {user}\r\nTo: stranger{number}@place{number}.example\r\nSubject: Payment\r\n"
                f"Message-ID: <{number}.{time.time_ns()}@x.example>\r\n\r\nx".encode(),
            )
            visible[number] = time.monotonic()
            time.sleep(0.5)
            if len(visible) > 25:
                return


def one_round(server: Dovecot, user: str) -> tuple[int, float]:
    """Messages out at the alert, and seconds from the last of them being visible to the alert."""
    fill(server, user)
    with tempfile.TemporaryDirectory() as folder:
        base = [sys.executable, "-m", "sentwatch"]
        where = ["--data-dir", folder]
        add = ["accounts", "add", "--address", user, "--host", server.host, "--port", str(server.imaps_port), "--ca",
               str(server.ca_file), "--role", "person", "--password-command", f'"{sys.executable}" -c "print(\\"{PASSWORD}\\")"']  # fmt: skip
        no_bus = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
        subprocess.run([*base, *add, *where], env=no_bus, check=True, capture_output=True)
        watch = subprocess.Popen([*base, "watch", "--json", *where], env=no_bus, stdout=subprocess.PIPE, text=True)
        assert watch.stdout is not None
        lines: queue.SimpleQueue[tuple[float, dict[str, object]]] = queue.SimpleQueue()
        out = watch.stdout
        reader = threading.Thread(target=lambda: [lines.put((time.monotonic(), json.loads(line))) for line in out])
        reader.start()
        while lines.get(timeout=60)[1].get("sight") != "live":
            pass
        time.sleep(1)
        visible: dict[int, float] = {}
        sender = threading.Thread(target=blast, args=(server, user, visible))
        sender.start()
        while True:
            at, line = lines.get(timeout=60)
            if line["event"] == "finding":
                break
        messages = int(line["finding"]["params"]["messages"])  # type: ignore[index]
        sender.join()
        watch.terminate()
        watch.wait(20)
        reader.join()
        return messages, at - visible[messages]


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=5)
    chosen = words.parse_args()
    with running_dovecot() as server:
        seen = [one_round(server, f"user{number}@aoyama-insatsu.example") for number in range(chosen.rounds)]
    print(f"{chosen.rounds} blasts of two messages a second, on IDLE")
    print(f"messages out at the alert: median {statistics.median(m for m, _ in seen)}, most {max(m for m, _ in seen)}")
    waits = [seconds for _, seconds in seen]
    print(f"seconds from visible to alert: median {statistics.median(waits):.2f}, most {max(waits):.2f} (target 2.00)")


if __name__ == "__main__":
    main()
