"""The questions of the record builder: who sends for the domain, and where the reports go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from sentwatch.core.phrase import phrase
from sentwatch.core.sending_services import SERVICES
from sentwatch.core.spf import SpfWalk
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress
from sentwatch.ui.pages.parts import Bench
from sentwatch.ui.presenters.builder_questions import ASKING, MAX_TYPED, Answers, QuestionsView, walked
from sentwatch.ui.presenters.record_builder import BuilderView
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.check import CheckRow
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import Card, column, lay_out_now, row
from sentwatch.ui.widgets.text import Prose

if TYPE_CHECKING:
    from sentwatch.texts.words import Words


class SendersCard(Card):
    """`changed` carries the Answers whenever one of them was changed."""

    changed = Signal(object)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setObjectName("domain-senders")
        self._desk = bench
        self._domain = ""
        self._said: QuestionsView | None = None
        self._spf = ""
        self._tried: tuple[str, str, SpfWalk] | None = None
        self._words: Words | None = None
        self._is_wide = False
        theme = bench.theme
        inside = QWidget()
        self._intro = Prose(role="quiet")
        self._mailboxes = Prose(role="small-strong")
        self._others = Prose(role="small-strong")
        self.checks = {service.id: CheckRow(theme, f"domain-service-{service.id}") for service in SERVICES}
        self.own = CheckRow(theme, "domain-own-exchangers")
        self.servers = FormRow("domain-servers")
        self.includes = FormRow("domain-includes")
        self.reports_to = FormRow("domain-reports-to")
        self.try_record = Button(theme, "domain-try-record", icon="check")
        self.try_record.clicked.connect(self._try)
        self._result = Prose(role="small")
        for check in (*self.checks.values(), self.own):
            check.box.toggled.connect(lambda _on: self._change())
        for form in (self.servers, self.includes, self.reports_to):
            form.field.setMaxLength(MAX_TYPED)
            form.field.textEdited.connect(lambda _text: self._change())
        self._grids = tuple(QGridLayout() for _ in range(2))
        lines = column(inside, gap=12)
        lines.setContentsMargins(0, 4, 0, 12)
        lines.addWidget(self._intro)
        for heading, grid in zip((self._mailboxes, self._others), self._grids, strict=True):
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(6)
            lines.addWidget(heading)
            lines.addLayout(grid)
        for widget in (self.own, self.servers, self.includes, self.reports_to):
            lines.addWidget(widget)
        last = row(gap=12)
        last.addWidget(self.try_record)
        last.addWidget(self._result, 1)
        lines.addLayout(last)
        self.fold = Fold(theme, "domain-senders", inside, parent=self)
        around = column(self, gap=0)
        around.setContentsMargins(20, 8, 20, 8)
        around.addWidget(self.fold)
        self.set_wide(is_wide=False)

    def say(self, said: QuestionsView, answers: Answers, words: Words, *, domain: str, is_new: bool) -> None:
        """Ask about a domain, with what is answered already. `is_new`: no record answers anything."""
        self._said, self._words = said, words
        self.fold.say(said.title)
        self._intro.setText(said.intro)
        self._mailboxes.setText(said.mailboxes)
        self._others.setText(said.others)
        for service, name in (*said.services, *said.other_services):
            self.checks[service].say(name)
        self.own.say(said.own_exchangers)
        self.servers.say(said.servers, said.servers_hint)
        self.includes.say(said.includes, said.includes_hint)
        self.reports_to.say(said.reports_to)
        self.try_record.say(said.try_record)
        if domain != self._domain:
            self._domain = domain
            if is_new:
                self.fold.open()
        self._fill(answers)

    def show_view(self, view: BuilderView) -> None:
        """Show what is wrong with the answers, and what belongs beside them."""
        self._spf = view.spf
        self.try_record.setEnabled(bool(view.spf) and not self._desk.is_busy)
        if view.reports_error:
            self.reports_to.set_error(view.reports_error)
        elif self._said is not None:
            self.reports_to.say(self._said.reports_to, view.reports_hint)
        self._show_tried()

    def hold(self, *, is_held: bool) -> None:
        """Nothing else is begun while something is done."""
        self.try_record.setEnabled(bool(self._spf) and not is_held)

    def set_wide(self, *, is_wide: bool) -> None:
        """Services in three columns or in two."""
        columns = 3 if is_wide else 2
        for grid, is_mailbox in zip(self._grids, (True, False), strict=True):
            names = [service.id for service in SERVICES if service.is_mailbox is is_mailbox]
            for number, name in enumerate(names):
                grid.removeWidget(self.checks[name])
                grid.addWidget(self.checks[name], number // columns, number % columns)
            for at in range(3):
                grid.setColumnStretch(at, 1 if at < columns else 0)

    def _fill(self, answers: Answers) -> None:
        """Show answers without taking them for new ones."""
        for service, check in self.checks.items():
            with QSignalBlocker(check.box):
                check.box.setChecked(service in answers.services)
            check.box.update()
        with QSignalBlocker(self.own.box):
            self.own.box.setChecked(answers.own_exchangers)
        self.own.box.update()
        for form, text in (
            (self.servers, answers.servers),
            (self.includes, answers.includes),
            (self.reports_to, answers.reports_to),
        ):
            if form.field.text() != text:
                form.field.setText(text)

    def _change(self) -> None:
        self.changed.emit(
            Answers(
                services=frozenset(service for service, check in self.checks.items() if check.box.isChecked()),
                own_exchangers=self.own.box.isChecked(),
                servers=self.servers.field.text(),
                includes=self.includes.field.text(),
                reports_to=self.reports_to.field.text(),
            )
        )

    def _try(self) -> None:
        app, domain, text = self._desk.app, self._domain, self._spf

        def walk(cancel: CancelToken, _progress: Progress) -> SpfWalk:
            return app.domain_look.walk_spf(domain, text, cancel=cancel)

        def told(result: SpfWalk) -> None:
            self._tried = (domain, text, result)
            self._show_tried()

        self._desk.ask(phrase(ASKING), walk, told)

    def _show_tried(self) -> None:
        """Only as long as it is about the record that is shown."""
        tried = self._tried
        is_about_this = tried is not None and tried[:2] == (self._domain, self._spf)
        if tried is not None and is_about_this and self._words is not None:
            tone, said = walked(tried[2], self._words)
            self._result.set_role("error" if tone == "warning" else "small")
            self._result.setText(said)
        self._result.setVisible(is_about_this)
        lay_out_now()
