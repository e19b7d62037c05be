"""A field for a secret: hidden while it is typed, shown on request, emptied when it is left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.form import FormRow


class SecretRow(FormRow):
    """A FormRow whose field shows nothing of what is typed until somebody asks for it."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self._shown_words = ("", "")
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        # What is typed here must reach no word list and no clipboard history of an input method.
        self.field.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.eye = Button(theme, f"{name}-show", kind=Kind.QUIET, icon="eye", parent=self)
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._turn)
        self.put_beside(self.eye)

    def say_show(self, show: str, hide: str) -> None:
        """Name the button that shows what was typed."""
        self._shown_words = (show, hide)
        self.eye.say_by_icon(hide if self.eye.isChecked() else show)

    def empty(self) -> None:
        """Forget what was typed, and hide what comes next."""
        self.field.clear()
        self.eye.setChecked(False)

    def _turn(self, is_shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)
        self.eye.set_icon("eye-off" if is_shown else "eye")
        self.say_show(*self._shown_words)
