"""The sample mailbox as messages, for servers and archives of the tests."""

from __future__ import annotations

import email
import email.utils
import gzip
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
ADDRESS = "noreply@aoyama-insatsu.example"
BURST_S = datetime.fromisoformat("2025-10-18T13:58:00+09:00").timestamp()


def sample_messages(name: str) -> Iterator[tuple[bytes, float]]:
    """The messages of `Sent` or `Inbox` with CRLF, and when they were sent."""
    raw = gzip.decompress((SAMPLE / "mail" / f"{name}.mbox.gz").read_bytes())
    for part in (b"\n" + raw).split(b"\nFrom ")[1:]:
        _line, _, message = part.partition(b"\n")
        date = email.message_from_bytes(message)["Date"]
        yield (
            message.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
            email.utils.parsedate_to_datetime(date).timestamp(),
        )


def fill(server, user: str = ADDRESS, *, with_burst: bool = True) -> None:
    """Put the sample mailbox onto a private Dovecot, or what it was before the burst."""
    server.add_user(user)
    for name, folder in (("Sent", "Sent"), ("Inbox", "INBOX")):
        messages = [(m, t) for m, t in sample_messages(name) if with_burst or t < BURST_S]
        server.deliver(user, folder, [m for m, _ in messages], at_s=[t for _, t in messages])
