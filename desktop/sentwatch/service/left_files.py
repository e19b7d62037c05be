"""Use case: remind people of exports they meant to delete, until the files are gone."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.ports.clock import Clock
from sentwatch.store.kept import Kept

LEFT: Final = "left-files"
MOST: Final = 20


class LeftKind(enum.Enum):
    """What lies open in the file."""

    PASSWORDS = "passwords"
    CODES = "codes"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftFile:
    """One export that lay there when it was read."""

    path: str
    kind: LeftKind
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftFiles:
    """`is_there` says whether a path still leads to a file."""

    kept: Kept
    is_there: Callable[[str], bool]
    clock: Clock

    def remind_of(self, path: str, kind: LeftKind) -> None:
        """Remind of this file from now on."""
        others = tuple(one for one in self._all() if one.path != path)
        self.kept.put(LEFT, (*others, LeftFile(path=path, kind=kind, seen_at=self.clock.now()))[-MOST:])

    def still_there(self) -> tuple[LeftFile, ...]:
        """The files that still lie there; those that are gone are forgotten."""
        known = self._all()
        there = tuple(one for one in known if self.is_there(one.path))
        if there != known:
            self.kept.put(LEFT, there)
        return there

    def forget(self, path: str) -> None:
        """Remind of it no more."""
        self.kept.put(LEFT, tuple(one for one in self._all() if one.path != path))

    def _all(self) -> tuple[LeftFile, ...]:
        return self.kept.get(LEFT, tuple[LeftFile, ...]) or ()
