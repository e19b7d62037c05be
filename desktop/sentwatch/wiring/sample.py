"""The made-up mailbox: its words and an object graph of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sentwatch.texts.words import Words
from sentwatch.wiring.app import App
from sentwatch.wiring.words import words_for


def sample_words(lang: str) -> Words:
    """The words for the made-up mailbox: times as its story tells them."""
    from sentwatch.adapters.sample import sample_mailbox

    with sample_mailbox() as sample:
        return words_for(lang).for_zone(sample.account.time_zone)


@contextmanager
def sample_app() -> Iterator[App]:
    """An object graph for the made-up mailbox, at the time of its story; everything of it vanishes with the block."""
    from tempfile import TemporaryDirectory

    from sentwatch.adapters.keyring import SessionSecrets
    from sentwatch.adapters.sample import sample_mailbox
    from sentwatch.adapters.system_clock import ShiftedClock

    with (
        sample_mailbox() as sample,
        TemporaryDirectory(prefix="sentwatch-sample-", ignore_cleanup_errors=True) as folder,
    ):
        app = App(data_dir=Path(folder), secrets=SessionSecrets(), clock=ShiftedClock(sample.now))
        try:
            yield app
        finally:
            app.close()
