"""What a part of a page is doing: its progress with a way to stop, and what went wrong with a way to try again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.trouble import ONLY_A_SAMPLE, Trouble
from sentwatch.ports.progress import Step
from sentwatch.ui.presenters.progress import progress
from sentwatch.ui.presenters.states import trouble as trouble_view
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.frames import Card, column, lay_out_now
from sentwatch.ui.widgets.progress import ProgressRow
from sentwatch.ui.widgets.states import TroublePanel

if TYPE_CHECKING:
    from sentwatch.texts.words import Words
    from sentwatch.ui.background import Background, Task, Work

T = TypeVar("T")


class WorkPanel(QWidget):
    """One piece of work at a time. Nothing is shown while there is none and nothing went wrong."""

    busy_changed = Signal()

    def __init__(self, theme: Theme, name: str, background: Background, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._background = background
        self._words: Words | None = None
        self._task: Task[object] | None = None
        self._step: Step | None = None
        self._trouble: Trouble | None = None
        self._again: Callable[[], None] | None = None
        self._is_sample = False
        self._card = Card(parent=self)
        inside = column(self._card, gap=0, around=16)
        self.progress = ProgressRow(theme, f"{name}-progress", self.cancel, parent=self._card)
        inside.addWidget(self.progress)
        self.trouble = TroublePanel(theme, f"{name}-trouble", parent=self)
        self.trouble.retried.connect(self._try_again)
        lines = column(self, gap=0)
        lines.addWidget(self._card)
        lines.addWidget(self.trouble)
        self._show()

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._task is not None

    def say(self, words: Words, *, is_sample: bool) -> None:
        """Speak this language from now on. Over the sample nothing is done that would reach out."""
        self._words = words
        self._is_sample = is_sample
        self.progress.say(words(N_("Cancel")))
        self._show()

    def run(
        self, what: Phrase, work: Work[T], done: Callable[[T], None], *, over: Callable[[], None] | None = None
    ) -> None:
        """Do this in the background unless something is being done already.

        `over` is called however it ends: what was stopped half-way may have left something behind.
        """
        if self._task is not None:
            return
        self._trouble = None
        self._step = Step(what=what)
        self._again = lambda: self.run(what, work, done, over=over)
        if self._is_sample:
            self._end(Trouble(ONLY_A_SAMPLE))
            return

        def end(trouble: Trouble | None) -> None:
            self._end(trouble)
            if over is not None:
                over()

        def succeeded(value: T) -> None:
            end(None)
            done(value)

        def failed(problem: Exception) -> None:
            end(problem if isinstance(problem, Trouble) else None)
            if not isinstance(problem, Trouble):
                raise problem

        task = self._background.task(work)
        task.then(succeeded, failed=failed, cancelled=lambda: end(None), progressed=self._progressed)
        self._task = task  # type: ignore[assignment] # only cancelled from here, whatever it brings
        self._show()
        self.busy_changed.emit()
        task.start()

    def cancel(self) -> None:
        """Stop what is being done."""
        if self._task is not None:
            self._task.cancel()

    def _try_again(self) -> None:
        if self._again is not None:
            self._again()

    def _progressed(self, step: Step) -> None:
        self._step = step
        self._show()

    def _end(self, trouble: Trouble | None) -> None:
        self._task = None
        self._trouble = trouble
        self._show()
        self.busy_changed.emit()

    def _show(self) -> None:
        words = self._words
        is_busy = self._task is not None and words is not None
        self._card.setVisible(is_busy)
        if is_busy and words is not None and self._step is not None:
            self.progress.show_view(progress(self._step, words))
        self.trouble.setVisible(self._trouble is not None and words is not None)
        if self._trouble is not None and words is not None:
            self.trouble.show_view(trouble_view(self._trouble, words))
        self.setVisible(is_busy or self._trouble is not None)
        lay_out_now()
