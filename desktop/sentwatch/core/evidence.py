"""Saved evidence: which files it has, what its list says of them, and what comparing the two brings to light."""

from __future__ import annotations

import enum
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
MAX_FILES: Final = 64
MAX_BYTES: Final = 256 * 1024 * 1024
"""More than evidence of 50,000 messages takes, some forty times over; what claims to be larger is none of ours."""

NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}\.(json|csv|txt|html|sig)")
"""How files of evidence are called. Anything else (a path above all) does not belong there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One file as the list holds it."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The list. `public_key` is the Ed25519 key it is signed with, as raw bytes."""

    made_at: datetime
    program: str
    files: tuple[Listed, ...]
    public_key: bytes


class KeyOwner(enum.Enum):
    """Whose key signed: this computer's store, or another's."""

    OWN = "own"
    OTHER = "other"
    UNKNOWN = "unknown"
    """There is no store here to compare with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a look at saved evidence found. Names are those of the files."""

    manifest: Manifest
    is_signed: bool
    key: KeyOwner
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether everything is as it was saved. By whom, the fingerprint tells."""
        return self.is_signed and not (self.changed or self.missing or self.added)

    @property
    def fingerprint(self) -> str:
        """What to compare by phone."""
        return fingerprint(self.manifest.public_key)


def listed(files: Mapping[str, bytes]) -> tuple[Listed, ...]:
    """The list of these files, by name."""
    return tuple(
        Listed(name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest())
        for name, data in sorted(files.items())
    )


def compared(manifest: Manifest, files: Mapping[str, bytes], *, is_signed: bool, own_key: bytes | None) -> Verdict:
    """Compare the list with the files that are there (list and signature left out)."""
    there = {one.name: one for one in listed(files)}
    wanted = {one.name: one for one in manifest.files}
    owner = KeyOwner.UNKNOWN
    if own_key is not None:
        owner = KeyOwner.OWN if own_key == manifest.public_key else KeyOwner.OTHER
    return Verdict(
        manifest=manifest,
        is_signed=is_signed,
        key=owner,
        changed=tuple(sorted(name for name, one in wanted.items() if name in there and there[name] != one)),
        missing=tuple(sorted(wanted.keys() - there.keys())),
        added=tuple(sorted(there.keys() - wanted.keys())),
    )


def fingerprint(public_key: bytes) -> str:
    """Sixteen bytes of the key's hash in groups of four: enough that nobody finds another key with the same ones."""
    text = hashlib.sha256(public_key).hexdigest()[:32].upper()
    return " ".join(text[at : at + 4] for at in range(0, 32, 4))
