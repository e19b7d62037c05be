"""Compares this computer's clock with that of a web server, when somebody asks for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sentwatch.core.password_reuse import host_of
from sentwatch.ui.pages.sign_in.review_cards import found_row
from sentwatch.ui.pages.sign_in.sub_page import SectionCard
from sentwatch.ui.presenters.sign_in_codes import WorkbenchView, clock_words
from sentwatch.ui.presenters.states import trouble as trouble_view
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import cleared, column, put
from sentwatch.ui.widgets.states import TroublePanel
from sentwatch.ui.widgets.text import Prose

if TYPE_CHECKING:
    from sentwatch.core.clock_offset import ClockOffset
    from sentwatch.core.findings import Finding
    from sentwatch.core.trouble import Trouble
    from sentwatch.ports.cancel import CancelToken
    from sentwatch.texts.words import Words
    from sentwatch.ui.background import Task
    from sentwatch.ui.pages.sign_in.bench import Bench

_Found = tuple["ClockOffset", "tuple[Finding, ...]"]


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
        self.host = FormRow(f"{name}-host")
        self.host.field.setMaxLength(253)
        self.host.field.returnPressed.connect(self._ask)
        self.add_narrow(self.host, 420)
        self.trouble = TroublePanel(bench.theme, f"{name}-trouble")
        self.add(self.trouble)
        answer = QWidget()
        self._answer = column(answer, gap=0)
        self.add(answer)
        self.ask = Button(bench.theme, f"{name}-ask", icon="clock")
        self.ask.clicked.connect(self._ask)
        self.add(self.ask, keeps_width=True)

    def begin(self) -> None:
        """Propose the site behind the first account's address."""
        accounts = self._bench.accounts
        if accounts and not self.host.field.text():
            domain = accounts[0].address.rpartition("@")[2]
            self.host.field.setText(domain)

    def forget(self) -> None:
        """Stop asking, and forget the answer."""
        if self._task is not None:
            self._task.cancel()
        self._task, self._found, self._trouble = None, None, None

    def tell(self, view: WorkbenchView, words: Words) -> None:
        """Paint the answer."""
        self.say(view.clock_heading)
        self._intro.setText(view.clock_intro)
        self.host.say(view.clock_host, view.clock_hint)
        self.ask.say(view.clock_ask)
        self.ask.setEnabled(self._task is None)
        self.trouble.setVisible(self._trouble is not None)
        if self._trouble is not None:
            self.trouble.show_view(replace(trouble_view(self._trouble, words), retry=""))
        cleared(self._answer)
        if self._found is not None:
            put(self._answer, found_row(self._bench.theme, clock_words(*self._found, words)))

    def _ask(self) -> None:
        host = host_of(self.host.field.text())
        if not host or self._task is not None:
            self.host.field.setFocus()
            return
        self.forget()
        authenticator = self._bench.app.authenticator

        def do(cancel: CancelToken) -> _Found:
            return authenticator.offset(host, cancel=cancel)

        task = self._task = self._bench.run(
            do,
            lambda found: self._came(task, found),
            failed=lambda problem: self._failed(task, problem),
            cancelled=lambda: self._over(task),
            lane=None,
        )
        self.changed.emit()

    def _came(self, task: object, found: _Found) -> None:
        if task is self._task:
            self._found = found
        self._over(task)

    def _failed(self, task: object, problem: Trouble) -> None:
        if task is self._task:
            self._trouble = problem
        self._over(task)

    def _over(self, task: object) -> None:
        if task is self._task:
            self._task = None
            self.changed.emit()
