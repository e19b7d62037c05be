"""Shared addresses and people who left: rows to fill in, kept as soon as they are whole, and what follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sentwatch.ui.presenters.office import (
    LeaverRow,
    NoteView,
    OfficeView,
    SharedRow,
    day_text,
    names_text,
    read_day,
    read_names,
)
from sentwatch.ui.severity_look import SEVERITY_ICONS
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.form import FormRow, ToggleRow
from sentwatch.ui.widgets.frames import Card, cleared, column, put, row
from sentwatch.ui.widgets.link_row import LinkRow
from sentwatch.ui.widgets.text import PlainLabel
from sentwatch.ui.widgets.tool_pane import ToolPane

_CHARACTERS = 120
_PEOPLE_CHARACTERS = 1_000
_C = TypeVar("_C", bound=QWidget)


class OfficePane(ToolPane):
    """`shared_changed` and `leavers_changed` carry all whole rows; the `_removed` ones the number of a row."""

    shared_changed = Signal(object)
    leavers_changed = Signal(object)
    shared_removed = Signal(int)
    leaver_removed = Signal(int)
    finding_wanted = Signal(object)

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, "office", parent=parent)
        self._view: OfficeView | None = None
        self._count = 0
        self.zone: tzinfo = UTC
        self.lang = "en"
        self._notes = QWidget(self.inner)
        self._note_lines = column(self._notes, gap=2)
        self._shown_notes: tuple[NoteView, ...] = ()
        self._shared_heading, self._leavers_heading = (PlainLabel(role="strong", parent=self.inner) for _ in range(2))
        self.shared: list[_SharedCard] = []
        self.leavers: list[_LeaverCard] = []
        self._shared_rows, self._leaver_rows = QWidget(self.inner), QWidget(self.inner)
        self._shared_lines = column(self._shared_rows, gap=12)
        self._leaver_lines = column(self._leaver_rows, gap=12)
        self.add_shared = Button(theme, "office-add-shared", kind=Kind.QUIET, icon="plus", parent=self.inner)
        self.add_shared.set_flush()
        self.add_shared.clicked.connect(lambda: self._new_shared(SharedRow(address="", people="", changed="")).focus())
        self.add_leaver = Button(theme, "office-add-leaver", kind=Kind.QUIET, icon="plus", parent=self.inner)
        self.add_leaver.set_flush()
        self.add_leaver.clicked.connect(lambda: self._new_leaver(LeaverRow(name="", left="", is_closed=False)).focus())
        left = Qt.AlignmentFlag.AlignLeft
        self.lines.addWidget(self._notes)
        self.lines.addWidget(self._shared_heading)
        self.lines.addWidget(self._shared_rows)
        self.lines.addWidget(self.add_shared, 0, left)
        self.lines.addWidget(self._leavers_heading)
        self.lines.addWidget(self._leaver_rows)
        self.lines.addWidget(self.add_leaver, 0, left)

    def show_view(self, view: OfficeView) -> None:
        """Show the notes; a row that is not whole yet stays as it is."""
        self._view = view
        self.say_head(back=view.back, title=view.title, lead=view.lead)
        self.offer_paper(view.papers)
        self._show_notes(view.notes)
        self._shared_heading.setText(view.shared_heading)
        self._leavers_heading.setText(view.leavers_heading)
        self.add_shared.say(view.add_shared)
        self.add_leaver.say(view.add_leaver)
        if self._whole_shared() != view.shared:
            _emptied(self._shared_lines, self.shared)
            for shared in view.shared:
                self._new_shared(shared)
        if self._whole_leavers() != view.leavers:
            _emptied(self._leaver_lines, self.leavers)
            for leaver in view.leavers:
                self._new_leaver(leaver)
        for card in (*self.shared, *self.leavers):
            card.say(view)
            card.mark(self.zone, view)

    def _whole_shared(self) -> tuple[SharedRow, ...]:
        return tuple(made for card in self.shared if (made := card.whole(self.zone, self.lang)) is not None)

    def _whole_leavers(self) -> tuple[LeaverRow, ...]:
        return tuple(made for card in self.leavers if (made := card.whole(self.zone)) is not None)

    def _show_notes(self, notes: tuple[NoteView, ...]) -> None:
        self._notes.setVisible(bool(notes))
        if notes == self._shown_notes:
            return
        self._shown_notes = notes
        cleared(self._note_lines)
        for number, note in enumerate(notes):
            made = LinkRow(self.theme, f"office-note-{number}", note.text, icon=SEVERITY_ICONS[note.severity])
            made.clicked.connect(lambda _checked=False, ref=note.ref: self.finding_wanted.emit(ref))
            put(self._note_lines, made)

    def _numbered(self) -> int:
        self._count += 1
        return self._count

    def _new_shared(self, shown: SharedRow) -> _SharedCard:
        made = _SharedCard(self.theme, self._numbered(), shown)
        made.edited.connect(lambda: self._tell(made))
        made.remove.clicked.connect(lambda: self._take_out(made))
        self.shared.append(made)
        put(self._shared_lines, made)
        if self._view is not None:
            made.say(self._view)
        return made

    def _new_leaver(self, shown: LeaverRow) -> _LeaverCard:
        made = _LeaverCard(self.theme, self._numbered(), shown)
        made.edited.connect(lambda: self._tell(made))
        made.remove.clicked.connect(lambda: self._take_out(made))
        self.leavers.append(made)
        put(self._leaver_lines, made)
        if self._view is not None:
            made.say(self._view)
        return made

    def _tell(self, card: _Card) -> None:
        view = self._view
        if view is None:
            return
        card.mark(self.zone, view)
        if isinstance(card, _SharedCard) and self._whole_shared() != view.shared:
            self.shared_changed.emit(self._whole_shared())
        elif isinstance(card, _LeaverCard) and self._whole_leavers() != view.leavers:
            self.leavers_changed.emit(self._whole_leavers())

    def _take_out(self, card: _SharedCard | _LeaverCard) -> None:
        """A row that was never whole goes at once; of one that is kept somebody is asked first."""
        if isinstance(card, _SharedCard):
            if card.whole(self.zone, self.lang) is None:
                _drop(self.shared, card)
            else:
                whole = [one for one in self.shared if one.whole(self.zone, self.lang) is not None]
                self.shared_removed.emit(whole.index(card))
        elif card.whole(self.zone) is None:
            _drop(self.leavers, card)
        else:
            self.leaver_removed.emit([one for one in self.leavers if one.whole(self.zone) is not None].index(card))


class _Card(Card):
    """A row with a way to take it out."""

    edited = Signal()

    def __init__(self, theme: Theme, name: str, fields: Sequence[FormRow]) -> None:
        super().__init__()
        self.remove = Button(theme, f"{name}-remove", kind=Kind.QUIET, icon="trash", parent=self)
        for field in fields:
            field.field.editingFinished.connect(self.edited)

    def focus(self) -> None:
        raise NotImplementedError

    def say(self, view: OfficeView) -> None:
        raise NotImplementedError

    def mark(self, zone: tzinfo, view: OfficeView) -> None:
        raise NotImplementedError


class _SharedCard(_Card):
    def __init__(self, theme: Theme, number: int, shown: SharedRow) -> None:
        name = f"office-shared-{number}"
        self.address, self.people = FormRow(f"{name}-address"), FormRow(f"{name}-people")
        self.changed = FormRow(f"{name}-changed")
        super().__init__(theme, name, (self.address, self.people, self.changed))
        self._whole: SharedRow | None = None
        for field, text, most in (
            (self.address, shown.address, _CHARACTERS),
            (self.people, shown.people, _PEOPLE_CHARACTERS),
            (self.changed, shown.changed, _CHARACTERS),
        ):
            field.field.setMaxLength(most)
            with QSignalBlocker(field.field):
                field.field.setText(text)
        first, second, top = row(gap=12), row(gap=12), Qt.AlignmentFlag.AlignTop
        first.addWidget(self.address, 3, top)
        first.addWidget(self.changed, 2, top)
        first.addWidget(self.remove, 0, top)
        second.addWidget(self.people)
        lines = column(self, gap=SPACE_INSIDE, around=SPACE_BETWEEN)
        lines.addLayout(first)
        lines.addLayout(second)

    def whole(self, zone: tzinfo, lang: str) -> SharedRow | None:
        """As it is kept. Of what is not whole the last that was; None for what never was."""
        address, changed = self.address.field.text().strip(), self.changed.field.text().strip()
        day = read_day(changed, zone)
        if address and (not changed or day is not None):
            people = names_text(read_names(self.people.field.text()), lang)
            self._whole = SharedRow(address=address, people=people, changed=day_text(day, zone))
        return self._whole

    def focus(self) -> None:
        self.address.field.setFocus()

    def say(self, view: OfficeView) -> None:
        self.address.say(view.address)
        self.people.say(view.people, view.people_hint)
        self.changed.say(view.changed, view.day_hint)
        self.remove.say_by_icon(view.remove)
        self.remove.setAccessibleDescription(self.address.field.text())

    def mark(self, zone: tzinfo, view: OfficeView) -> None:
        text = self.changed.field.text().strip()
        self.changed.set_error(view.day_wrong if text and read_day(text, zone) is None else "")


class _LeaverCard(_Card):
    def __init__(self, theme: Theme, number: int, shown: LeaverRow) -> None:
        name = f"office-leaver-{number}"
        self.name, self.left = FormRow(f"{name}-name"), FormRow(f"{name}-left")
        super().__init__(theme, name, (self.name, self.left))
        self._whole: LeaverRow | None = None
        self.closed = ToggleRow(theme, f"{name}-closed", parent=self)
        self.closed.switch.setChecked(shown.is_closed)
        self.closed.switch.toggled.connect(self.edited)
        for field, text in ((self.name, shown.name), (self.left, shown.left)):
            field.field.setMaxLength(_CHARACTERS)
            with QSignalBlocker(field.field):
                field.field.setText(text)
        first, top = row(gap=12), Qt.AlignmentFlag.AlignTop
        first.addWidget(self.name, 3, top)
        first.addWidget(self.left, 2, top)
        first.addWidget(self.remove, 0, top)
        lines = column(self, gap=12, around=SPACE_BETWEEN)
        lines.addLayout(first)
        lines.addWidget(self.closed)

    def whole(self, zone: tzinfo) -> LeaverRow | None:
        """As it is kept. Of what is not whole the last that was; None for what never was."""
        name, day = self.name.field.text().strip(), read_day(self.left.field.text(), zone)
        if name and day is not None:
            is_closed = self.closed.switch.isChecked()
            self._whole = LeaverRow(name=name, left=day_text(day, zone), is_closed=is_closed)
        return self._whole

    def focus(self) -> None:
        self.name.field.setFocus()

    def say(self, view: OfficeView) -> None:
        self.name.say(view.name)
        self.left.say(view.left, view.day_hint)
        self.closed.say(view.closed, view.closed_detail)
        self.remove.say_by_icon(view.remove)
        self.remove.setAccessibleDescription(self.name.field.text())

    def mark(self, zone: tzinfo, view: OfficeView) -> None:
        text = self.left.field.text().strip()
        self.left.set_error(view.day_wrong if text and read_day(text, zone) is None else "")


def _emptied(lines: QVBoxLayout, cards: list[_SharedCard] | list[_LeaverCard]) -> None:
    cleared(lines)
    cards.clear()


def _drop(cards: list[_C], card: _C) -> None:
    cards.remove(card)
    card.hide()
    card.setParent(None)
    card.deleteLater()
