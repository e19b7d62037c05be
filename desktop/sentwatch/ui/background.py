"""The only owner of threads in the window: work goes out to a pool, its one result comes back on the GUI thread.

Workers hold no Qt object of their own: they put what happened into a queue and wake the one bridge. A task is built,
told whom to call, then started; exactly one of succeeded, failed and cancelled follows.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Final, Generic, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.ui.garbage import GuiThreadCollection

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from sentwatch.ports.progress import Progress, Step


T = TypeVar("T")
Work: TypeAlias = "Callable[[CancelToken, Progress], T]"

PROGRESS_INTERVAL_S: Final = 0.05
"""At most twenty steps a second are shown: more cannot be read, and painting them would slow the work down."""

SHUTDOWN_WAIT_S: Final = 5.0


class Task(Generic[T]):
    """One piece of work. Whom to call is set before `start`; every call comes on the GUI thread."""

    def __init__(self, work: Work[T], owner: Background, *, lane: str | None) -> None:
        self.work = work
        self.lane = lane
        self.cancel_token = CancelToken()
        self.succeeded: Callable[[T], None] | None = None
        self.failed: Callable[[Exception], None] | None = None
        self.cancelled: Callable[[], None] | None = None
        self.progressed: Callable[[Step], None] | None = None
        self.is_over = False
        self.future: Future[None] | None = None
        self.told_at_s = -PROGRESS_INTERVAL_S
        self._owner = owner

    def then(
        self,
        succeeded: Callable[[T], None] | None = None,
        *,
        failed: Callable[[Exception], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        progressed: Callable[[Step], None] | None = None,
    ) -> Task[T]:
        """Say whom to call."""
        self.succeeded, self.failed, self.cancelled, self.progressed = succeeded, failed, cancelled, progressed
        return self

    def start(self) -> Task[T]:
        """Let it begin as soon as a thread is free, and the lane."""
        self._owner.take(self)
        return self

    def cancel(self) -> None:
        """Ask it to stop. What it made before it noticed still arrives as succeeded."""
        self._owner.cancel(self)


class _Bridge(QObject):
    """Lives on the GUI thread; its one signal crosses over, queued."""

    woken = Signal()


class Background(QObject):
    """The pool, its queue of news and the lanes. All public methods belong to the GUI thread."""

    def __init__(self, parent: QObject | None = None, *, workers: int = 4) -> None:
        super().__init__(parent)
        self._workers = workers
        self._pool: ThreadPoolExecutor | None = None
        self._bridge = _Bridge(self)
        self._bridge.woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._lock = Lock()
        self._endings: deque[tuple[Task[object], Callable[[], None]]] = deque()
        self._steps: dict[Task[object], Step] = {}
        self._is_woken = False
        self._is_closed = False
        self._running: set[Task[object]] = set()
        self._lanes: dict[str, deque[Task[object]]] = {}
        self._collection = GuiThreadCollection(self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._deliver)

    def task(self, work: Work[T], *, lane: str | None = None) -> Task[T]:
        """Build a task. Tasks of one `lane` (an account's key) run one after another, in order."""
        return Task(work, self, lane=lane)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is running or waiting."""
        return not self._running and not self._lanes

    def take(self, task: Task[T]) -> None:
        """Start a task; after `shutdown` it is cancelled at once."""
        if task.future is not None or task.is_over or task in self._running:
            raise RuntimeError("a task is started once")
        known = _erased(task)
        self._running.add(known)
        if self._is_closed:
            self._end(known, self._cancel_ending(known))
            return
        if task.lane is None:
            self._submit(known)
            return
        waiting = self._lanes.get(task.lane)
        if waiting is not None:
            waiting.append(known)
            return
        self._lanes[task.lane] = deque()
        self._submit(known)

    def cancel(self, task: Task[T]) -> None:
        """Ask a task to stop; one that has not begun ends at once."""
        known = _erased(task)
        if task.is_over or known not in self._running:
            return
        task.cancel_token.cancel()
        waiting = self._lanes.get(task.lane or "")
        if waiting is not None and known in waiting:
            waiting.remove(known)
            self._end(known, self._cancel_ending(known))
        elif task.future is not None and task.future.cancel():
            self._end(known, self._cancel_ending(known))

    def shutdown(self, wait_s: float = SHUTDOWN_WAIT_S) -> bool:
        """Cancel everything and wait at most `wait_s`; every task is told its ending before this returns.

        False means that a thread is still stuck. Python would wait for it for ever on leaving: the caller must leave
        the process with `os._exit`.
        """
        self._is_closed = True
        for task in tuple(self._running):
            self.cancel(task)
        # A future cancelled before its turn is never "done" in the eyes of wait().
        futures = [f for task in self._running if (f := task.future) is not None and not f.cancelled()]
        stuck = self._stop_pool(futures, wait_s)
        self._deliver()
        while self._running:
            task = next(iter(self._running))
            self._finish(task, self._cancel_ending(task))
        self._later.stop()
        self._collection.stop()
        return not stuck

    def _submit(self, task: Task[object]) -> None:
        if self._pool is None:
            # Made with the first task: the import alone takes a tenth of the time in which a window appears.
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(max_workers=self._workers, thread_name_prefix="sentwatch")
        task.future = self._pool.submit(self._run, task)

    def _stop_pool(self, futures: list[Future[None]], wait_s: float) -> bool:
        """Whether a thread is still at work after the wait."""
        if self._pool is None:
            return False
        from concurrent.futures import wait

        self._pool.shutdown(wait=False, cancel_futures=True)
        return bool(wait(futures, timeout=wait_s).not_done)

    def _run(self, task: Task[object]) -> None:
        """On a worker thread: do the work, put its ending into the queue."""
        try:
            task.cancel_token.check()
            value = task.work(task.cancel_token, partial(self._note, task))
        except Cancelled:
            ending = self._cancel_ending(task)
        except BaseException as problem:  # noqa: BLE001 - whatever it was, its owner hears of it
            # A connection that was shut down in order to cancel breaks in its own words.
            is_wanted = task.cancel_token.is_cancelled
            ending = self._cancel_ending(task) if is_wanted else partial(_call, task, "failed", _as_exception(problem))
        else:
            ending = partial(_call, task, "succeeded", value)
        self._end(task, ending)

    def _note(self, task: Task[object], step: Step) -> None:
        """On a worker thread: remember the latest step."""
        with self._lock:
            self._steps[task] = step
            wake, self._is_woken = not self._is_woken, True
        if wake:
            self._bridge.woken.emit()

    def _end(self, task: Task[object], ending: Callable[[], None]) -> None:
        """On any thread: remember how a task ended."""
        with self._lock:
            self._endings.append((task, ending))
            wake, self._is_woken = not self._is_woken, True
        if wake:
            self._bridge.woken.emit()

    def _deliver(self) -> None:
        """On the GUI thread: tell endings at once, and the latest steps no faster than they can be read."""
        with self._lock:
            self._is_woken = False
            endings, self._endings = self._endings, deque()
            steps, self._steps = self._steps, {}
        for task, ending in endings:
            steps.pop(task, None)
            self._finish(task, ending)
        now_s = time.monotonic()
        too_early: dict[Task[object], Step] = {}
        for task, step in steps.items():
            if task.is_over or task.progressed is None:
                continue
            if now_s - task.told_at_s < PROGRESS_INTERVAL_S:
                too_early[task] = step
                continue
            task.told_at_s = now_s
            _safely(partial(task.progressed, step))
        if too_early:
            with self._lock:
                self._steps = {**too_early, **self._steps}
            if not self._later.isActive():
                self._later.start(round(PROGRESS_INTERVAL_S * 1000))

    def _finish(self, task: Task[object], ending: Callable[[], None]) -> None:
        if task.is_over:
            return
        task.is_over = True
        self._running.discard(task)
        if task.lane is not None and task.future is not None:
            waiting = self._lanes[task.lane]
            if waiting:
                self._submit(waiting.popleft())
            else:
                del self._lanes[task.lane]
        _safely(ending)

    @staticmethod
    def _cancel_ending(task: Task[object]) -> Callable[[], None]:
        return partial(_call, task, "cancelled")


def _call(task: Task[object], name: str, *values: object) -> None:
    told = getattr(task, name)
    if told is not None:
        told(*values)


def _safely(call: Callable[[], None]) -> None:
    """A bug in one listener goes to the crash dialog and costs the others nothing."""
    try:
        call()
    except Exception:  # noqa: BLE001 - handed on to where all bugs go
        sys.excepthook(*sys.exc_info())


def _erased(task: Task[T]) -> Task[object]:
    return task  # type: ignore[return-value] # whom to call stands beside the work and fits it


def _as_exception(problem: BaseException) -> Exception:
    return problem if isinstance(problem, Exception) else RuntimeError(type(problem).__name__)
