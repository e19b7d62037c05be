"""The journal of an incident: its lines, one's own, who works on it; and the end."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from sentwatch.core.playbooks.incident_progress import NOTE_CHARACTERS
from sentwatch.ui.presenters.incident_record import RecordLine, RecordView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.chooser import Chooser
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import Card, Rule, cleared, column, put, row
from sentwatch.ui.widgets.text import PlainLabel, Prose

_WHEN = 150
_COPIED_MS = 1_500


class Record(QWidget):
    """`said` carries a line, `named` who works on it, `chosen` another incident's id."""

    said = Signal(str)
    named = Signal(str)
    chosen = Signal(str)
    save_wanted = Signal()
    end_wanted = Signal()
    another_wanted = Signal()

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: RecordView | None = None
        self._shown: tuple[RecordLine, ...] = ()
        self.others = Chooser(theme, "incident-others", parent=self)
        self.others.chosen.connect(lambda one: self.chosen.emit(str(one)))
        lines = column(self, gap=SPACE_BETWEEN)
        lines.addWidget(self.others)
        lines.addWidget(self._journal(theme))
        lines.addWidget(self._end(theme))
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(_COPIED_MS)
        self._back.timeout.connect(self._say_copy)

    def show_view(self, view: RecordView) -> None:
        """Show this journal."""
        before, self._view = self._view, view
        self.others.say_choices(view.others_name, view.others)
        self.others.take(view.chosen)
        self.others.setVisible(len(view.others) > 1)
        self._heading.setText(view.heading)
        self._lead.setText(view.lead)
        self.worker.say(view.worker, view.worker_hint)
        if before is None or before.worker_name != view.worker_name:
            self.worker.field.setText(view.worker_name)
        self._line_name.setText(view.add_name)
        self.line.setAccessibleName(view.add_name)
        self.add.say(view.add)
        self.save.say(view.save)
        self._say_copy()
        self._end_heading.setText(view.end_heading)
        self._end_lead.setText(view.end_lead)
        self.end.say(view.end)
        self.another.say(view.another)
        if view.lines == self._shown:
            return
        self._shown = view.lines
        cleared(self._rows)
        for number, one in enumerate(view.lines):
            if number:
                put(self._rows, Rule())
            put(self._rows, _line(one))

    def _journal(self, theme: Theme) -> Card:
        card = Card(parent=self)
        inside = column(card, gap=12)
        inside.setContentsMargins(20, SPACE_BETWEEN, 20, 20)
        self._heading = PlainLabel(role="strong", parent=card)
        self._lead = Prose(role="quiet", parent=card)
        self.worker = FormRow("incident-worker", parent=card)
        self.worker.field.setMaxLength(80)
        self.worker.field.editingFinished.connect(self._name)
        self._line_name = PlainLabel(role="small-strong", parent=card)
        self.line = QLineEdit(card)
        self.line.setObjectName("incident-line")
        self.line.setMaxLength(NOTE_CHARACTERS)
        self.line.returnPressed.connect(self._say)
        self.add = Button(theme, "incident-line-add", icon="plus", parent=card)
        self.add.clicked.connect(self._say)
        written = row(gap=SPACE_INSIDE)
        written.addWidget(self.line, 1)
        written.addWidget(self.add)
        rows = QWidget(card)
        self._rows = column(rows, gap=SPACE_INSIDE)
        self.copy = Button(theme, "incident-journal-copy", icon="copy", parent=card)
        self.copy.clicked.connect(self._copy)
        self.save = Button(theme, "incident-journal-save", icon="save", parent=card)
        self.save.clicked.connect(self.save_wanted)
        foot = row(gap=SPACE_INSIDE)
        foot.addWidget(self.copy)
        foot.addWidget(self.save)
        foot.addStretch(1)
        inside.addWidget(self._heading)
        inside.addWidget(self._lead)
        line = QWidget(card)
        beside = column(line, gap=4)
        beside.addWidget(self._line_name)
        beside.addLayout(written)
        inside.addWidget(line)
        inside.addWidget(self.worker)
        inside.addSpacing(4)
        inside.addWidget(rows)
        inside.addLayout(foot)
        return card

    def _end(self, theme: Theme) -> Card:
        card = Card(parent=self)
        inside = column(card, gap=SPACE_INSIDE)
        inside.setContentsMargins(20, SPACE_BETWEEN, 20, SPACE_BETWEEN)
        self._end_heading = PlainLabel(role="strong", parent=card)
        self._end_lead = Prose(role="quiet", parent=card)
        self.end = Button(theme, "incident-end", parent=card)
        self.end.clicked.connect(self.end_wanted)
        self.another = Button(theme, "incident-another", kind=Kind.QUIET, icon="plus", parent=card)
        self.another.clicked.connect(self.another_wanted)
        foot = row(gap=SPACE_INSIDE)
        foot.addWidget(self.end)
        foot.addWidget(self.another)
        foot.addStretch(1)
        inside.addWidget(self._end_heading)
        inside.addWidget(self._end_lead)
        inside.addSpacing(4)
        inside.addLayout(foot)
        return card

    def _say(self) -> None:
        if self.line.text().strip():
            self.said.emit(self.line.text())
            self.line.clear()

    def _name(self) -> None:
        if self._view is not None and self.worker.field.text().strip() != self._view.worker_name:
            self.named.emit(self.worker.field.text())

    def _copy(self) -> None:
        if self._view is not None:
            QGuiApplication.clipboard().setText(self._view.text)
            self.copy.say(self._view.copied)
            self.copy.set_icon("done")
            self._back.start()

    def _say_copy(self) -> None:
        if self._view is not None:
            self.copy.say(self._view.copy)
            self.copy.set_icon("copy")


def _line(view: RecordLine) -> QWidget:
    made = QWidget()
    lines = row(made, gap=SPACE_BETWEEN)
    when = Prose(view.when, role="muted", parent=made)
    when.setFixedWidth(_WHEN)
    lines.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
    told = QWidget(made)
    beside = column(told, gap=0)
    beside.addWidget(Prose(view.what, role="small", parent=told))
    if view.detail:
        beside.addWidget(Prose(view.detail, role="muted", parent=told))
    lines.addWidget(told, 1)
    return made
