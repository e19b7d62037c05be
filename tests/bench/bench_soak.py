"""Hours of watching with lines that are cut, stall and refuse, and a blast now and then: memory slope, descriptors.

PYTHONPATH=desktop:tests python tests/bench/bench_soak.py [--hours 8] [--accounts 5]

Exit 1 where a blast was not told, descriptors or threads grew, or memory grew by more than 2 MiB an hour.
"""

from __future__ import annotations

import argparse
import queue
import random
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests")]

from imapclient import IMAPClient  # noqa: E402

from support.watching import PASSWORD, Watching, watching  # noqa: E402

BLAST = 12
TOLD_WITHIN_S = 300
"""A blast may fall into a line that was just cut: the watch comes back by its own steps."""
SLOPE_MIB_H = 2.0


def blast(watch: Watching, user: str) -> None:
    server = watch.server
    with IMAPClient(server.host, server.imaps_port, ssl_context=server.trusting_context()) as client:
        client.login(user, PASSWORD)
        for number in range(BLAST):
            stamp = time.time_ns()
            client.append(
                "Sent",
                f"From: {user}\r\nTo: s{number}@p{stamp}.example\r\nSubject: x\r\nMessage-ID: <{stamp}@x>\r\n\r\nx".encode(),
            )


def is_told(watch: Watching, user: str, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            line = watch.lines.get(timeout=1)
        except queue.Empty:
            continue
        if line["event"] == "finding" and line["account"] == user:
            return True
    return False


def disturb(watch: Watching, chance: random.Random) -> str:
    proxy = chance.choice(watch.proxies)
    manner = chance.choice(("cut", "stall", "refuse"))
    if manner == "cut":
        proxy.cut()
        return manner
    setattr(proxy, f"{manner}s", True)
    time.sleep(chance.uniform(5, 20))
    setattr(proxy, f"{manner}s", False)
    proxy.cut()
    return manner


def slope(points: list[tuple[float, float]]) -> float:
    """MiB an hour by the median of all pairs of halves (Theil-Sen over the second half, after warming up)."""
    late = points[len(points) // 2 :]
    pairs = [
        (second - first) / (at_b - at_a) * 3600
        for index, (at_a, first) in enumerate(late)
        for at_b, second in late[index + 1 :]
    ]
    return statistics.median(pairs) if pairs else 0.0


def main() -> int:
    """Run, and print a line every five minutes."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--hours", type=float, default=8)
    words.add_argument("--accounts", type=int, default=5)
    words.add_argument("--seed", type=int, default=1)
    chosen = words.parse_args()
    chance = random.Random(chosen.seed)
    points: list[tuple[float, float]] = []
    blasts = told = disturbed = 0
    with watching(chosen.accounts) as watch:
        watch.wait_until_all_are_seen()
        assert watch.process is not None
        time.sleep(20)
        begun = said = time.monotonic()
        first = (watch.process.num_fds(), watch.process.num_threads())
        fresh = list(watch.users)
        while (now := time.monotonic()) - begun < chosen.hours * 3600:
            disturb(watch, chance)
            disturbed += 1
            # An account is used once: what was told is not told again, and a second blast is part of the first.
            if fresh and now - begun >= blasts * chosen.hours * 3600 / (chosen.accounts + 1):
                user = fresh.pop()
                blast(watch, user)
                blasts += 1
                told += is_told(watch, user, TOLD_WITHIN_S)
            time.sleep(chance.uniform(5, 40))
            points.append((time.monotonic() - begun, watch.process.memory_info().rss / 2**20))
            if time.monotonic() - said > 300:
                said = time.monotonic()
                print(f"{(said - begun) / 3600:.2f} h: {points[-1][1]:.1f} MiB, {watch.process.num_fds()} descriptors",
                      flush=True)  # fmt: skip
        # What was cut last is made anew within a minute or two.
        time.sleep(120)
        last = (watch.process.num_fds(), watch.process.num_threads())
    grew = slope(points)
    print(f"{chosen.accounts} accounts, {chosen.hours} h, {disturbed} disturbances, {told} of {blasts} blasts told")
    print(f"memory: {points[0][1]:.1f} to {points[-1][1]:.1f} MiB, {grew:+.2f} MiB an hour in the second half")
    print(f"descriptors {first[0]} to {last[0]}, threads {first[1]} to {last[1]}")
    kept = last[0] <= first[0] + chosen.accounts and last[1] <= first[1] + chosen.accounts
    return 0 if told == blasts and kept and grew <= SLOPE_MIB_H else 1


if __name__ == "__main__":
    sys.exit(main())
