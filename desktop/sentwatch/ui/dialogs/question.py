"""A question before something that cannot be undone; the safe answer is the one Enter gives."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from sentwatch.ui.dialogs.sheet import Sheet
from sentwatch.ui.presenters.accounts import QuestionView
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.text import Prose


class QuestionDialog(Sheet):
    """Accepted means: do it."""

    def __init__(self, theme: Theme, view: QuestionView, *, parent: QWidget | None = None) -> None:
        icon, colour = ("warning", "warning") if view.is_careful else ("sign-in", "accent")
        super().__init__(theme, "question", title=view.title, icon=icon, colour=colour, parent=parent)
        self.body.addWidget(Prose(view.detail))
        self.do = self.add_button(
            Button(theme, "question-do", view.do, kind=Kind.CAREFUL if view.is_careful else Kind.PRIMARY)
        )
        self.do.clicked.connect(self.accept)
        self.keep = self.add_button(
            Button(theme, "question-keep", view.keep, kind=Kind.PRIMARY if view.is_careful else Kind.PLAIN)
        )
        self.keep.setDefault(True)
        self.keep.setFocus()
        self.keep.clicked.connect(self.reject)
        self.fit()


def ask(theme: Theme, view: QuestionView, *, parent: QWidget | None = None) -> bool:
    """Whether it is to be done."""
    dialog = QuestionDialog(theme, view, parent=parent)
    answer = dialog.exec()
    dialog.deleteLater()
    return answer == QDialog.DialogCode.Accepted
