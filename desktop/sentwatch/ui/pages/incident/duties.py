"""Duties to report: the law that concerns the owner, what it asks by when, and what was done."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.core.playbooks.breach_clock import Start
from sentwatch.ui.presenters.incident_papers import DutyView, LawsView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.chooser import Chooser
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import Card, cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import PlainLabel, Prose

_MOMENT: Final = 220


class Duties(Card):
    """`fulfilled` carries law, duty, and whether it was; `chosen` a law's id, empty for none.

    `started` carries a Start and what was entered for it.
    """

    chosen = Signal(str)
    fulfilled = Signal(str, str, bool)
    site_wanted = Signal(str)
    started = Signal(object, str)

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("incident-duties")
        self._theme = theme
        self._url = ""
        self._shown: tuple[DutyView, ...] = ()
        self._heading = PlainLabel(role="strong", parent=self)
        self._choice = PlainLabel(role="small-strong", parent=self)
        self.laws = Chooser(theme, "incident-law", parent=self)
        self.laws.chosen.connect(lambda law: self.chosen.emit(str(law)))
        self._lead = Prose(role="quiet", parent=self)
        starts = QWidget(self)
        self._start_rows = column(starts, gap=SPACE_INSIDE)
        self.starts: dict[Start, FormRow] = {}
        self._values: dict[Start, str] = {}
        rows = QWidget(self)
        self._rows = column(rows, gap=12)
        self._note = Prose(role="muted", parent=self)
        self.site = Button(theme, "incident-law-site", kind=Kind.QUIET, icon="outside", parent=self)
        self.site.set_flush()
        self.site.clicked.connect(lambda: self.site_wanted.emit(self._url))
        lines = column(self, gap=SPACE_INSIDE)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, SPACE_BETWEEN)
        head = row(gap=SPACE_BETWEEN)
        head.addWidget(self._choice, 1)
        head.addWidget(self.laws)
        lines.addWidget(self._heading)
        lines.addLayout(head)
        for widget in (self._lead, starts, rows, self._note, self.site):
            lines.addWidget(widget)

    def show_view(self, view: LawsView) -> None:
        """Show this law."""
        self._heading.setText(view.heading)
        self._choice.setText(view.choice)
        for widget in (self._choice, self.laws):
            widget.setVisible(bool(view.choices))
        if view.choices:
            self.laws.say_choices(view.choice, view.choices)
            self.laws.take(view.chosen)
        self._lead.setText(view.lead)
        self._note.setText(view.note)
        self._note.setVisible(bool(view.note))
        self._url = view.url
        self.site.say(view.site)
        self.site.setVisible(bool(view.url))
        self._show_starts(view)
        if view.duties == self._shown:
            return
        self._shown = view.duties
        cleared(self._rows)
        for one in view.duties:
            put(self._rows, self._row(one))

    def show_wrong(self, start: Start, error: str) -> None:
        """Say beside a moment that it could not be read."""
        self.starts[start].set_error(error)

    def _show_starts(self, view: LawsView) -> None:
        if [one.start for one in view.starts] != list(self.starts):
            cleared(self._start_rows)
            self.starts = {}
            for one in view.starts:
                field = FormRow(f"incident-start-{one.start.value}", parent=self)
                field.field.setMaxLength(40)
                field.field.setMaximumWidth(_MOMENT)
                field.field.editingFinished.connect(partial(self._start, one.start))
                self.starts[one.start] = field
                put(self._start_rows, field)
        self._values = {one.start: one.value for one in view.starts}
        for one in view.starts:
            field = self.starts[one.start]
            if not field.field.hasFocus() or field.field.text() == one.value:
                field.say(one.label, view.hint)
                field.field.setText(one.value)

    def _start(self, start: Start) -> None:
        said = self.starts[start].field.text()
        if said.strip() != self._values[start]:
            self.started.emit(start, said)

    def _row(self, view: DutyView) -> QWidget:
        made = QWidget()
        lines = row(made, gap=12)
        shape = Icon(self._theme, "clock", colour="muted", parent=made)
        if view.is_done:
            shape.show_icon("done", "fine")
        elif view.tone != "info":
            shape.show_icon("clock", view.tone)
        lines.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget(made)
        beside = column(told, gap=0)
        beside.addWidget(Prose(view.text, parent=told))
        beside.addWidget(Prose(view.when, role="muted", parent=told))
        lines.addWidget(told, 1)
        button = Button(
            self._theme, f"duty-{view.law}-{view.duty}", view.button, kind=Kind.QUIET if view.is_done else Kind.PLAIN
        )
        button.setAccessibleDescription(view.text)
        button.clicked.connect(partial(self.fulfilled.emit, view.law, view.duty, not view.is_done))
        lines.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return made
