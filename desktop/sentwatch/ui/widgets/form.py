"""Rows of forms: a label with its field, a hint and what is wrong; a switch with its words; a field to copy from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSizePolicy, QWidget

from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, paint_focus_ring
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.text import PlainLabel, Prose


class FormRow(QWidget):
    """A label, its field below, a hint, and in its place what is wrong with the entry."""

    def __init__(self, name: str, field: QLineEdit | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field if field is not None else QLineEdit(self)
        self.field.setObjectName(name)
        self._label = PlainLabel(role="small-strong", parent=self)
        self._label.setBuddy(self.field)
        self._note = Prose(role="muted", parent=self)
        self._hint = ""
        lines = column(self, gap=4)
        lines.addWidget(self._label)
        lines.addWidget(self.field)
        lines.addWidget(self._note)
        self.field.textEdited.connect(lambda _text: self.set_error(""))
        self._note.hide()

    def say(self, label: str, hint: str = "") -> None:
        """Name the field and help with it."""
        self._label.setText(label)
        self.field.setAccessibleName(label)
        self._hint = hint
        self.set_error("")

    def put_beside(self, button: QWidget) -> None:
        """Put a button to the right of the field."""
        lines = self.layout()
        assert lines is not None
        place = QWidget(self)
        beside = row(place, gap=SPACE_INSIDE)
        lines.replaceWidget(self.field, place)
        beside.addWidget(self.field, 1)
        beside.addWidget(button)

    def set_error(self, error: str) -> None:
        """Say what is wrong at the place where it is; empty takes it back."""
        self._note.set_role("error" if error else "muted")
        self._note.setText(error or self._hint)
        self._note.setVisible(bool(error or self._hint))
        self.field.setAccessibleDescription(error or self._hint)
        if bool(self.field.property("wrong")) != bool(error):
            self.field.setProperty("wrong", bool(error))
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)


class Switch(QAbstractButton):
    """An on/off switch that shows its state by place as well as by colour."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for the track and its ring."""
        return QSize(48, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw track, knob and ring."""
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(4, 4, 40, 20)
        is_on = self.isChecked()
        if is_on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.accent if self.isEnabled() else palette.edge))
        else:
            painter.setPen(QColor(palette.edge))
            painter.setBrush(QColor(palette.surface))
            track.adjust(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(track, 10, 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.on_accent if is_on else palette.muted))
        painter.drawEllipse(QRectF(27 if is_on else 7, 7, 14, 14))
        painter.end()
        if self.hasFocus():
            paint_focus_ring(self, QColor(palette.accent), radius=14)

    def changeEvent(self, event: QEvent) -> None:
        """Paint anew where it was enabled or disabled."""
        self.update()
        super().changeEvent(event)


class ToggleRow(QWidget):
    """Words on the left, a switch on the right; a press on the words turns it too."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = Switch(theme, name, parent=self)
        self._label = Prose(parent=self)
        self._detail = Prose(role="muted", parent=self)
        lines = row(self, gap=SPACE_BETWEEN)
        beside = QWidget(self)
        told = column(beside, gap=2)
        told.addWidget(self._label)
        told.addWidget(self._detail)
        lines.addWidget(beside, 1)
        lines.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignTop)

    def say(self, label: str, detail: str = "") -> None:
        """Name what is switched."""
        self._label.setText(label)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.switch.setAccessibleName(label)
        self.switch.setAccessibleDescription(detail)

    def mouseReleaseEvent(self, event: object) -> None:  # noqa: ARG002 - Qt's signature
        """Turn it by its words."""
        self.switch.click()


class CopyField(QWidget):
    """A text to be taken elsewhere: selectable, with a button that copies it."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ("", "")
        self.field = QLineEdit(self)
        self.field.setObjectName(name)
        self.field.setReadOnly(True)
        self.button = Button(theme, f"{name}-copy", icon="copy", parent=self)
        self.button.clicked.connect(self._copy)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(1_500)
        self._back.timeout.connect(self._say_copy)
        lines = row(self, gap=SPACE_INSIDE)
        lines.addWidget(self.field, 1)
        lines.addWidget(self.button)

    def say(self, name: str, *, copy: str, copied: str) -> None:
        """Name the field and its button."""
        self.field.setAccessibleName(name)
        self._words = (copy, copied)
        self._say_copy()

    def show_text(self, text: str) -> None:
        """Show what can be copied."""
        self.field.setText(text)
        self.field.setCursorPosition(0)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.field.text())
        self.button.say(self._words[1])
        self.button.set_icon("done")
        self._back.start()

    def _say_copy(self) -> None:
        self.button.say(self._words[0])
        self.button.set_icon("copy")
