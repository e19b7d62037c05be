"""Saying that a rule is one's own, and why."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sentwatch.store.rules import MAX_BECAUSE
from sentwatch.ui.dialogs.sheet import Sheet
from sentwatch.ui.presenters.rule_dialogs import ApprovalView
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.text import Prose


class RuleApprovalDialog(Sheet):
    """Accepted means: keep it, with `because`."""

    def __init__(self, theme: Theme, view: ApprovalView, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, "rule-approval", title=view.title, icon="rules", parent=parent)
        self._view = view
        self.body.addWidget(Prose(view.sentence))
        self.reason = FormRow("rule-because")
        self.reason.say(view.label, view.hint)
        self.reason.field.setMaxLength(MAX_BECAUSE)
        self.body.addWidget(self.reason)
        self.cancel = self.add_button(Button(theme, "rule-approval-cancel", view.cancel))
        self.cancel.clicked.connect(self.reject)
        self.keep = self.add_button(Button(theme, "rule-approval-keep", view.do, kind=Kind.PRIMARY))
        self.keep.setDefault(True)
        self.keep.clicked.connect(self._keep)
        self.reason.field.setFocus()
        self.fit()

    @property
    def because(self) -> str:
        """Why it is theirs."""
        return self.reason.field.text().strip()

    def _keep(self) -> None:
        if self.because:
            self.accept()
            return
        self.reason.set_error(self._view.missing)
        self.reason.field.setFocus()
        self.fit()
