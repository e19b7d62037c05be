"""Turns probes into facts: whatever keeps one from looking becomes a reason, and never costs the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from sentwatch.adapters.commands import CouldNotLook
from sentwatch.core.looks import DoesNotApply, Fact, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.ports.cancel import CancelToken

T = TypeVar("T")

MAX_FILE: Final = 4 * 1024 * 1024
"""The largest settings file that is read; a prefs.js with many accounts has some 200 kB."""


class NotHere(Exception):  # noqa: N818 - caught here, told as DoesNotApply
    """The matter does not exist on this computer, and why."""

    def __init__(self, fact: DoesNotApply) -> None:
        super().__init__(fact.reason.text)
        self.fact = fact


def fact(probe: Callable[[], T], *, cancel: CancelToken) -> Fact[T]:
    """Run one probe."""
    cancel.check()
    try:
        return probe()
    except NotHere as nothing:
        return nothing.fact
    except CouldNotLook as reason:
        return NotChecked(reason.reason, expected=reason.is_expected)


def read_small(path: Path) -> str:
    """Return the beginning of a text file; CouldNotLook where it cannot be read. Only plain files are opened."""
    try:
        if not path.is_file():
            raise CouldNotLook(phrase(N_("{path} is not there."), path=str(path)), is_expected=True)
        with path.open("rb") as file:
            return file.read(MAX_FILE).decode("utf-8", "replace")
    except (OSError, ValueError):
        raise CouldNotLook(phrase(N_("{path} could not be read."), path=str(path)), is_expected=True) from None


def read_if_there(path: Path) -> str | None:
    """Return the text of a file; None where there is none. CouldNotLook where it is there and may not be read."""
    try:
        is_there = path.is_file()
    except (OSError, ValueError):
        is_there = True
    return read_small(path) if is_there else None
