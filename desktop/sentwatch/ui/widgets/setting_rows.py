"""Sections of settings: a card with a heading and one row for each setting, painted from views."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.ui.presenters.setting_rows import Choice, Entry, Fact, Press, Row, Section, Toggle
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.chooser import Chooser
from sentwatch.ui.widgets.form import FormRow, ToggleRow
from sentwatch.ui.widgets.frames import Card, Rule, column, put, row
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.text import PlainLabel, Prose


class SectionCard(Card):
    """`wanted` carries the name of a setting and the value it is to have."""

    wanted = Signal(str, object)

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._theme = theme
        self._rows: dict[tuple[type[Row], str], _Painted] = {}
        self.setObjectName(f"settings-{name}")
        lines = column(self, gap=12)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, SPACE_BETWEEN)
        self._title = PlainLabel(role="strong", parent=self)
        self._intro = Prose(role="muted", parent=self)
        lines.addWidget(self._title)
        lines.addWidget(self._intro)
        rows = QWidget(self)
        self._lines = column(rows, gap=12)
        lines.addWidget(rows)

    def show_view(self, view: Section) -> None:
        """Paint the rows; those that stay keep their widgets, and with them the focus."""
        self._title.setText(view.title)
        self._intro.setText(view.intro)
        self._intro.setVisible(bool(view.intro))
        if [_key(one) for one in view.rows] != list(self._rows):
            self._lay_out(view.rows)
        for one in view.rows:
            self._rows[_key(one)].show_view(one)

    def row(self, name: str) -> QWidget:
        """The row of one setting."""
        return next(made for (_, of), made in self._rows.items() if of == name)

    def give_focus(self, name: str) -> None:
        """Let the row of one setting be typed into or pressed next."""
        made = self.row(name)
        assert isinstance(made, _Painted)
        made.take_focus()

    def _lay_out(self, rows: tuple[Row, ...]) -> None:
        before, self._rows = self._rows, {}
        focused = next((key for key, made in before.items() if made.has_focus()), None)
        while self._lines.takeAt(0) is not None:
            pass
        for line in self.findChildren(Rule):
            line.hide()
            line.deleteLater()
        for view in rows:
            if self._rows:
                put(self._lines, Rule())
            key = _key(view)
            self._rows[key] = before.pop(key) if key in before else self._made(view)
            put(self._lines, self._rows[key])
        for made in before.values():
            made.hide()
            made.deleteLater()
        if focused in self._rows:
            self._rows[focused].take_focus()

    def _made(self, view: Row) -> _Painted:
        made: _Painted
        match view:
            case Choice():
                made = _ChoiceRow(self._theme, view, parent=self)
            case Toggle():
                made = _ToggleRow(self._theme, view, parent=self)
            case Entry():
                made = _EntryRow(view, parent=self)
            case Fact():
                made = _FactRow(parent=self)
            case Press():
                made = _PressRow(self._theme, view, parent=self)
        made.chosen.connect(lambda value, name=view.name: self.wanted.emit(name, value))
        return made


def _key(view: Row) -> tuple[type[Row], str]:
    return type(view), view.name


class _Painted(QWidget):
    """A row that is painted from its view."""

    chosen = Signal(object)

    def show_view(self, view: Row) -> None:
        raise NotImplementedError

    def has_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def take_focus(self) -> None:
        """Give the focus back to what was used."""


class _Told(QWidget):
    """What a setting is called, and below it, where there is any, what it does."""

    def __init__(self, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = Prose(parent=self)
        self._detail = Prose(role="muted", parent=self)
        lines = column(self, gap=2)
        lines.addWidget(self._label)
        lines.addWidget(self._detail)

    def say(self, label: str, detail: str) -> None:
        self._label.setText(label)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))


class _ChoiceRow(_Painted):
    def __init__(self, theme: Theme, view: Choice, *, parent: QWidget) -> None:
        super().__init__(parent)
        name = f"setting-{view.name}"
        self._told = _Told(parent=self)
        self.choice = Segments(theme, name, parent=self) if view.is_short else Chooser(theme, name, parent=self)
        self.choice.chosen.connect(self.chosen.emit)
        line = row(self, gap=SPACE_BETWEEN)
        line.addWidget(self._told, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_view(self, view: Row) -> None:
        assert isinstance(view, Choice)
        self._told.say(view.label, view.detail)
        if isinstance(self.choice, Segments):
            self.choice.say(view.label, view.choices)
        else:
            self.choice.say_choices(view.label, view.choices)
        self.choice.take(view.value)

    def take_focus(self) -> None:
        self.choice.setFocus()


class _ToggleRow(_Painted):
    def __init__(self, theme: Theme, view: Toggle, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.toggle = ToggleRow(theme, f"setting-{view.name}", parent=self)
        self.toggle.switch.clicked.connect(self._turned)
        column(self, gap=0).addWidget(self.toggle)

    def _turned(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.chosen.emit(is_on)

    def show_view(self, view: Row) -> None:
        assert isinstance(view, Toggle)
        self.toggle.say(view.label, view.detail)
        self.toggle.switch.setChecked(view.is_on)

    def take_focus(self) -> None:
        self.toggle.switch.setFocus()


class _EntryRow(_Painted):
    def __init__(self, view: Entry, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.entry = FormRow(f"setting-{view.name}", parent=self)
        self.entry.field.editingFinished.connect(self._left)
        self._shown = ""
        column(self, gap=0).addWidget(self.entry)

    def show_view(self, view: Row) -> None:
        assert isinstance(view, Entry)
        self.entry.say(view.label, view.hint)
        self.entry.set_error(view.error)
        if view.text != self._shown or not self.entry.field.isModified():
            self._shown = view.text
            self.entry.field.setText(view.text)

    def take_focus(self) -> None:
        self.entry.field.setFocus()

    def _left(self) -> None:
        text = self.entry.field.text().strip()
        if text != self._shown:
            self._shown = text
            self.chosen.emit(text)


class _FactRow(_Painted):
    def __init__(self, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._told = _Told(parent=self)
        column(self).addWidget(self._told)

    def show_view(self, view: Row) -> None:
        assert isinstance(view, Fact)
        self._told.say(view.label, view.detail)


class _PressRow(_Painted):
    def __init__(self, theme: Theme, view: Press, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._told = _Told(parent=self)
        self.button = Button(theme, f"setting-{view.name}", kind=Kind.PLAIN, parent=self)
        self.button.clicked.connect(lambda: self.chosen.emit(None))
        line = row(self, gap=SPACE_BETWEEN)
        line.addWidget(self._told, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_view(self, view: Row) -> None:
        assert isinstance(view, Press)
        self._told.say(view.label, view.detail)
        self.button.say(view.button)
        self.button.setAccessibleDescription(view.label)

    def take_focus(self) -> None:
        self.button.setFocus()
