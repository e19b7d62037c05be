"""The contact list to fill in: name, number and note by role; kept as it is typed, printed for the wall."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from sentwatch.core.playbooks.contacts import Contact, ContactRole
from sentwatch.ui.presenters.contacts import ContactRow, ContactsView, DeskView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import Rule, cleared, column, put, row, unseen
from sentwatch.ui.widgets.link_row import LinkRow
from sentwatch.ui.widgets.menu_button import MenuButton
from sentwatch.ui.widgets.text import PlainLabel, Prose
from sentwatch.ui.widgets.tool_pane import ToolPane

_NAME_CHARACTERS = 80
_NOTE_CHARACTERS = 200


class ContactsPane(ToolPane):
    """`changed` carries all contacts as they are typed, `remove_wanted` the one to take out."""

    changed = Signal(object)
    remove_wanted = Signal(object)
    right_today = Signal()
    outside_wanted = Signal(str)

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, "contacts", parent=parent)
        self.rows: list[_ContactRow] = []
        self._rows = QWidget(self.inner)
        self._row_lines = column(self._rows, gap=14)
        self.add = MenuButton(theme, "contacts-add", icon="plus", kind=Kind.QUIET, parent=self.inner)
        self.add.wanted.connect(self._add)
        self.right = Button(theme, "contacts-right", kind=Kind.PRIMARY, icon="done", parent=self.inner)
        self.right.clicked.connect(self.right_today)
        self._state = Prose(role="quiet", parent=self.inner)
        self._state.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._desks_heading = PlainLabel(role="strong", parent=self.inner)
        self._desks = QWidget(self.inner)
        self._desk_lines = column(self._desks, gap=2)
        self._shown_desks: object = None
        ready = row(gap=12)
        ready.addWidget(self.right)
        ready.addWidget(self._state, 1)
        self.lines.addWidget(self._rows)
        self.lines.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.lines.addLayout(ready)
        self.lines.addWidget(Rule(parent=self.inner))
        self.lines.addWidget(self._desks_heading)
        self.lines.addWidget(self._desks)

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """What is typed; the empty lines of the roles that are needed are nothing yet."""
        return tuple(row.contact for row in self.rows if not row.is_blank or not row.is_needed)

    def show_view(self, view: ContactsView) -> None:
        """Show the list; what is being typed stays."""
        self.say_head(back=view.back, title=view.title, lead=view.lead)
        self.offer_paper(view.papers)
        if [row.contact.role for row in self.rows] != [entry.contact.role for entry in view.rows]:
            with unseen(self._rows):
                self._build(view.rows)
        for made, entry in zip(self.rows, view.rows, strict=True):
            made.show_view(entry, view)
        self.add.say_entries(view.add, view.roles)
        self.right.say(view.right)
        self._state.setText(view.state)
        self._desks_heading.setText(view.desks_heading)
        if view.desks != self._shown_desks:
            self._shown_desks = view.desks
            with unseen(self._desks):
                self._show_desks(view.desks)

    def _show_desks(self, desks: tuple[DeskView, ...]) -> None:
        cleared(self._desk_lines)
        for number, desk in enumerate(desks):
            link = LinkRow(self.theme, f"contacts-desk-{number}", desk.name, detail=desk.detail, icon="outside")
            link.clicked.connect(lambda _checked=False, url=desk.url: self.outside_wanted.emit(url))
            put(self._desk_lines, link)

    def _build(self, rows: tuple[ContactRow, ...]) -> None:
        cleared(self._row_lines)
        self.rows = []
        for number, entry in enumerate(rows):
            made = _ContactRow(self.theme, number, entry.contact.role)
            made.edited.connect(lambda: self.changed.emit(self.contacts))
            made.remove.clicked.connect(lambda _checked=False, made=made: self._remove(made))
            self.rows.append(made)
            put(self._row_lines, made)

    def _add(self, role: ContactRole) -> None:
        self.changed.emit((*self.contacts, Contact(role=role, name="", phone="")))

    def _remove(self, made: _ContactRow) -> None:
        self.remove_wanted.emit(made.contact)


class _ContactRow(QWidget):
    edited = Signal()

    def __init__(self, theme: Theme, number: int, role: ContactRole) -> None:
        super().__init__()
        self._role = role
        self.is_needed = False
        self._label = Prose(role="small-strong", parent=self)
        self.name, self.phone, self.note = (QLineEdit(self) for _ in range(3))
        self.remove = Button(theme, f"contact-{number}-remove", kind=Kind.QUIET, icon="trash", parent=self)
        for field, what, most in (
            (self.name, "name", _NAME_CHARACTERS),
            (self.phone, "phone", _NAME_CHARACTERS),
            (self.note, "note", _NOTE_CHARACTERS),
        ):
            field.setObjectName(f"contact-{number}-{what}")
            field.setMaxLength(most)
            field.editingFinished.connect(self._finish)
        fields = row(gap=SPACE_INSIDE)
        fields.addWidget(self.name, 3)
        fields.addWidget(self.phone, 2)
        fields.addWidget(self.note, 2)
        fields.addWidget(self.remove)
        lines = column(self, gap=4)
        lines.addWidget(self._label)
        lines.addLayout(fields)
        self._kept = Contact(role=role, name="", phone="")

    @property
    def contact(self) -> Contact:
        return Contact(
            role=self._role,
            name=self.name.text().strip(),
            phone=self.phone.text().strip(),
            note=self.note.text().strip(),
        )

    @property
    def is_blank(self) -> bool:
        return not any(field.text().strip() for field in (self.name, self.phone, self.note))

    def show_view(self, entry: ContactRow, view: ContactsView) -> None:
        self.is_needed = entry.is_needed
        self._kept = entry.contact
        self._label.setText(entry.label)
        for field, said, text in (
            (self.name, view.name, entry.contact.name),
            (self.phone, view.phone, entry.contact.phone),
            (self.note, view.note, entry.contact.note),
        ):
            field.setPlaceholderText(said)
            field.setAccessibleName(f"{entry.label}: {said}")
            if not field.hasFocus() and field.text() != text:
                with QSignalBlocker(field):
                    field.setText(text)
                    field.setCursorPosition(0)
        self.remove.say_by_icon(view.remove)
        self.remove.setAccessibleDescription(entry.label)
        # What is empty and needed cannot be taken away.
        self.remove.setEnabled(not (entry.is_needed and self.is_blank))

    def _finish(self) -> None:
        if self.contact != self._kept:
            self._kept = self.contact
            self.edited.emit()
