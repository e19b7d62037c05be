"""Remembers doors to stay away from in doors.json: host names, times, and slow hashes of refused secrets."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from sentwatch.core.backoff import CREDENTIAL_KINDS, WAITING_KINDS, DoorStates, HostState, Refused
from sentwatch.decoding import from_json

FILE: Final = "doors.json"
MAX_BYTES: Final = 256 * 1024


class _Host(msgspec.Struct):
    times: int
    until: datetime
    kind: str


class _Refused(msgspec.Struct):
    fingerprint: str
    kind: str


class _File(msgspec.Struct):
    hosts: dict[str, _Host] = {}
    refused: dict[str, _Refused] = {}


@dataclass(frozen=True, slots=True)
class DoorStatesFile:
    """A DoorStatesPort over one small file of this user alone."""

    folder: Path

    def read(self) -> DoorStates:
        """Return what is remembered."""
        try:
            with (self.folder / FILE).open("rb") as file:
                kept = from_json(file.read(MAX_BYTES), _File)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return DoorStates()
        return DoorStates(
            hosts={
                name: HostState(times=min(max(host.times, 1), 64), until=host.until, kind=WAITING_KINDS[host.kind])
                for name, host in kept.hosts.items()
                if host.until.tzinfo is not None and host.kind in WAITING_KINDS
            },
            refused={
                name: Refused(fingerprint=row.fingerprint, kind=CREDENTIAL_KINDS[row.kind])
                for name, row in kept.refused.items()
                if row.kind in CREDENTIAL_KINDS
            },
        )

    def write(self, states: DoorStates) -> None:
        """Remember; a full disk costs the memory and not the check."""
        file = _File(
            hosts={
                name: _Host(times=host.times, until=host.until, kind=host.kind.code)
                for name, host in states.hosts.items()
            },
            refused={
                name: _Refused(fingerprint=row.fingerprint, kind=row.kind.code) for name, row in states.refused.items()
            },
        )
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = self.folder / (FILE + ".new")
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(msgspec.json.encode(file))
            fresh.replace(self.folder / FILE)
