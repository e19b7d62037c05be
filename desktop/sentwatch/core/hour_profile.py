"""How rarely a mailbox sends at each hour of the week."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10
from typing import Final

HOURS_OF_WEEK: Final = 168
MAX_HOUR_TERM: Final = 1.5


def hour_terms(counts: Sequence[int]) -> list[float]:
    """How rarely each hour of the week is used, 0 to 1.5: −log10 of the smoothed density against a uniform one."""
    smooth = [counts[i - 1] / 4 + counts[i] / 2 + counts[(i + 1) % HOURS_OF_WEEK] / 4 for i in range(HOURS_OF_WEEK)]
    by_hour = [sum(smooth[hour::24]) / 7 for hour in range(24)]
    total = sum(smooth) + 3.5 * sum(by_hour) + 8
    return [
        min(
            MAX_HOUR_TERM,
            max(0.0, -log10((smooth[i] + by_hour[i % 24] / 2 + 8 / HOURS_OF_WEEK) / total * HOURS_OF_WEEK)),
        )
        for i in range(HOURS_OF_WEEK)
    ]
