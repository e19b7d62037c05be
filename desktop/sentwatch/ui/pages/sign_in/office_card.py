"""The interval an office insists on: off until somebody switches it on and writes down why."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from sentwatch.core.password_age import OfficeInterval
from sentwatch.ui.presenters.sign_in_password import OfficeView
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.form import FormRow, ToggleRow
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.text import PlainLabel, Prose

if TYPE_CHECKING:
    from sentwatch.ui.pages.sign_in.bench import Bench

MAX_REASON = 200


class OfficeCard(QWidget):
    """A switch; below it, once it is on, the interval and its reason."""

    def __init__(self, bench: Bench, name: str) -> None:
        super().__init__()
        self._bench = bench
        self._view: OfficeView | None = None
        self._is_wanted = False
        self.on = ToggleRow(bench.theme, f"{name}-switch")
        self.on.switch.clicked.connect(self._switch)
        self._form = QWidget()
        inside = column(self._form, gap=10)
        every = row(gap=12)
        self._every_label = PlainLabel(role="small-strong")
        self.every = Segments(bench.theme, f"{name}-every")
        self.every.chosen.connect(lambda _value: self._offer())
        every.addWidget(self._every_label)
        every.addWidget(self.every)
        every.addStretch(1)
        inside.addLayout(every)
        self.reason = FormRow(f"{name}-reason")
        self.reason.field.setMaxLength(MAX_REASON)
        self.reason.field.returnPressed.connect(self._keep)
        self.reason.field.textEdited.connect(lambda _text: self._offer())
        inside.addWidget(self.reason)
        self._due = Prose(role="muted")
        inside.addWidget(self._due)
        self.keep = Button(bench.theme, f"{name}-keep", kind=Kind.PRIMARY)
        self.keep.clicked.connect(self._keep)
        inside.addWidget(self.keep)
        lines = column(self, gap=12)
        lines.addWidget(self.on)
        lines.addWidget(self._form)

    def begin(self) -> None:
        """Show what is kept, not what was being entered."""
        self._view, self._is_wanted = None, False

    def show_view(self, view: OfficeView) -> None:
        """Paint what is kept."""
        before, self._view = self._view, view
        self.on.say(view.switch, view.detail)
        self._every_label.setText(view.every_label)
        self.every.say(view.every_label, view.every)
        self.reason.say(view.reason_label, view.reason_hint)
        if before is None or (before.is_on, before.reason, before.taken) != (view.is_on, view.reason, view.taken):
            self._is_wanted = view.is_on
            self.every.take(view.taken)
            self.reason.field.setText(view.reason)
        self._due.setText(view.due)
        self._due.setVisible(bool(view.due))
        self.keep.say(view.keep)
        self._arrange()

    def _arrange(self) -> None:
        self.on.switch.setChecked(self._is_wanted)
        self._form.setVisible(self._is_wanted)
        self._offer()

    def _offer(self) -> None:
        """The button is for what is not kept yet."""
        view = self._view
        same = view is not None and view.is_on and (self.every.value, self._reason) == (view.taken, view.reason)
        self.keep.setVisible(not same)

    @property
    def _reason(self) -> str:
        return " ".join(self.reason.field.text().split())

    def _switch(self) -> None:
        self._is_wanted = self.on.switch.isChecked()
        if not self._is_wanted and self._view is not None and self._view.is_on:
            rule = self._bench.app.office_rule
            self._bench.run(lambda _cancel: rule.remove(), lambda _none: self._judge())
        self._arrange()
        if self._is_wanted:
            self.reason.field.setFocus()

    def _keep(self) -> None:
        every, reason = self.every.value, self._reason
        if self._view is None or not isinstance(every, timedelta):
            return
        if not reason:
            self.reason.set_error(self._view.reason_missing)
            self.reason.field.setFocus()
            return
        rule, interval = self._bench.app.office_rule, OfficeInterval(every=every, reason=reason)
        self._bench.run(lambda _cancel: rule.put(interval), lambda _none: self._judge())

    def _judge(self) -> None:
        """The interval holds for all accounts: judge each of them anew."""
        for account in self._bench.accounts:
            self._bench.change(account, lambda review: review.judge())
