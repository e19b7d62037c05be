"""The checklist as the window knows it: read and changed in the background, one after the other, then told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from sentwatch.core.trouble import Trouble
from sentwatch.ui.checklist_book import ChecklistBook, read_book

if TYPE_CHECKING:
    from sentwatch.core.office import OfficeFacts
    from sentwatch.core.playbooks.checklist import Audience, StepAnswer, StepState
    from sentwatch.ports.cancel import CancelToken
    from sentwatch.ports.progress import Progress, Step
    from sentwatch.texts.guide import Guide
    from sentwatch.ui.background import Task
    from sentwatch.ui.known import Known
    from sentwatch.ui.session import Session
    from sentwatch.wiring import App

_LANE: Final = "checklist"


class ChecklistDesk(QObject):
    """`changed` comes after every change; `looked` where a look of one step begins, goes on or ends."""

    changed = Signal()
    looked = Signal()

    def __init__(self, app: App, session: Session, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._session = session
        self._guides: dict[tuple[str, str], Guide] = {}
        self._look: Task[Known] | None = None
        self.book: ChecklistBook | None = None
        self.trouble: Trouble | None = None
        self.looking_at = ""
        self.step: Step | None = None
        self.look_failed_at = ""
        self.look_trouble: Trouble | None = None

    def read(self) -> None:
        """Read everything anew."""

        def failed(problem: Exception) -> None:
            self.trouble = _trouble(problem)
            self.changed.emit()

        app = self._app
        self._session.background.task(lambda _c, _p: read_book(app), lane=_LANE).then(self._take, failed=failed).start()

    def answer(self, step_id: str, state: StepState) -> None:
        """Keep what the owner says of a step."""
        self.change(lambda app: app.checklist.answer(step_id, state))

    def put_back(self, step_id: str, before: StepAnswer | None) -> None:
        """Undo an answer."""
        self.change(lambda app: app.checklist.put_back(step_id, before))

    def put_off(self, step_id: str, until: datetime) -> None:
        """Snooze a step."""
        self.change(lambda app: app.checklist.snooze(step_id, until=until))

    def write_note(self, step_id: str, note: str) -> None:
        """Keep a note."""
        self.change(lambda app: app.checklist.write_note(step_id, note))

    def saw_news(self) -> None:
        """What changed was seen."""
        if self.book is not None:
            audience = self.book.now.audience
            self.change(lambda app: app.checklist.seen(audience))

    def choose_audience(self, audience: Audience) -> None:
        """For whom the list is, from now on."""
        self.change(lambda app: app.set_audience(audience))

    def change_office(self, facts: OfficeFacts) -> None:
        """Keep the office's notes, and judge them anew."""
        self.change(
            lambda app: app.office.put_facts(shared=facts.shared, leavers=facts.leavers),
            then=self._session.office_changed,
        )

    def change(self, act: Callable[[App], object], *, then: Callable[[], None] | None = None) -> None:
        """Change something in the store, read everything anew, and let the other pages know."""
        app = self._app

        def work(_cancel: CancelToken, _progress: Progress) -> ChecklistBook:
            act(app)
            return read_book(app)

        def take(book: ChecklistBook) -> None:
            self._take(book)
            (then or self._session.read_again)()

        def failed(problem: Exception) -> None:
            self._session.troubled.emit(_trouble(problem), lambda: self.change(act, then=then))

        self._session.background.task(work, lane=_LANE).then(take, failed=failed).start()

    def check_again(self, step_id: str) -> None:
        """Take the looks of a step again; one at a time."""
        if self._look is not None:
            return
        self.looking_at, self.step, self.look_trouble = step_id, None, None
        self._look = self._session.check_step(
            step_id,
            done=self._look_done,
            failed=self._look_failed,
            cancelled=self._look_over,
            progressed=self._look_goes_on,
        )
        self.looked.emit()

    def cancel_look(self) -> None:
        """Stop the look."""
        if self._look is not None:
            self._look.cancel()

    def guide(self, name: str, lang: str, take: Callable[[Guide], None]) -> None:
        """Hand over a guide, at once where it was read before. A name that is none is handed over as nothing."""
        known = self._guides.get((name, lang))
        if known is not None:
            take(known)
            return

        def work(_cancel: CancelToken, _progress: Progress) -> Guide:
            from sentwatch.adapters.guides import read_guide
            from sentwatch.texts.guide import read_guide_text

            return read_guide_text(read_guide(name, lang))

        def keep(guide: Guide) -> None:
            self._guides[name, lang] = guide
            take(guide)

        self._session.background.task(work).then(keep).start()

    def _take(self, book: ChecklistBook) -> None:
        self.book, self.trouble = book, None
        self.changed.emit()

    def _look_goes_on(self, step: Step) -> None:
        self.step = step
        self.looked.emit()

    def _look_done(self) -> None:
        self._look_over()
        self.read()

    def _look_failed(self, trouble: Trouble) -> None:
        self.look_failed_at, self.look_trouble = self.looking_at, trouble
        self._look_over()

    def _look_over(self) -> None:
        self._look, self.looking_at, self.step = None, "", None
        self.looked.emit()


def _trouble(problem: Exception) -> Trouble:
    """What the world did; anything else is our bug and goes on its way to the crash dialog."""
    if not isinstance(problem, Trouble):
        raise problem
    return problem
