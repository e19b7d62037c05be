"""How fast header facts are collected, beside the raw socket and others, on a private Dovecot: prints ratios.

PYTHONPATH=desktop:tests python tests/bench/bench_collect.py [--messages 100000] [--rounds 5] [--no-peers]
"""

from __future__ import annotations

import argparse
import random
import resource
import signal
import socket
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests")]

from sentwatch.adapters.imap import ImapDoor  # noqa: E402
from sentwatch.core.accounts import Account  # noqa: E402
from sentwatch.ports.cancel import CancelToken  # noqa: E402
from sentwatch.ports.mail import Credential  # noqa: E402
from support.dovecot import Dovecot, running_dovecot  # noqa: E402

USER = "yuki@example.jp"
PASSWORD = "correct horse"
ITEMS = (
    b"(UID RFC822.SIZE FLAGS INTERNALDATE BODY.PEEK[HEADER.FIELDS (DATE FROM SENDER TO CC BCC SUBJECT MESSAGE-ID"
    b" IN-REPLY-TO REFERENCES DKIM-SIGNATURE X-MAILER USER-AGENT)])"
)
Way = Callable[[Dovecot, int], int]


def messages(count: int) -> Iterator[bytes]:
    """Office mail: few partners often, many seldom; replies; Japanese subjects; a short body."""
    chance = random.Random(7)
    people = [(f"名前{n}" if n % 3 == 0 else f"Person {n}", f"p{n}@corp{n % 40}.example") for n in range(600)]
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    for n in range(count):
        to = [people[min(int(chance.expovariate(1 / 60)), 599)] for _ in range(1 + (chance.random() < 0.25) * 2)]
        cc = [people[chance.randrange(600)] for _ in range(chance.choice((0, 0, 0, 1, 2)))]
        lines = [
            f"Return-Path: <{USER}>",
            f"Date: Mon, {n % 28 + 1} {months[n // 8000 % 12]} 2025 {n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02} +0900",
            f"From: =?UTF-8?B?5bGx55Sw6Zuq?= <{USER}>",
            "To: "
            + ",\r\n ".join(
                f'"{name}" <{address}>' if name.isascii() else f"=?UTF-8?B?5ZCN5YmN?= <{address}>"
                for name, address in to
            ),
        ]
        if cc:
            lines.append("Cc: " + ", ".join(address for _name, address in cc))
        lines.append(f"Subject: =?UTF-8?B?6KuL5rGC5pu444Gu6YCB5LuY?= {n}")
        lines.append(f"Message-ID: <{chance.getrandbits(64):x}.{n}@mail.example.jp>")
        if chance.random() < 0.45:
            lines.append(f"In-Reply-To: <{chance.getrandbits(64):x}@corp.example>")
            lines.append(
                f"References: <{chance.getrandbits(64):x}@corp.example>\r\n <{chance.getrandbits(64):x}@corp.example>"
            )
        lines += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8", "User-Agent: Mozilla Thunderbird"]
        yield ("\r\n".join(lines) + "\r\n\r\n" + "Best regards\r\n" * chance.randrange(2, 30)).encode()


def raw(server: Dovecot, count: int, *, encrypted: bool) -> int:
    """The same header facts asked for in the same windows, and thrown away."""
    sock: socket.socket = socket.create_connection((server.host, server.imaps_port if encrypted else server.imap_port))
    if encrypted:
        sock = server.trusting_context().wrap_socket(sock, server_hostname=server.host)
    with sock:
        sock.recv(65536)

        def until(tag: bytes) -> int:
            tail, total = b"", 0
            while True:
                data = sock.recv(262144)
                total += len(data)
                tail = (tail + data)[-4000:]
                if tag + b" OK" in tail:
                    return total

        sock.sendall(f'a LOGIN "{USER}" "{PASSWORD}"\r\n'.encode())
        until(b"a")
        sock.sendall(b"b EXAMINE Sent\r\n")
        until(b"b")
        starts = list(range(1, count + 1, 2000))

        def ask(number: int) -> None:
            if number < len(starts):
                first = starts[number]
                sock.sendall(b"w%d UID FETCH %d:%d %s\r\n" % (number, first, first + 1999, ITEMS))

        ask(0)
        ask(1)
        total = done = 0
        tail = b""
        while done < len(starts):
            data = sock.recv(262144)
            total += len(data)
            # A completion line is the only one that holds "OK Fetch": messages here do not.
            seen = (tail + data).count(b" OK Fetch completed")
            for _ in range(seen):
                done += 1
                ask(done + 1)
            tail = data[-18:]
            assert data
    return total


