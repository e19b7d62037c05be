"""App passwords and connected apps of one account: what its owner noted, with answers and due dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from sentwatch.core.access_ledger import AccessAnswer, AccessEntry, AccessKind
from sentwatch.service.access_book import MAX_LABEL
from sentwatch.ui.pages.sign_in.sub_page import LinkButton, SectionCard, SubPage
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.sign_in_access import AccessView, EntryView, KindView, access, read_day, taken_off
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.chooser import Chooser
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import Card, cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.text import PlainLabel, Prose

if TYPE_CHECKING:
    from sentwatch.texts.words import Words
    from sentwatch.ui.pages.sign_in.bench import Bench


class AccessPage(SubPage):
    """Where the provider lists them, what is noted, and a form to note more."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "access")
        self._view: AccessView | None = None
        self._shown: tuple[EntryView, ...] | None = None
        self._off: AccessEntry | None = None
        self._kinds = [_KindCard(self.theme, kind) for kind in AccessKind]
        for kind_card in self._kinds:
            self.lines.addWidget(kind_card)
        self._undo_bar = Card(tone="blind")
        self._undo_text = Prose()
        self.undo = Button(self.theme, "access-undo", icon="reset")
        self.undo.clicked.connect(self._undo)
        bar = row(self._undo_bar, gap=12, around=12)
        bar.addWidget(self._undo_text, 1)
        bar.addWidget(self.undo)
        self.lines.addWidget(self._undo_bar)
        self._list = self.card("access-list")
        self._empty = Prose(role="muted")
        self._list.add(self._empty)
        rows = QWidget()
        self._rows = column(rows, gap=12)
        self._list.add(rows)
        self._form = self.card("access-add-card")
        kinds = row(gap=12)
        self._kind_label = PlainLabel(role="small-strong")
        self.kind = Segments(self.theme, "access-kind")
        kinds.addWidget(self._kind_label)
        kinds.addWidget(self.kind)
        kinds.addStretch(1)
        self._form.lines.addLayout(kinds)
        self.name = FormRow("access-name")
        self.name.field.setMaxLength(MAX_LABEL)
        self.name.field.returnPressed.connect(self._add)
        self.made = FormRow("access-made")
        self.made.field.setMaxLength(10)
        self.made.field.returnPressed.connect(self._add)
        self._form.add(self.name)
        self._form.add_narrow(self.made, 320)
        self.add = Button(self.theme, "access-add", kind=Kind.PRIMARY, icon="plus")
        self.add.clicked.connect(self._add)
        self._form.add(self.add, keeps_width=True)
        self.lines.addStretch(1)

    def opened(self, account_id: str) -> None:
        """Begin with an empty form."""
        super().opened(account_id)
        self._off = None
        self.name.field.clear()
        self.made.field.clear()

    def tell(self, words: Words) -> HeaderView:
        """Paint what is known."""
        self.say_back(words)
        if self.seen is None:
            return HeaderView(sentence="")
        view = self._view = access(self.seen, words)
        for card, kind in zip(self._kinds, view.kinds, strict=True):
            card.show_view(kind)
        self._undo_bar.setVisible(self._off is not None)
        if self._off is not None:
            self._undo_text.setText(taken_off(self._off, words))
        self.undo.say(view.undo)
        self._list.say(view.list_heading)
        self._empty.setText(view.empty)
        self._empty.setVisible(not view.entries)
        if view.entries != self._shown:
            self._shown = view.entries
            self._show_rows(view.entries)
        self._form.say(view.add_heading)
        self._kind_label.setText(view.kind_label)
        self.kind.say(view.kind_label, view.kind_choices)
        self.name.say(view.name_label, view.name_hint)
        self.made.say(view.made_label, view.made_hint)
        self.add.say(view.add)
        return view.header

    def _show_rows(self, entries: tuple[EntryView, ...]) -> None:
        """Build the rows anew; where one had the focus, it has it again."""
        focused = QApplication.focusWidget()
        name = focused.objectName() if focused is not None and self._list.isAncestorOf(focused) else ""
        cleared(self._rows)
        for entry in entries:
            made = _EntryRow(self.theme, entry)
            made.answered.connect(self._answer)
            made.taken_off.connect(self._take_off)
            put(self._rows, made)
        again = self._list.findChild(QWidget, name) if name else None
        if isinstance(again, QWidget):
            again.setFocus()

    def _answer(self, entry_id: str, answer: AccessAnswer | None) -> None:
        if self.seen is not None:
            self.bench.change(self.seen.account, lambda review: review.answer_access(entry_id, answer))

    def _take_off(self, entry_id: str) -> None:
        if self.seen is not None:
            self._off = next((one.entry for one in self.seen.access if one.entry.id == entry_id), None)
            self.bench.change(self.seen.account, lambda review: review.forget_access(entry_id))

    def _undo(self) -> None:
        entry, self._off = self._off, None
        if entry is not None and self.seen is not None:
            self.bench.change(self.seen.account, lambda review: review.restore_access(entry))

    def _add(self) -> None:
        label, kind = self.name.field.text().strip(), self.kind.value
        if self.seen is None or self._view is None or not isinstance(kind, AccessKind):
            return
        if not label:
            self.name.field.setFocus()
            return
        try:
            made_at = read_day(self.made.field.text())
        except ValueError:
            self.made.set_error(self._view.made_wrong)
            self.made.field.setFocus()
            return
        self.name.field.clear()
        self.made.field.clear()
        self.bench.change(self.seen.account, lambda review: review.add_access(kind, label, made_at=made_at))


class _KindCard(SectionCard):
    def __init__(self, theme: Theme, kind: AccessKind) -> None:
        super().__init__(f"access-{kind.value}")
        self._question = Prose()
        self._why = Prose(role="muted")
        self._link = LinkButton(theme, f"access-{kind.value}-link")
        self.add(self._question)
        self.add(self._why)
        self.add(self._link, keeps_width=True)

    def show_view(self, view: KindView) -> None:
        self.say(view.title)
        self._question.setText(view.question)
        self._why.setText(view.why)
        self._link.show_link(view.link)


class _EntryRow(QWidget):
    answered = Signal(str, object)
    taken_off = Signal(str)

    def __init__(self, theme: Theme, view: EntryView) -> None:
        super().__init__()
        shape = Icon(theme, "fine")
        shape.show_tone(view.tone)
        lines = row(self, gap=12)
        lines.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget()
        below = column(told, gap=2)
        below.addWidget(Prose(view.label, role="strong"))
        below.addWidget(Prose(view.facts, role="muted"))
        below.addWidget(Prose(view.advice, role="small"))
        lines.addWidget(told, 1)
        if view.is_ours:
            return
        choice = Chooser(theme, f"access-answer-{view.id}")
        choice.say_choices(view.label, view.answers)
        choice.take(view.answer)
        choice.chosen.connect(lambda answer: self.answered.emit(view.id, answer))
        off = Button(theme, f"access-off-{view.id}", kind=Kind.QUIET, icon="trash")
        off.say_by_icon(view.take_off)
        off.setAccessibleDescription(view.label)
        off.clicked.connect(lambda: self.taken_off.emit(view.id))
        beside = row(gap=SPACE_INSIDE)
        beside.addWidget(choice)
        beside.addWidget(off)
        lines.addLayout(beside)
        lines.setAlignment(beside, Qt.AlignmentFlag.AlignTop)
