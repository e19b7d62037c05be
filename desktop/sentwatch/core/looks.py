"""How a look can end: seen, nothing there to look at, could not look, or tried and failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from sentwatch.core.phrase import Phrase
from sentwatch.core.trouble import Trouble

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NotChecked:
    """We could not look, and why. Shown as loudly as a finding.

    `expected` says that this provider or this source is known not to show it (no exit code 3 then).
    """

    reason: Phrase
    expected: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """We tried to look and the world got in the way."""

    trouble: Trouble


Look: TypeAlias = "T | NotChecked | Failed | None"
"""A part of the snapshot: what was seen, why not, or None where the run did not ask for it."""


@dataclass(frozen=True, slots=True)
class DoesNotApply:
    """There is nothing to look at here, and why: a server without a desktop has no screen to lock."""

    reason: Phrase


Fact: TypeAlias = T | DoesNotApply | NotChecked | Failed
