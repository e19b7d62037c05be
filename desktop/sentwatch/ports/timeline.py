"""Where the bars of the sending chart come from."""

from __future__ import annotations

from typing import Protocol

from sentwatch.core.timeline import TimelineRequest, TimelineView


class TimelineSource(Protocol):
    """Answers for the visible range only, from sums kept per five minutes; called from a working thread.

    Raises Trouble(STORE_UNUSABLE). An answer must not take longer for a million messages than for a thousand.
    """

    def __call__(self, request: TimelineRequest) -> TimelineView: ...
