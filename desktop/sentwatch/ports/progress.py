"""Progress of a running use case: honest counts, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sentwatch.core.phrase import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where a use case stands. `total` is None while unknown; rate is items a second; time left in seconds."""

    what: Phrase
    done: int = 0
    total: int | None = None
    rate_per_s: float | None = None
    left_s: float | None = None


class Progress(Protocol):
    """Called from the working thread; must be cheap and must not raise."""

    def __call__(self, step: Step) -> None: ...


def silent(step: Step) -> None:
    """A Progress for callers that show none."""
