"""One piece of work at a time for a page or dialog: what comes of an earlier one, or too late, is dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from sentwatch.ui.session import trouble_of

if TYPE_CHECKING:
    from sentwatch.core.trouble import Trouble
    from sentwatch.ports.progress import Step
    from sentwatch.ui.background import Background, Task, Work

T = TypeVar("T")


class OneTask:
    """Starts work for somebody who may have left before it is done."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._task: Task[object] | None = None
        self._number = 0

    @property
    def is_busy(self) -> bool:
        """Whether work is under way that somebody waits for."""
        return self._task is not None

    def run(
        self,
        work: Work[T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Trouble], None],
        cancelled: Callable[[], None] | None = None,
        progressed: Callable[[Step], None] | None = None,
    ) -> None:
        """Begin; what was under way is dropped. A fault of ours goes to the crash dialog, told here as cancelled."""
        self.drop()
        number = self._number

        def over() -> bool:
            if number != self._number:
                return False
            self._task = None
            return True

        def take(value: T) -> None:
            if over():
                done(value)

        def told(problem: Exception) -> None:
            if not over():
                return
            try:
                trouble = trouble_of(problem)
            except BaseException:
                if cancelled is not None:
                    cancelled()
                raise
            failed(trouble)

        def stopped() -> None:
            if over() and cancelled is not None:
                cancelled()

        def stepped(step: Step) -> None:
            if number == self._number and progressed is not None:
                progressed(step)

        task = self._background.task(work).then(take, failed=told, cancelled=stopped, progressed=stepped)
        self._task = task  # type: ignore[assignment] # only ever cancelled
        task.start()

    def cancel(self) -> None:
        """Ask it to stop; its end is still told."""
        if self._task is not None:
            self._task.cancel()

    def drop(self) -> None:
        """Ask it to stop and hear no more of it."""
        task, self._task = self._task, None
        self._number += 1
        if task is not None:
            task.cancel()
