"""Letters and reports of an incident: what only people know, texts to copy, the report, and duties with their times."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QWidget

from sentwatch.core.playbooks.incident_file import FACT_CHARACTERS
from sentwatch.ui.outside import open_outside
from sentwatch.ui.pages.incident.duties import Duties
from sentwatch.ui.presenters.incident_papers import FactView, LetterView, PapersView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.chooser import Chooser
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import Card, cleared, column, row
from sentwatch.ui.widgets.text import PlainLabel, Prose

_COPIED_MS = 1_500
_BODY = 260


class Papers(QWidget):
    """`told` carries a fact's name and text, `report_wanted` the ending of the file, `fulfilled` law and duty."""

    told = Signal(str, str)
    letter_save_wanted = Signal(str, str)
    report_wanted = Signal(str)
    law_chosen = Signal(str)
    fulfilled = Signal(str, str, bool)
    started = Signal(object, str)

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: PapersView | None = None
        self._columns = 2
        self.fields: dict[str, FormRow] = {}
        self._facts = _FactsCard(parent=self)
        self._letter_card(theme)
        self._report_card(theme)
        self.duties = Duties(theme, parent=self)
        self.duties.chosen.connect(self.law_chosen)
        self.duties.fulfilled.connect(self.fulfilled)
        self.duties.started.connect(self.started)
        self.duties.site_wanted.connect(open_outside)
        lines = column(self, gap=SPACE_BETWEEN)
        for widget in (self._letters, self._facts, self._report, self.duties):
            lines.addWidget(widget)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(_COPIED_MS)
        self._back.timeout.connect(self._say_copy)

    def show_view(self, view: PapersView) -> None:
        """Show these; what is being typed stays."""
        self._view = view
        self._facts.setVisible(bool(view.facts))
        self._facts.heading.setText(view.facts_heading)
        self._facts.lead.setText(view.facts_lead)
        self._show_facts(view.facts)
        self._letters_heading.setText(view.letters_heading)
        self._letters.setVisible(bool(view.letters))
        self.letters.say_choices(view.letters_choice, [(one.id, one.title) for one in view.letters])
        self._subject_name.setText(view.subject)
        self._body_name.setText(view.body)
        self.body.setAccessibleName(view.body)
        self.save.say(view.save)
        self._say_copy()
        self._show_letter()
        self._report_heading.setText(view.report_heading)
        self._report_lead.setText(view.report_lead)
        self.pdf.say(view.report_pdf)
        self.html.say(view.report_html)
        self.duties.setVisible(view.laws is not None)
        if view.laws is not None:
            self.duties.show_view(view.laws)

    def choose_letter(self, notice: str) -> None:
        """Show this text."""
        self.letters.take(notice)
        self._show_letter()

    def set_wide(self, *, is_wide: bool) -> None:
        """Two fields beside each other, or one."""
        self._columns = 2 if is_wide else 1
        if self.isVisible():
            self._place()

    def _letter_card(self, theme: Theme) -> None:
        self._letters = card = Card(parent=self)
        inside = column(card, gap=SPACE_INSIDE)
        inside.setContentsMargins(20, SPACE_BETWEEN, 20, 20)
        self._letters_heading = PlainLabel(role="strong", parent=card)
        self.letters = Chooser(theme, "incident-letters", parent=card)
        self.letters.chosen.connect(lambda _one: self._show_letter())
        self._how = Prose(role="quiet", parent=card)
        self._subject_name = PlainLabel(role="small-strong", parent=card)
        self._subject = Prose(role="small", parent=card)
        self._body_name = PlainLabel(role="small-strong", parent=card)
        self.body = QPlainTextEdit(card)
        self.body.setObjectName("incident-letter")
        self.body.setReadOnly(True)
        self.body.setTabChangesFocus(True)
        self.body.setFixedHeight(_BODY)
        self._open = Prose(role="muted", parent=card)
        self.copy = Button(theme, "incident-letter-copy", kind=Kind.PRIMARY, icon="copy", parent=card)
        self.copy.clicked.connect(self._copy)
        self.save = Button(theme, "incident-letter-save", icon="save", parent=card)
        self.save.clicked.connect(self._save)
        foot = row(gap=SPACE_INSIDE)
        foot.addWidget(self.copy)
        foot.addWidget(self.save)
        foot.addStretch(1)
        head = row(gap=SPACE_BETWEEN)
        head.addWidget(self._letters_heading)
        head.addStretch(1)
        head.addWidget(self.letters)
        inside.addLayout(head)
        for widget in (
            self._how,
            self._subject_name,
            self._subject,
            self._body_name,
            self.body,
            self._open,
        ):
            inside.addWidget(widget)
        inside.addLayout(foot)

    def _report_card(self, theme: Theme) -> None:
        self._report = card = Card(parent=self)
        inside = column(card, gap=SPACE_INSIDE)
        inside.setContentsMargins(20, SPACE_BETWEEN, 20, SPACE_BETWEEN)
        self._report_heading = PlainLabel(role="strong", parent=card)
        self._report_lead = Prose(role="quiet", parent=card)
        self.pdf = Button(theme, "incident-report-pdf", icon="save", parent=card)
        self.pdf.clicked.connect(lambda: self.report_wanted.emit(".pdf"))
        self.html = Button(theme, "incident-report-html", icon="save", parent=card)
        self.html.clicked.connect(lambda: self.report_wanted.emit(".html"))
        foot = row(gap=SPACE_INSIDE)
        foot.addWidget(self.pdf)
        foot.addWidget(self.html)
        foot.addStretch(1)
        inside.addWidget(self._report_heading)
        inside.addWidget(self._report_lead)
        inside.addSpacing(4)
        inside.addLayout(foot)

    def _show_facts(self, facts: tuple[FactView, ...]) -> None:
        if [one.name for one in facts] != list(self.fields):
            cleared(self._facts.grid)
            self.fields = {}
            for one in facts:
                field = FormRow(f"incident-fact-{one.name}", parent=self._facts)
                field.field.setMaxLength(FACT_CHARACTERS)
                field.field.editingFinished.connect(partial(self._tell, one.name))
                self.fields[one.name] = field
        self._place()
        for one in facts:
            field = self.fields[one.name]
            field.say(one.label)
            if not field.field.hasFocus():
                field.field.setText(one.value)

    def _place(self) -> None:
        for number, field in enumerate(self.fields.values()):
            self._facts.grid.addWidget(
                field, number // self._columns, number % self._columns, Qt.AlignmentFlag.AlignBottom
            )
            field.show()
        self._facts.grid.setColumnStretch(1, 1 if self._columns > 1 else 0)

    def _tell(self, name: str) -> None:
        known = next((one.value for one in self._view.facts if one.name == name), "") if self._view is not None else ""
        said = self.fields[name].field.text()
        if said.strip() != known:
            self.told.emit(name, said)

    def _letter(self) -> LetterView | None:
        if self._view is None:
            return None
        return next((one for one in self._view.letters if one.id == self.letters.value), None)

    def _show_letter(self) -> None:
        letter = self._letter()
        if letter is None:
            return
        self._how.setText(letter.how)
        self._subject.setText(letter.subject)
        for widget in (self._subject, self._subject_name):
            widget.setVisible(bool(letter.subject))
        if self.body.toPlainText() != letter.body:
            self.body.setPlainText(letter.body)
        self._open.setText(letter.open)
        self._open.setVisible(bool(letter.open))

    def _text(self) -> str:
        letter = self._letter()
        if letter is None:
            return ""
        return f"{letter.subject}\n\n{letter.body}" if letter.subject else letter.body

    def _copy(self) -> None:
        if self._view is not None:
            QGuiApplication.clipboard().setText(self._text())
            self.copy.say(self._view.copied)
            self.copy.set_icon("done")
            self._back.start()

    def _say_copy(self) -> None:
        if self._view is not None:
            self.copy.say(self._view.copy)
            self.copy.set_icon("copy")

    def _save(self) -> None:
        letter = self._letter()
        if letter is not None:
            self.letter_save_wanted.emit(letter.id, self._text() + "\n")


class _FactsCard(Card):
    def __init__(self, *, parent: QWidget) -> None:
        super().__init__(parent=parent)
        lines = column(self, gap=SPACE_INSIDE)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, 20)
        self.heading = PlainLabel(role="strong", parent=self)
        self.lead = Prose(role="quiet", parent=self)
        fields = QWidget(self)
        self.grid = QGridLayout(fields)
        self.grid.setContentsMargins(0, 4, 0, 0)
        self.grid.setHorizontalSpacing(SPACE_BETWEEN)
        self.grid.setVerticalSpacing(12)
        self.grid.setColumnStretch(0, 1)
        for widget in (self.heading, self.lead, fields):
            lines.addWidget(widget)
