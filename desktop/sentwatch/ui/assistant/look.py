"""The last stage: the first look with its progress, and what was found, in a few lines with one button."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.core.history import SentHistory
from sentwatch.core.report import Report
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress, Step
from sentwatch.texts.words import Words
from sentwatch.ui.assistant.stage import Desk, Primary, StageView
from sentwatch.ui.presenters.assistant import Stage
from sentwatch.ui.presenters.assistant_mailbox import FoundView, LookView, found, looking, stopped
from sentwatch.ui.widgets.frames import Card, cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.progress import ProgressRow
from sentwatch.ui.widgets.text import Prose


class LookStage(StageView):
    """The look is the window's own check: it goes on where somebody leaves. `opened` carries what to show then."""

    opened = Signal(object)

    stage = Stage.LOOK

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._words: Words | None = None
        self._step: Step | None = None
        self._begun: datetime | None = None
        self._report: Report | None = None
        self._history: SentHistory | None = None
        self._is_stopped = False
        session = desk.session
        self._detail = Prose(role="quiet", parent=self)
        self.progress_card = Card(parent=self)
        self.progress = ProgressRow(self.theme, "assistant-look", session.cancel_check)
        inside = column(self.progress_card, gap=0)
        inside.setContentsMargins(20, 16, 16, 16)
        inside.addWidget(self.progress)
        self.found_card = Card(parent=self)
        self._lines = column(self.found_card, gap=12)
        self._lines.setContentsMargins(20, 16, 20, 16)
        self.body.addWidget(self._detail)
        self.body.addWidget(self.progress_card)
        self.body.addWidget(self.found_card)
        self.body.addStretch(1)
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._after_end)
        session.check_progressed.connect(self._progressed)
        # A look that brought a report has told so by the time the loop turns; else it was stopped.
        session.check_ended.connect(self._turn.start)
        session.changed.connect(self._look_for_report)

    @property
    def is_running(self) -> bool:
        """Whether the look is still under way, or waits for its turn."""
        return self.is_here and self._begun is not None and self._report is None and not self._is_stopped

    @property
    def primary(self) -> Primary:
        """What was found, or on with it after a stop."""
        if self._words is None or self.is_running:
            return Primary(text="")
        view = self._found()
        return Primary(text=view.button if view is not None else self._view().go_on)

    @property
    def may_go_back(self) -> bool:
        """The account is kept: what comes now is changed on its own page."""
        return False

    @property
    def leave_text(self) -> str:
        """What leaving means here: going on in the background, or the overview after a stop."""
        return self._view().background if self._words is not None and self._found() is None else ""

    def say(self, words: Words) -> None:
        """Progress, or what was found."""
        self._words = words
        self.progress.say(looking(None, words).stop)
        self._show()

    def enter(self) -> None:
        """Begin."""
        self._begin()

    def go_on(self) -> None:
        """Open what was found, or begin again after a stop."""
        view = self._found()
        if view is None:
            self._begin()
        else:
            self.opened.emit(view.ref)

    def _begin(self) -> None:
        account = self.draft.account
        assert account is not None
        self._step = self._report = self._history = None
        self._is_stopped = False
        self._begun = self.desk.session.actions.now()
        self.desk.session.check_account(account.id)
        self._show()

    def _progressed(self, step: Step) -> None:
        if self.is_running and self.desk.session.checked_account == self._key:
            self._step = step
            self._show()

    def _after_end(self) -> None:
        if self.is_running and not self.desk.session.is_waiting_for(self._key):
            self._is_stopped = True
            self._show()

    def _look_for_report(self) -> None:
        if not self.is_running or self._begun is None:
            return
        known = self.desk.session.known
        report = next((one for one in known.reports if one.account_key == self._key), None)
        if report is None or report.taken_at < self._begun:
            return
        self._report = report
        self._read_history()
        self._show()

    def _read_history(self) -> None:
        app, key = self.desk.app, self._key

        def work(_cancel: CancelToken, _progress: Progress) -> SentHistory | None:
            account = app.accounts.get(key)
            return app.check_account().history(account) if account is not None else None

        def take(history: SentHistory | None) -> None:
            self._history = history
            self._show()

        def failed(_problem: Trouble) -> None:
            """The report stands without the counts."""

        self.task.run(work, done=take, failed=failed)

    @property
    def _key(self) -> str:
        return self.draft.account.id if self.draft.account is not None else ""

    def _view(self) -> LookView:
        assert self._words is not None
        return stopped(self._step, self._words) if self._is_stopped else looking(self._step, self._words)

    def _found(self) -> FoundView | None:
        if self._report is None or self._words is None:
            return None
        return found(self._report, self._history, self._words)

    def _show(self) -> None:
        if self._words is None:
            return
        view, seen = self._view(), self._found()
        self.title.setText(seen.title if seen is not None else view.title)
        self._detail.setText(view.detail)
        self._detail.setVisible(seen is None)
        self.progress_card.setVisible(seen is None and view.progress is not None)
        if view.progress is not None:
            self.progress.show_view(view.progress)
        self.found_card.setVisible(seen is not None and bool(seen.lines))
        if seen is not None:
            self._show_lines(seen)
        self.changed.emit()

    def _show_lines(self, view: FoundView) -> None:
        cleared(self._lines)
        for entry in view.lines:
            line = QWidget()
            beside = row(line, gap=12)
            shape = Icon(self.theme, "fine")
            shape.show_tone(entry.tone)
            beside.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
            beside.addWidget(Prose(entry.text), 1)
            put(self._lines, line)