def ours(server: Dovecot, count: int, sink: Callable[[object], None] | None = None) -> int:
    """Our own collecting; `sink` is called with each HeaderWindow (the ledger, for the benchmark that adds it)."""
    account = Account(id="b", address=USER, host=server.host, port=server.imaps_port, ca_file=str(server.ca_file))
    mail = ImapDoor(account).open(credential=Credential(PASSWORD), cancel=CancelToken())
    state = mail.examine("Sent")
    total = 0
    for window in mail.read_headers(first_uid=1, last_uid=state.uid_next - 1):
        total += len(window.messages)
        if sink is not None:
            sink(window)
    mail.close()
    assert total == count, (total, count)
    return total


def imapclient_headers(server: Dovecot, count: int) -> int:
    """The library as it is used: HEADER.FIELDS by fetch(), unparsed."""
    from imapclient import IMAPClient

    total = 0
    with IMAPClient(server.host, server.imaps_port, ssl_context=server.trusting_context()) as client:
        client.login(USER, PASSWORD)
        client.select_folder("Sent", readonly=True)
        for first in range(1, count + 1, 2000):
            total += len(
                client.fetch(
                    list(range(first, first + 2000)), [b"UID", b"RFC822.SIZE", b"FLAGS", b"INTERNALDATE", ITEMS[39:-1]]
                )
            )
    return total


def imapclient_envelope(server: Dovecot, count: int) -> int:
    """The library's parsed envelopes."""
    from imapclient import IMAPClient

    total = 0
    with IMAPClient(server.host, server.imaps_port, ssl_context=server.trusting_context()) as client:
        client.login(USER, PASSWORD)
        client.select_folder("Sent", readonly=True)
        for first in range(1, count + 1, 2000):
            total += len(
                client.fetch(list(range(first, first + 2000)), [b"RFC822.SIZE", b"FLAGS", b"INTERNALDATE", b"ENVELOPE"])
            )
    return total


WAYS: dict[str, Way] = {
    "raw socket, no TLS": lambda s, n: raw(s, n, encrypted=False),
    "raw socket over TLS": lambda s, n: raw(s, n, encrypted=True),
    "sentwatch collecting (TLS)": ours,
}
PEERS: dict[str, Way] = {
    "imapclient HEADER.FIELDS, unparsed (TLS)": imapclient_headers,
    "imapclient ENVELOPE (TLS)": imapclient_envelope,
}


def prepare(server: Dovecot, count: int) -> None:
    """Fill the Sent folder and warm the index."""
    server.add_user(USER, PASSWORD)
    server.deliver(USER, "Sent", messages(count), at_s=(1_735_689_600 + n * 300 for n in range(count)))
    raw(server, count, encrypted=False)


def measure(server: Dovecot, count: int, ways: dict[str, Way], rounds: int) -> dict[str, float]:
    """Median seconds of each way, taken in turns so that all meet the same weather."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            started = time.perf_counter()
            way(server, count)
            taken[name].append(time.perf_counter() - started)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def main(more_ways: dict[str, Way] | None = None) -> None:
    """Measure and print; `more_ways` join the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--messages", type=int, default=100_000)
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--no-peers", action="store_true")
    words.add_argument("--profile", action="store_true")
    chosen = words.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped too
    with running_dovecot() as server:
        prepare(server, chosen.messages)
        if chosen.profile:
            import cProfile

            cProfile.runctx("ours(server, chosen.messages)", globals(), locals(), sort="tottime")
            return
        medians = measure(server, chosen.messages, WAYS | (more_ways or {}), chosen.rounds)
        memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if not chosen.no_peers:
            medians |= measure(server, chosen.messages, PEERS, 1)
    base, base_tls = medians["raw socket, no TLS"], medians["raw socket over TLS"]
    print(f"{chosen.messages} messages, warm index, medians of {chosen.rounds} rounds side by side")
    print(f"{'way':45}{'s':>8}{'/ raw':>8}{'/ raw TLS':>11}")
    for name, seconds in medians.items():
        print(f"{name:45}{seconds:8.2f}{seconds / base:8.2f}{seconds / base_tls:11.2f}")
    print(f"peak memory before the peers ran: {memory_mb:.0f} MiB")


if __name__ == "__main__":
    main()
