"""What watching costs while nothing happens: CPU, memory and network bytes an hour of idle accounts on a private Dovecot.

PYTHONPATH=desktop:tests python tests/bench/bench_idle.py [--accounts 5] [--minutes 15]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests")]

from support.watching import watching  # noqa: E402


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--accounts", type=int, default=5)
    words.add_argument("--minutes", type=float, default=15)
    chosen = words.parse_args()
    with watching(chosen.accounts) as watch:
        watch.wait_until_all_are_seen()
        # What the first look leaves behind (judging, closing of pages) is over by then.
        time.sleep(20)
        cpu_before, begun = watch.cpu_s(), time.monotonic()
        bytes_before = [(proxy.bytes_out, proxy.bytes_in) for proxy in watch.proxies]
        time.sleep(chosen.minutes * 60)
        took_s = time.monotonic() - begun
        cpu_s = watch.cpu_s() - cpu_before
        assert watch.process is not None
        rss = watch.process.memory_info().rss / 2**20
        threads = watch.process.num_threads()
        moved = [
            (proxy.bytes_out - out_before, proxy.bytes_in - in_before)
            for proxy, (out_before, in_before) in zip(watch.proxies, bytes_before, strict=True)
        ]
    per_hour = 3600 / took_s
    out_kib = sum(out for out, _ in moved) / len(moved) * per_hour / 1024
    in_kib = sum(back for _, back in moved) / len(moved) * per_hour / 1024
    print(f"{chosen.accounts} idle accounts, {took_s / 60:.1f} minutes of watching on IDLE")
    print(f"CPU: {cpu_s / took_s * 100:.3f} % of one core (wanted: below 0.5 %)")
    print(f"memory: {rss:.0f} MiB in {threads} threads")
    print(f"network, an hour and account, TLS included: {out_kib:.1f} KiB out, {in_kib:.1f} KiB in")


if __name__ == "__main__":
    main()
