"""Fetches the bars of the visible range and a little beyond, in the background; late answers are dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo
from typing import Final

from PySide6.QtCore import QObject, Signal

from sentwatch.core.timeline import Step, TimelineRequest, TimelineView, edges
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress
from sentwatch.ports.timeline import TimelineSource
from sentwatch.ui.background import Background, Task
from sentwatch.ui.timeline_scale import Visible

_BEYOND: Final = 0.5
"""So much of the visible span is fetched on each side, so that a small step sideways needs no fetching."""


class TimelineFeed(QObject):
    """`arrived` carries a TimelineView, `troubled` a Trouble. Without a background the source is asked at once."""

    arrived = Signal(object)
    troubled = Signal(object)

    def __init__(self, source: TimelineSource, background: Background | None, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._background = background
        self._task: Task[TimelineView] | None = None
        self._asked: TimelineRequest | None = None
        self._number = 0

    def forget(self) -> None:
        """What was fetched is no longer true: the next question is asked in any case."""
        self._asked = None

    def stop(self) -> None:
        """Hear no more of what was asked."""
        self._number += 1
        self._asked = None
        if self._task is not None:
            self._task.cancel()

    def ask(self, account_key: str, seen: Visible, step: Step, zone: tzinfo) -> None:
        """Ask for the bars of what is visible, unless they are there or on their way."""
        if self._covers(account_key, seen, step):
            return
        margin = seen.span_s * _BEYOND
        start = max(seen.first_s, seen.start_s - margin)
        end = min(max(seen.last_s, seen.end_s), seen.end_s + margin)
        request = TimelineRequest(account_key=account_key, step=step, edges=edges(start, end, step, zone))
        self._asked = request
        self._number += 1
        if self._background is None:
            self._answer(self._number)(self._source(request))
            return
        if self._task is not None:
            self._task.cancel()
        self._task = self._background.task(_asking(self._source, request))
        self._task.then(self._answer(self._number), failed=self._trouble(self._number)).start()

    def _covers(self, account_key: str, seen: Visible, step: Step) -> bool:
        asked = self._asked
        if asked is None or asked.account_key != account_key or asked.step is not step or not asked.edges:
            return False
        return asked.edges[0] <= seen.start_s and asked.edges[-1] >= seen.end_s

    def _answer(self, number: int) -> Callable[[TimelineView], None]:
        def take(view: TimelineView) -> None:
            if number == self._number:
                self.arrived.emit(view)

        return take

    def _trouble(self, number: int) -> Callable[[Exception], None]:
        def take(problem: Exception) -> None:
            if number != self._number:
                return
            self._asked = None
            if not isinstance(problem, Trouble):
                raise problem
            self.troubled.emit(problem)

        return take


def _asking(source: TimelineSource, request: TimelineRequest) -> Callable[[CancelToken, Progress], TimelineView]:
    def ask(cancel: CancelToken, _progress: Progress) -> TimelineView:
        cancel.check()
        return source(request)

    return ask


def clipped(view: TimelineView, seen: Visible) -> TimelineView:
    """The part of the view that is visible."""
    shown = tuple(b for b in view.buckets if b.end_s > seen.start_s and b.start_s < seen.end_s)
    return replace(view, buckets=shown)
