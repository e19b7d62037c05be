"""How fast and in how much memory archives are read: a CSV log of a million rows, an mbox of 100,000 messages.

PYTHONPATH=desktop python tests/bench/bench_archive.py [--rows 1000000] [--messages 100000] [--folder DIR]

Each form is read in a process of its own; prints records a second, the peak of that process and what it stood at before.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from email.utils import formatdate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))

from sentwatch.adapters.archives import FileArchive
from sentwatch.ports.cancel import CancelToken

OWNER = "aki@kobo.example"
FIRST_S = 1_600_000_000


def people(count: int) -> list[str]:
    return [f"p{number}@corp{number % 40}.example" for number in range(count)]


def write_plain_log(path: Path, rows: int) -> None:
    chance, known = random.Random(7), people(5000)
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write("date,sender,recipients,subject,message_id,size,in_reply_to\r\n")
        for number in range(rows):
            at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(FIRST_S + 97 * number))
            to = ";".join(chance.choices(known, k=1 + (number % 7 == 0)))
            out.write(f'{at},{OWNER},{to},"件名, {number % 977}",<{number}.x@kobo.example>,{number % 90_000},\r\n')


def write_trace(path: Path, rows: int) -> None:
    chance, known = random.Random(8), people(5000)
    with path.open("w", encoding="utf-16", newline="") as out:
        out.write('"Received","SenderAddress","RecipientAddress","Subject","Status","MessageId","Size"\r\n')
        for number in range(rows):
            at = time.strftime("%m/%d/%Y %I:%M:%S %p", time.gmtime(FIRST_S + 97 * (number // 2)))
            out.write(
                f'"{at}","{OWNER}","{chance.choice(known)}","件名","Delivered","<{number // 2}@kobo.example>","900"\r\n'
            )


def message(number: int, known: list[str], chance: random.Random) -> str:
    at = formatdate(FIRST_S + 977 * number)
    is_own = number % 3 != 0
    other = chance.choice(known)
    sender, to = (OWNER, other) if is_own else (other, OWNER)
    return (
        f"Received: from mx.example by mail.example with ESMTP id {number}; {at}\n"
        f"From: =?UTF-8?B?5bGx55Sw?= <{sender}>\nTo: {to},\n\tcopy{number % 50}@corp.example\n"
        f"Subject: =?UTF-8?B?44GK6KaL56mN?= {number}\nDate: {at}\nMessage-ID: <{number}.x@kobo.example>\n"
        f"References: <{number - 3}.x@kobo.example> <{number - 2}.x@kobo.example>\nUser-Agent: Hibari Mail 5.2\n"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64\n\n"
    )


def write_mbox(path: Path, messages: int) -> None:
    chance, known = random.Random(9), people(5000)
    body = ("44GT44KT44Gr44Gh44Gv" * 3 + "\n") * 60
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for number in range(messages):
            line = time.strftime("%a %b %d %H:%M:%S %Y", time.gmtime(FIRST_S + 977 * number))
            out.write(f"From - {line}\n{message(number, known, chance)}{body}\n")


def write_maildir(path: Path, messages: int) -> None:
    chance, known = random.Random(9), people(5000)
    (path / "cur").mkdir(parents=True)
    for number in range(messages):
        (path / "cur" / f"{number}.host:2,S").write_text(message(number, known, chance) + "text\n", encoding="utf-8")


def read(path: str) -> None:
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun_s = time.perf_counter()
    sent = received = damaged = batches = 0
    for batch in FileArchive().read(path, address=OWNER, cancel=CancelToken()):
        sent += len(batch.sent)
        received += len(batch.received)
        damaged += len(batch.damages)
        batches += 1
    took_s = time.perf_counter() - begun_s
    peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{Path(path).name:14} {sent:>9,} sent {received:>7,} received {damaged} damaged in {batches} batches: "
        f"{took_s:6.2f} s, {(sent + received) / took_s:>9,.0f} messages/s, "
        f"peak {peak_kb / 1024:.0f} MiB (before {before_kb / 1024:.0f})",
        flush=True,
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--messages", type=int, default=100_000)
    options.add_argument("--folder", type=Path)
    chosen = options.parse_args()
    processes = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        for name, write, count in (
            ("plain.csv", write_plain_log, chosen.rows),
            ("trace.csv", write_trace, chosen.rows),
            ("mail.mbox", write_mbox, chosen.messages),
            ("Maildir", write_maildir, chosen.messages),
        ):
            path = Path(folder) / name
            write(path, count)
            process = processes.Process(target=read, args=(str(path),))
            process.start()
            process.join()


if __name__ == "__main__":
    main()
