"""Compares this computer's clock with that of an account's mail server or of a site, when somebody asks for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sentwatch.core.password_reuse import host_of
from sentwatch.ui.pages.sign_in.review_cards import found_row
from sentwatch.ui.pages.sign_in.sub_page import SectionCard
from sentwatch.ui.presenters.progress import ProgressView
from sentwatch.ui.presenters.sign_in_clock import clock_view, clock_words
from sentwatch.ui.presenters.states import trouble as trouble_view
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.chooser import Chooser
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import cleared, column, put, row
from sentwatch.ui.widgets.progress import ProgressRow
from sentwatch.ui.widgets.states import TroublePanel
from sentwatch.ui.widgets.text import PlainLabel, Prose

if TYPE_CHECKING:
    from sentwatch.core.accounts import Account
    from sentwatch.core.clock_offset import ClockLook
    from sentwatch.core.findings import Finding
    from sentwatch.core.trouble import Trouble
    from sentwatch.ports.cancel import CancelToken
    from sentwatch.texts.words import Words
    from sentwatch.ui.background import Task
    from sentwatch.ui.pages.sign_in.bench import Bench

_Found = tuple["ClockLook", "tuple[Finding, ...]"]


class ClockCard(SectionCard):
    """Asks nobody by itself. `changed`: tell the page anew."""

    changed = Signal()

    def __init__(self, bench: Bench, name: str) -> None:
        super().__init__(name)
        self._bench = bench
        self._found: _Found | None = None
        self._trouble: Trouble | None = None
        self._task: Task[_Found] | None = None
        self._intro = Prose(role="muted")
        self.add(self._intro)
        which = row(gap=12)
        self._choose = PlainLabel(role="small-strong")
        self.whom = Chooser(bench.theme, f"{name}-whom")
        self.whom.chosen.connect(lambda _value: self.changed.emit())
        which.addWidget(self._choose)
        which.addWidget(self.whom)
        which.addStretch(1)
        self.lines.addLayout(which)
        self._note = Prose(role="muted")
        self.add(self._note)
        self.host = FormRow(f"{name}-host")
        self.host.field.setMaxLength(253)
        self.host.field.returnPressed.connect(self._ask)
        self.add_narrow(self.host, 420)
        self.trouble = TroublePanel(bench.theme, f"{name}-trouble")
        self.add(self.trouble)
        self.progress = ProgressRow(bench.theme, f"{name}-progress", self._cancel)
        self.add(self.progress)
        answer = QWidget()
        self._answer = column(answer, gap=0)
        self.add(answer)
        self.ask = Button(bench.theme, f"{name}-ask", icon="clock")
        self.ask.clicked.connect(self._ask)
        self.add(self.ask, keeps_width=True)

    def forget(self) -> None:
        """Stop asking, and forget the answer."""
        self._cancel()
        self._task, self._found, self._trouble = None, None, None

    def tell(self, words: Words) -> None:
        """Paint whom to ask, and the answer."""
        view = clock_view(self._bench.told, words)
        is_busy = self._task is not None
        self.say(view.heading)
        self._intro.setText(view.intro)
        self._choose.setText(view.choose)
        self.whom.say_choices(view.choose, view.choices)
        self._note.setText(view.note)
        self._note.setVisible(bool(self.whom.value))
        self.host.say(view.host, view.hint)
        self.host.setVisible(not self.whom.value)
        self.ask.say(view.ask)
        self.ask.setEnabled(not is_busy)
        self.progress.say(view.cancel)
        self.progress.setVisible(is_busy)
        self.progress.show_view(ProgressView(what=view.busy, detail="", share=None))
        self.trouble.setVisible(self._trouble is not None)
        if self._trouble is not None:
            self.trouble.show_view(replace(trouble_view(self._trouble, words), retry=""))
        cleared(self._answer)
        if self._found is not None:
            put(self._answer, found_row(self._bench.theme, clock_words(*self._found, words)))

    def _ask(self) -> None:
        asked = self._asked()
        if self._task is not None:
            return
        if not asked:
            self.host.field.setFocus()
            return
        self.forget()
        authenticator = self._bench.app.authenticator

        def do(cancel: CancelToken) -> _Found:
            return authenticator.compare_clock(asked, cancel=cancel)

        task = self._task = self._bench.run(
            do,
            lambda found: self._came(task, found),
            failed=lambda problem: self._failed(task, problem),
            cancelled=lambda: self._over(task),
            lane=None,
        )
        self.changed.emit()

    def _asked(self) -> Account | str:
        """The account whose server is asked, or the host that was typed."""
        seen = self._bench.seen(str(self.whom.value or ""))
        return host_of(self.host.field.text()) if seen is None else seen.account

    def _came(self, task: object, found: _Found) -> None:
        if task is self._task:
            self._found = found
        self._over(task)

    def _failed(self, task: object, problem: Trouble) -> None:
        if task is self._task:
            self._trouble = problem
        self._over(task)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _over(self, task: object) -> None:
        if task is self._task:
            self._task = None
            self.changed.emit()
