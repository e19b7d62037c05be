"""A ledger of a million rows beside a small one: memory of judging and of the chart, times beside `SELECT count(*)`.

PYTHONPATH=desktop:tests python tests/bench/bench_rows.py [--rows 1000000] [--small 50000]

Each step runs in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests")]

from sentwatch.adapters.burst_params import burst_params  # noqa: E402
from sentwatch.adapters.system_clock import SystemClock  # noqa: E402
from sentwatch.core.accounts import Account  # noqa: E402
from sentwatch.core.sent import SentMessage  # noqa: E402
from sentwatch.core.timeline import Step, TimelineRequest  # noqa: E402
from sentwatch.ports.cancel import CancelToken  # noqa: E402
from sentwatch.ports.progress import silent  # noqa: E402
from sentwatch.service.judge import Judge  # noqa: E402
from sentwatch.service.timeline import SentTimeline  # noqa: E402
from sentwatch.store.ledger import SENT  # noqa: E402
from support.stores import account_store, database_in  # noqa: E402

ACCOUNT = Account(id="one", address="yuki@example.jp", host="mail.example.jp", sent_folder="Sent")
FIRST_S = 1_500_000_000.0
SPAN_S = 8 * 365 * 86_400.0
WINDOW = 2_000
DAY_S = 86_400.0


def messages(count: int) -> Iterator[SentMessage]:
    """Eight years of office mail, in working hours, to few partners often and to many seldom."""
    chance = random.Random(11)
    people = [f"p{n}@corp{n % 90}.example" for n in range(4_000)]
    step_s = SPAN_S / count
    for n in range(count):
        day = FIRST_S + int(n * step_s / DAY_S) * DAY_S
        at_s = day + 9 * 3600 + (n * step_s % DAY_S) * 9 / 24
        to = tuple({people[min(int(chance.expovariate(1 / 60)), 3_999)] for _ in range(1 + (chance.random() < 0.2))})
        refs = (f"{n - 40}.{n % 97}@corp.example",) if chance.random() < 0.45 else ()
        subject = f"=?UTF-8?B?6KuL5rGC5pu4?= {n % 5_000}"
        yield SentMessage(
            n + 1,
            at_s,
            at_s,
            f"{n}.{n % 97}@corp.example",
            refs,
            ACCOUNT.address,
            to,
            subject,
            4_000,
            (),
            None,
            "Mailer",
        )


def fill(folder: str, count: int) -> None:
    database = database_in(Path(folder))
    ledger = account_store(database).ledger
    mark = ledger.begin(SENT, name="Sent", uid_validity=1)
    window: list[SentMessage] = []
    for message in messages(count):
        window.append(message)
        if len(window) == WINDOW:
            ledger.keep_sent(mark, window, scanned_to=window[-1].uid, seen_s=time.time())
            window = []
    if window:
        ledger.keep_sent(mark, window, scanned_to=window[-1].uid, seen_s=time.time())
    database.close()


def judge(folder: str, count: int) -> dict[str, float]:
    database = database_in(Path(folder))
    store = account_store(database)
    begun = time.perf_counter()
    Judge(
        account=ACCOUNT, ledger=store.ledger, judgement=store.judgement, params=burst_params(), clock=SystemClock(),
        progress=silent, cancel=CancelToken(),
    ).run()  # fmt: skip
    took = time.perf_counter() - begun
    database.close()
    return {"µs a message": took / count * 1e6}


class _Check:
    """As much of CheckAccount as the chart asks for."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def store(self, _account_id: str) -> Any:
        return self._store

    def judge(self, account: Account, store: Any, **_more: Any) -> Judge:
        return Judge(
            account=account, ledger=store.ledger, judgement=store.judgement, params=burst_params(),
            clock=SystemClock(), progress=silent, cancel=CancelToken(),
        )  # fmt: skip


def requests() -> dict[str, TimelineRequest]:
    """What a person sees: everything by weeks, a year by days, a month by hours, an hour by minutes."""
    end = FIRST_S + SPAN_S - 40 * DAY_S
    end -= end % 900

    def of(step: Step, bars: int) -> TimelineRequest:
        return TimelineRequest(
            account_key="one", step=step, edges=tuple(end - (bars - n) * step.span_s for n in range(bars + 1))
        )

    return {
        "all by weeks": of(Step.WEEK, 400),
        "a year by days": of(Step.DAY, 365),
        "a month by hours": of(Step.HOUR, 720),
        "a day by 20 minutes": of(Step.TWENTY_MINUTES, 72),
        "an hour by minutes": of(Step.MINUTE, 60),
    }


def chart(folder: str, _count: int) -> dict[str, float]:
    database = database_in(Path(folder))
    store = account_store(database)
    timeline = SentTimeline(_Check(store), lambda _key: ACCOUNT)  # type: ignore[arg-type]

    def seconds(work: Callable[[], object]) -> float:
        times = []
        for _ in range(7):
            begun = time.perf_counter()
            work()
            times.append(time.perf_counter() - begun)
        return statistics.median(times)

    counted = seconds(lambda: database.value("SELECT count(*) FROM sent"))
    found = {"SELECT count(*), ms": counted * 1000}
    for name, request in requests().items():
        found[name] = seconds(lambda request=request: timeline(request)) / counted  # type: ignore[misc]
    found["first and last"] = seconds(lambda: timeline.span("one")) / counted
    database.close()
    return found


def _run(work: Callable[[str, int], Any], folder: str, count: int, out: Any) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said = work(folder, count)
    out.put((said, before / 1024, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def apart(work: Callable[[str, int], Any], folder: str, count: int) -> tuple[Any, float, float]:
    """Run in a process of its own: what it says, MiB before, and MiB at its peak."""
    processes = multiprocessing.get_context("spawn")
    out = processes.Queue()
    process = processes.Process(target=_run, args=(work, folder, count, out))
    process.start()
    said = out.get()
    process.join()
    return said  # type: ignore[no-any-return]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--small", type=int, default=50_000)
    chosen = options.parse_args()
    peaks: dict[str, list[float]] = {}
    ratios: dict[str, list[float]] = {}
    for count in (chosen.small, chosen.rows):
        with tempfile.TemporaryDirectory() as folder:
            for work in (fill, judge, chart):
                said, before, peak = apart(work, folder, count)
                peaks.setdefault(work.__name__, []).append(peak)
                print(f"{count:>9,} rows, {work.__name__:6} {before:5.0f} MiB before, {peak:5.0f} MiB at its peak")
                for name, value in (said or {}).items():
                    ratios.setdefault(name, []).append(value)
    print(f"\n{'':24}{chosen.small:>12,}{chosen.rows:>12,}")
    for name, (small, large) in ratios.items():
        print(f"{name:24}{small:>12.2f}{large:>12.2f}")
    print("(the chart's lines are times in units of SELECT count(*) on the same ledger)")
    for name, (small, large) in peaks.items():
        print(f"memory of {name}: {large / small:.2f} times for {chosen.rows / chosen.small:.0f} times the rows")


if __name__ == "__main__":
    main()
