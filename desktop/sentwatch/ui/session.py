"""What is going on: holds what is known, starts use cases in the background, and tells the window what came of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from sentwatch.ui.background import Background, Task, Work

if TYPE_CHECKING:
    from sentwatch.core.accounts import Account
    from sentwatch.core.incidents import Answer
    from sentwatch.core.trouble import Trouble
    from sentwatch.ports.progress import Step
    from sentwatch.service.add_account import Opened, Removal
    from sentwatch.service.change_account import Change
    from sentwatch.ui.actions import Actions, Removed
    from sentwatch.ui.known import FindingRef, Known

T = TypeVar("T")


class Session(QObject):
    """`troubled` carries the Trouble and a callable that tries the same again, None where nothing can be tried.

    `data_gone`: everything was deleted.
    """

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
        self._checked_key: str | None = None
        self._waiting: list[tuple[str, Work[Known]]] = []

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

            self._take(Known(trouble=trouble_of(problem)))

        actions = self.actions
        self.background.task(lambda _cancel, _progress: actions.known()).then(self._take, failed=failed).start()

    @property
    def checked_account(self) -> str | None:
        """The account that alone is being looked at; None where it is all of them, or none."""
        return self._checked_key

    def is_waiting_for(self, account_key: str) -> bool:
        """Whether an account is being looked at alone, or will be."""
        return self._checked_key == account_key or any(key == account_key for key, _ in self._waiting)

    def check_now(self, *, only: str | None = None) -> None:
        """Look at everything, or at one account only, unless a look is going on already."""
        if self._check is None:
            self._begin(self._look(only), lambda: self.check_now(only=only), account_key=only)

    def check_account(self, account_key: str) -> None:
        """Look at one account: now, or as soon as what is being looked at is done."""
        self._begin_or_wait(account_key, self._look(account_key))

    def _look(self, only: str | None) -> Work[Known]:
        actions = self.actions
        return lambda cancel, progress: actions.check_now(only=only, cancel=cancel, progress=progress)

    def change_account(self, account_key: str, change: Change) -> None:
        """Keep other settings of an account, and look at it again where they ask for it."""
        actions = self.actions
        self._begin_or_wait(
            account_key,
            lambda cancel, progress: actions.change_account(account_key, change, cancel=cancel, progress=progress),
        )

    def _begin_or_wait(self, account_key: str, work: Work[Known]) -> None:
        if self._check is not None:
            self._waiting.append((account_key, work))
            return
        self._begin(work, lambda: self._begin_or_wait(account_key, work), account_key=account_key)

    def _begin(self, work: Work[Known], again: Callable[[], None], *, account_key: str | None = None) -> None:
        def failed(problem: Exception) -> None:
            self._check_over()
            self.troubled.emit(trouble_of(problem), again)

        self._checked_key = account_key
        self._check = self.background.task(work)
        self._check.then(
            self._checked_and_known, failed=failed, cancelled=self._check_over, progressed=self._progressed
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
            take, failed=lambda problem: failed(trouble_of(problem)), cancelled=cancelled, progressed=progressed
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

    def remove_account(self, account_key: str, *, done: Callable[[Removal], None]) -> None:
        """Forget an account; what is being looked at is stopped first, so that nothing of it is written any more."""
        actions = self.actions
        self._waiting = [one for one in self._waiting if one[0] != account_key]
        self.cancel_check()

        def take(removed: Removed) -> None:
            self._take(removed.known)
            done(removed.removal)

        def failed(problem: Exception) -> None:
            self.troubled.emit(trouble_of(problem), lambda: self.remove_account(account_key, done=done))

        self.background.task(lambda _c, _p: actions.remove_account(account_key)).then(take, failed=failed).start()

    def keep_account(
        self,
        account: Account,
        opened: Opened,
        *,
        for_session: bool,
        done: Callable[[], None],
        failed: Callable[[Trouble], None],
    ) -> None:
        """Keep an account that was signed in to. Who asks shows its own trouble."""
        actions = self.actions

        def take(known: Known) -> None:
            self._take(known)
            done()

        self.background.task(lambda _c, _p: actions.keep_account(account, opened, for_session=for_session)).then(
            take, failed=lambda problem: failed(trouble_of(problem))
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
            seen = trouble_of(problem)
            if failed is not None:
                failed(seen)
            else:
                self.troubled.emit(seen, lambda: self.use(work, done, cancelled=cancelled, lane=lane))

        task = self.background.task(work, lane=lane)
        return task.then(done, failed=stopped, cancelled=cancelled, progressed=progressed).start()

    def _run(self, work: Work[Known], *, again: Callable[[], None]) -> None:
        def failed(problem: Exception) -> None:
            self.troubled.emit(trouble_of(problem), again)

        self.background.task(work).then(self._take, failed=failed).start()

    def _take(self, known: Known) -> None:
        self._known = known
        self.is_loaded = True
        self.changed.emit()

    def _progressed(self, step: Step) -> None:
        self.check_progressed.emit(step)

    def _checked_and_known(self, known: Known) -> None:
        self._check_over()
        self._take(known)

    def _check_over(self) -> None:
        self._check = None
        self._checked_key = None
        self.check_ended.emit()
        if self._waiting and self._check is None:
            account_key, work = self._waiting.pop(0)
            self._begin_or_wait(account_key, work)


def trouble_of(problem: Exception) -> Trouble:
    """What the world did; anything else is our bug and goes on its way to the crash dialog."""
    from sentwatch.core.trouble import Trouble

    if not isinstance(problem, Trouble):
        raise problem
    return problem
