"""Shows the log; a copy holds just what is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sentwatch.ui.dialogs.sheet import Sheet
from sentwatch.ui.presenters.data import LogView
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.text import Prose

_HEIGHT = 260


class LogDialog(Sheet):
    """`save_wanted` carries the place of a copy."""

    save_wanted = Signal(object)

    def __init__(self, theme: Theme, view: LogView, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, "log", title=view.title, parent=parent)
        self._view = view
        self.body.addWidget(Prose(view.intro))
        self.text = QPlainTextEdit(view.text)
        self.text.setObjectName("log-text")
        self.text.setAccessibleName(view.title)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(_HEIGHT)
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.body.addWidget(self.text)
        self.save = self.add_button(Button(theme, "log-save", view.save))
        self.save.clicked.connect(self._save)
        self.save.setVisible(bool(view.save))
        self.close_button = self.add_button(Button(theme, "log-close", view.close, kind=Kind.PRIMARY))
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.reject)
        self.close_button.setFocus()
        self.fit()

    def _save(self) -> None:
        from sentwatch.ui.file_choice import place_to_save

        path = place_to_save(self, self._view.save, "sentwatch-log.txt", "Text (*.txt)")
        if path is not None:
            self.save_wanted.emit(path)
            self.accept()
