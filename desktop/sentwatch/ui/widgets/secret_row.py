"""A form row for a secret: hidden until its button is pressed, and forgotten without a trace in its undo history."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import row


class SecretRow(FormRow):
    """A field for a password, a code or an address with a secret in it."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self._words = ("", "")
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        # An input method must not learn what is typed while it is shown.
        self.field.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.show_button = Button(theme, f"{name}-show", kind=Kind.QUIET, icon="eye", parent=self)
        self.show_button.clicked.connect(self._turn)
        lines = self.layout()
        assert lines is not None
        holder = QWidget(self)
        beside = row(holder, gap=SPACE_INSIDE)
        lines.replaceWidget(self.field, holder)
        beside.addWidget(self.field, 1)
        beside.addWidget(self.show_button)

    def say_secret(self, label: str, hint: str, *, show: str, hide: str) -> None:
        """Name the field and the button that shows what was typed."""
        self._words = (show, hide)
        self.say(label, hint)
        self._say_button()

    @property
    def is_shown(self) -> bool:
        """Whether what was typed can be read."""
        return self.field.echoMode() is QLineEdit.EchoMode.Normal

    def forget(self) -> None:
        """Empty the field and hide it again."""
        # `clear` could be undone; `setText` ends the history.
        self.field.setText("")
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self._say_button()

    def _turn(self) -> None:
        mode = QLineEdit.EchoMode.Password if self.is_shown else QLineEdit.EchoMode.Normal
        self.field.setEchoMode(mode)
        self._say_button()

    def _say_button(self) -> None:
        self.show_button.set_icon("eye-off" if self.is_shown else "eye")
        self.show_button.say_by_icon(self._words[self.is_shown])
