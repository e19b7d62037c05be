"""What is going on: holds what is known, starts use cases in the background, and tells the window what came of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from sentwatch.ui.background import Background, Task, Work

if TYPE_CHECKING:
    from sentwatch.core.discovery import Discovery
    from sentwatch.core.incidents import Answer
    from sentwatch.core.trouble import Trouble
    from sentwatch.ports.progress import Step
    from sentwatch.ui.actions import Actions, NewAccount
from sentwatch.ui.known import FindingRef, Known

T = TypeVar("T")


class Session(QObject):
    """`troubled` carries the Trouble and a callable that tries the same again. `data_gone`: everything was deleted."""

    changed = Signal()
    check_began = Signal()
    check_progressed = Signal(object)
    check_ended = Signal()
    troubled = Signal(object, object)
    settings_changed = Signal()
    data_gone = Signal()

    def __init__(self, actions: Actions, background: Background, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.actions = actions
        self.background = background
        self._known: Known | None = None
        self.is_loaded = False
        self._check: Task[Known] | None = None

    @property
    def known(self) -> Known:
        """What was read or found out last; nothing before that."""
        if self._known is None:
            from sentwatch.ui.known import Known

            self._known = Known()
        return self._known

    @property
    def is_checking(self) -> bool:
        """Whether a check is running."""
        return self._check is not None

    def load(self) -> None:
        """Read what the store holds. A trouble is then all that is known, and the page says so."""

        def failed(problem: Exception) -> None:
            from sentwatch.ui.known import Known

            self._take(Known(trouble=_trouble(problem)))

        actions = self.actions
        self.background.task(lambda _cancel, _progress: actions.known()).then(self._take, failed=failed).start()

    def check_now(self, *, only: str | None = None) -> None:
        """Look at everything, or at one account only, unless a look is going on already."""
        if self._check is not None:
            return
        actions = self.actions
        self._check = self.background.task(
            lambda cancel, progress: actions.check_now(only=only, cancel=cancel, progress=progress)
        )
        self._check.then(
            self._checked, failed=self._check_failed, cancelled=self._check_over, progressed=self._progressed
        )
        self.check_began.emit()
        self._check.start()

    def cancel_check(self) -> None:
        """Stop the running check."""
        if self._check is not None:
            self._check.cancel()

    def read_again(self) -> None:
        """Read once more what the store holds, after something beside the mailboxes was changed there."""
        actions = self.actions
        self._run(lambda _c, _p: actions.known(), again=self.read_again)

    def check_step(
        self,
        step_id: str,
        *,
        done: Callable[[], None],
        failed: Callable[[Trouble], None],
        cancelled: Callable[[], None],
        progressed: Callable[[Step], None],
    ) -> Task[Known]:
        """Take the looks of one step of the checklist again. The step shows its own progress and trouble."""
        actions = self.actions

        def take(known: Known) -> None:
            self._take(known)
            done()

        task = self.background.task(
            lambda cancel, progress: actions.check_step(step_id, cancel=cancel, progress=progress)
        )
        return task.then(
            take, failed=lambda problem: failed(_trouble(problem)), cancelled=cancelled, progressed=progressed
        ).start()

    def office_changed(self) -> None:
        """Judge anew what the office wrote down."""
        actions = self.actions
        self._run(lambda _c, _p: actions.office_changed(), again=self.office_changed)

    def answer(self, ref: FindingRef, answer: Answer) -> None:
        """Keep an answer."""
        actions = self.actions
        self._run(lambda _c, _p: actions.answer(ref, answer), again=lambda: self.answer(ref, answer))

    def run(self, work: Callable[[], Known]) -> None:
        """Do something that changes what is known; a Trouble is told, and the same can be tried again."""
        self._run(lambda _c, _p: work(), again=lambda: self.run(work))

    def set_paused(self, account_key: str, *, paused: bool) -> None:
        """Pause an account or go on."""
        actions = self.actions
        self._run(
            lambda _c, _p: actions.set_paused(account_key, paused=paused),
            again=lambda: self.set_paused(account_key, paused=paused),
        )

    def remove_account(self, account_key: str) -> None:
        """Forget an account."""
        actions = self.actions
        self._run(lambda _c, _p: actions.remove_account(account_key), again=lambda: self.remove_account(account_key))

    def find_server(
        self,
        address: str,
        *,
        done: Callable[[Discovery], None],
        failed: Callable[[Trouble], None],
        cancelled: Callable[[], None],
    ) -> Task[Discovery]:
        """Find the mail server behind an address."""
        actions = self.actions
        task = self.background.task(lambda cancel, _progress: actions.find_server(address, cancel=cancel))
        return task.then(done, failed=lambda problem: failed(_trouble(problem)), cancelled=cancelled).start()

    def add_account(
        self,
        entry: NewAccount,
        *,
        done: Callable[[], None],
        failed: Callable[[Trouble], None],
        cancelled: Callable[[], None],
        progressed: Callable[[Step], None],
    ) -> Task[Known]:
        """Sign in once and keep the account. The form shows its own trouble, beside what was entered."""
        actions = self.actions
        task = self.background.task(
            lambda cancel, progress: actions.add_account(entry, cancel=cancel, progress=progress)
        )

        def take(known: Known) -> None:
            self._take(known)
            done()

        return task.then(
            take, failed=lambda problem: failed(_trouble(problem)), cancelled=cancelled, progressed=progressed
        ).start()

    def use(
        self,
        work: Work[T],
        done: Callable[[T], None],
        *,
        failed: Callable[[Trouble], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        progressed: Callable[[Step], None] | None = None,
        lane: str | None = None,
    ) -> Task[T]:
        """Run a use case for one page. A trouble the page does not take is shown, with a way to try again."""

        def stopped(problem: Exception) -> None:
            seen = _trouble(problem)
            if failed is not None:
                failed(seen)
            else:
                self.troubled.emit(seen, lambda: self.use(work, done, cancelled=cancelled, lane=lane))

        task = self.background.task(work, lane=lane)
        return task.then(done, failed=stopped, cancelled=cancelled, progressed=progressed).start()

    def _run(self, work: Work[Known], *, again: Callable[[], None]) -> None:
        def failed(problem: Exception) -> None:
            self.troubled.emit(_trouble(problem), again)

        self.background.task(work).then(self._take, failed=failed).start()

    def _take(self, known: Known) -> None:
        self._known = known
        self.is_loaded = True
        self.changed.emit()

    def _progressed(self, step: Step) -> None:
        self.check_progressed.emit(step)

    def _checked(self, known: Known) -> None:
        self._check_over()
        self._take(known)

    def _check_failed(self, problem: Exception) -> None:
        self._check_over()
        self.troubled.emit(_trouble(problem), self.check_now)

    def _check_over(self) -> None:
        self._check = None
        self.check_ended.emit()


def _trouble(problem: Exception) -> Trouble:
    """What the world did; anything else is our bug and goes on its way to the crash dialog."""
    from sentwatch.core.trouble import Trouble

    if not isinstance(problem, Trouble):
        raise problem
    return problem
