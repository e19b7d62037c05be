"""Something to be entered elsewhere: a name and a text, shown whole and copied with one press."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QWidget

from sentwatch.ui.presenters.builder_questions import QuestionsView
from sentwatch.ui.presenters.record_builder import FileView, RecordView
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import Rule, column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import PlainLabel, Prose

_COPIED_MS = 1_500


class CopyLine(QWidget):
    """What it is, the text itself over as many lines as it needs, and a button that copies it."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._words = ("", "")
        self._what = Prose(role="muted", parent=self)
        self._shown = Prose(parent=self)
        self.button = Button(theme, name, kind=Kind.QUIET, icon="copy", parent=self)
        self.button.clicked.connect(self._copy)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(_COPIED_MS)
        self._back.timeout.connect(self._say_copy)
        lines = row(self, gap=8)
        told = QWidget(self)
        both = column(told, gap=0)
        both.addWidget(self._what)
        both.addWidget(self._shown)
        lines.addWidget(told, 1)
        lines.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_text(self, what: str, text: str, *, copy: str, copied: str) -> None:
        """Show what can be copied."""
        self._what.setText(what)
        self._text = text
        self._shown.setText(text.replace("\r", "").rstrip("\n"))
        self._words = (copy, copied)
        self._back.stop()
        self._say_copy()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.button.set_icon("done")
        self.button.say_by_icon(self._words[1])
        self._back.start()

    def _say_copy(self) -> None:
        self.button.set_icon("copy")
        self.button.say_by_icon(self._words[0])
        self.button.setAccessibleDescription(self._what.text())


class RecordFrame(QFrame):
    """One record, or one file, of a stage."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("record", True)
        self._heading = Prose(role="small-strong", parent=self)
        self._state = PlainLabel(role="muted", parent=self)
        self._stands = Icon(theme, "fine", colour="fine", size=16, parent=self)
        self.name = CopyLine(theme, f"{name}-name", parent=self)
        self._hint = Prose(role="muted", parent=self)
        self.value = CopyLine(theme, f"{name}-value", parent=self)
        self._note = Prose(role="muted", parent=self)
        lines = column(self, gap=8)
        lines.setContentsMargins(16, 12, 8, 12)
        head = row(gap=6)
        head.addWidget(self._heading, 1)
        head.addWidget(self._stands)
        head.addWidget(self._state)
        head.addSpacing(8)
        lines.addLayout(head)
        for widget in (self.name, self._hint, Rule(parent=self), self.value, self._note):
            lines.addWidget(widget)

    def show_record(self, view: RecordView, said: QuestionsView) -> None:
        """Show a record of the DNS."""
        self._show(view.heading, view.state, is_standing=view.is_standing)
        self.name.show_text(said.name, view.name, copy=said.copy, copied=said.copied)
        self.value.show_text(said.value, view.value, copy=said.copy, copied=said.copied)
        self._hint.setText("" if view.is_standing else view.name_hint)
        self._hint.setVisible(bool(self._hint.text()))
        self._note.setText(view.note)
        self._note.setVisible(bool(view.note))

    def show_file(self, view: FileView, said: QuestionsView) -> None:
        """Show a file for a web server."""
        self._show(view.heading, "", is_standing=False)
        self.name.show_text(said.place, view.place, copy=said.copy, copied=said.copied)
        self.value.show_text(said.content, view.text, copy=said.copy, copied=said.copied)
        self._hint.hide()
        self._note.hide()

    def _show(self, heading: str, state: str, *, is_standing: bool) -> None:
        self.setAccessibleName(heading)
        self._heading.setText(heading)
        self._state.setText(state)
        self._stands.setVisible(is_standing)
