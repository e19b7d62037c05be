"""Shown for a fault of ours: a short code, and details without anything private to be sent to us."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sentwatch.ui.dialogs.sheet import Sheet
from sentwatch.ui.presenters.crash import CrashView
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.form import CopyField
from sentwatch.ui.widgets.frames import row
from sentwatch.ui.widgets.text import PlainLabel, Prose

_DETAILS_HEIGHT = 150


class CrashDialog(Sheet):
    """The code can be copied with its details."""

    def __init__(self, theme: Theme, view: CrashView, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, "crash", title=view.title, icon="notice", colour="notice", parent=parent)
        self._view = view
        self.body.addWidget(Prose(view.text))
        line = row(gap=12)
        line.addWidget(PlainLabel(view.code_label, role="small-strong"))
        self.code = CopyField(theme, "crash-code")
        self.code.say(view.code_label, copy=view.copy, copied=view.copied)
        self.code.show_text(view.code)
        self.code.button.clicked.disconnect()
        self.code.button.clicked.connect(self._copy)
        line.addWidget(self.code, 1)
        self.body.addLayout(line)
        self.body.addWidget(PlainLabel(view.details_heading, role="small-strong"))
        self.details = QPlainTextEdit(view.details)
        self.details.setObjectName("crash-details")
        self.details.setAccessibleName(view.details_heading)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setFixedHeight(_DETAILS_HEIGHT)
        self.body.addWidget(self.details)
        self.close_button = self.add_button(Button(theme, "crash-close", view.close, kind=Kind.PRIMARY))
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self.close_button.setFocus()
        self.fit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._view.code}\n{self._view.details}")
        self.code.button.say(self._view.copied)
        self.code.button.set_icon("done")
