"""The clock, as something handed in."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time. `now` is an aware UTC datetime; `monotonic_s` never goes back."""

    def now(self) -> datetime: ...
    def monotonic_s(self) -> float: ...
