"""A script before and after, and the question whether to change it. The answer Enter gives is to leave it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sentwatch.ui.dialogs.sheet import Sheet
from sentwatch.ui.presenters.rule_dialogs import ChangeView
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.rule_row import CodeBox
from sentwatch.ui.widgets.text import PlainLabel, Prose

_WIDTH = 680
"""Lines of a script are read whole, and the smallest window still has a margin around it."""
_MOST_LINES = 8


class RuleChangeDialog(Sheet):
    """Accepted means: change it."""

    def __init__(self, theme: Theme, view: ChangeView, *, parent: QWidget | None = None) -> None:
        super().__init__(
            theme, "rule-change", title=view.title, icon="warning", colour="warning", width=_WIDTH, parent=parent
        )
        self.body.addWidget(Prose(view.sentence))
        for name, heading, text in (
            ("before", view.before_heading, view.before),
            ("after", view.after_heading, view.after),
        ):
            self.body.addWidget(PlainLabel(heading, role="small-strong"))
            self.body.addWidget(CodeBox(f"rule-change-{name}", heading, text, most_lines=_MOST_LINES))
        self.body.addWidget(Prose(view.detail, role="quiet"))
        self.do = self.add_button(Button(theme, "rule-change-do", view.do, kind=Kind.CAREFUL))
        self.do.clicked.connect(self.accept)
        self.keep = self.add_button(Button(theme, "rule-change-keep", view.keep, kind=Kind.PRIMARY))
        self.keep.setDefault(True)
        self.keep.clicked.connect(self.reject)
        self.keep.setFocus()
        self.fit()
