"""The made-up mailbox that comes with the program, and what its owner would have set up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import as_file
from pathlib import Path

import msgspec

from sentwatch.adapters.resources import resource
from sentwatch.core.accounts import Account, Role
from sentwatch.decoding import from_json


class _File(msgspec.Struct):
    address: str
    display_name: str
    role: str
    time_zone: str
    now: datetime
    mail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The account, the folder with its mail, and the moment the story is told at (aware)."""

    account: Account
    mail: Path
    now: datetime


@contextmanager
def sample_mailbox() -> Iterator[Sample]:
    """The sample, as a folder on the disk for as long as the block lasts."""
    with as_file(resource("sample")) as folder:
        told = from_json((folder / "sample.json").read_bytes(), _File)
        account = Account(
            id="sample",
            address=told.address,
            host="mail.example",
            display_name=told.display_name,
            role=Role(told.role),
            time_zone=told.time_zone,
        )
        yield Sample(account=account, mail=folder / told.mail, now=told.now)
