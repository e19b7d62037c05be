"""The entries kept in the keyring: their names, and their codes while somebody wants to see them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QWidget

from sentwatch.ui.dialogs.question import QuestionDialog
from sentwatch.ui.pages.sign_in.sub_page import SectionCard
from sentwatch.ui.presenters.sign_in_codes import CodeView, WorkbenchView, code_view, forgetting, grouped, hidden_code
from sentwatch.ui.presenters.sign_in_generator import copied_words
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_INSIDE, Type
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import cleared, column, put, row
from sentwatch.ui.widgets.text import PlainLabel, Prose
from sentwatch.ui.widgets.time_ring import TimeRing

if TYPE_CHECKING:
    from sentwatch.service.authenticator import OpenCode
    from sentwatch.texts.words import Words
    from sentwatch.ui.pages.sign_in.bench import Bench

_SECOND_MS = 1_000


class KeptCard(SectionCard):
    """The keyring is read when the codes are asked for, not before. `changed`: tell the page anew."""

    changed = Signal()

    def __init__(self, bench: Bench, name: str) -> None:
        super().__init__(name)
        self._bench = bench
        self._open: tuple[OpenCode, ...] = ()
        self._is_showing = self._is_copied = False
        self.rows: dict[str, CodeRow] = {}
        self._empty = Prose(role="muted")
        self.add(self._empty)
        rows = QWidget()
        self._lines = column(rows, gap=12)
        self.add(rows)
        self.show_codes = Button(bench.theme, f"{name}-show", icon="eye")
        self.show_codes.clicked.connect(self._turn)
        self.add(self.show_codes, keeps_width=True)
        self._note = Prose(role="muted")
        self.add(self._note)
        bench.clipboard.ended.connect(self._copy_ended)
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self._tick)

    def hide_codes(self) -> None:
        """Forget the secrets."""
        self._open = ()
        self._is_showing = self._is_copied = False
        self._second.stop()
        self.rows = {}
        cleared(self._lines)

    def tell(self, view: WorkbenchView, words: Words) -> None:
        """Paint the kept entries."""
        codes = self._bench.told.codes
        self.say(view.kept_heading)
        self._empty.setText(view.kept_empty)
        self._empty.setVisible(not codes)
        copied = copied_words(words, clear_after_s=self._bench.clipboard.clear_after_s) if self._is_copied else ""
        self._note.setText(copied or view.kept_note)
        self._note.setVisible(bool(codes))
        self.show_codes.say(view.hide_codes if self._is_showing else view.show_codes)
        self.show_codes.set_icon("eye-off" if self._is_showing else "eye")
        self.show_codes.setVisible(bool(codes))
        if [code.id for code in codes] != list(self.rows):
            cleared(self._lines)
            self.rows = {}
            for code in codes:
                made = self.rows[code.id] = CodeRow(self._bench.theme, code.id)
                made.copy.clicked.connect(partial(self._copy, code.id))
                made.forget.clicked.connect(partial(self._ask, code.id, code.name))
                put(self._lines, made)
        known = {one.kept.id: one for one in self._open}
        now = self._bench.app.clock.now()
        for code in codes:
            opened = known.get(code.id) if self._is_showing else None
            shown = hidden_code(code, words) if opened is None else code_view(opened, words, now=now)
            self.rows[code.id].show_view(shown, view)

    def _turn(self) -> None:
        if self._is_showing:
            self.hide_codes()
            self.changed.emit()
            return
        authenticator = self._bench.app.authenticator
        self._bench.run(lambda _cancel: authenticator.opened(), self._opened)

    def _opened(self, codes: tuple[OpenCode, ...]) -> None:
        if not self.isVisible():
            return
        self._open, self._is_showing = codes, True
        self._second.start()
        self.changed.emit()

    def _tick(self) -> None:
        words, now = self._bench.words, self._bench.app.clock.now()
        if words is None:
            return
        for opened in self._open:
            shown = self.rows.get(opened.kept.id)
            if shown is not None:
                shown.show_code(code_view(opened, words, now=now))

    def _copy(self, code_id: str) -> None:
        words = self._bench.words
        opened = next((one for one in self._open if one.kept.id == code_id), None)
        if opened is not None and words is not None:
            code = code_view(opened, words, now=self._bench.app.clock.now()).code
            if code:
                self._bench.clipboard.copy(code)
                self._is_copied = True
                self.changed.emit()

    def _copy_ended(self) -> None:
        if self._is_copied:
            self._is_copied = False
            self.changed.emit()

    def _ask(self, code_id: str, name: str) -> None:
        words = self._bench.words
        if words is None:
            return
        dialog = QuestionDialog(self._bench.theme, forgetting(name, words), parent=self)
        dialog.accepted.connect(lambda: self._forget(code_id))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _forget(self, code_id: str) -> None:
        authenticator, bench = self._bench.app.authenticator, self._bench
        self._open = tuple(one for one in self._open if one.kept.id != code_id)
        bench.run(lambda _cancel: authenticator.forget(code_id), lambda _none: bench.tell_anew())


class CodeRow(QWidget):
    """One kept entry."""

    def __init__(self, theme: Theme, code_id: str) -> None:
        super().__init__()
        self._name = Prose(role="strong")
        self._said = Prose(role="muted")
        self.code = PlainLabel(role="title")
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(Type.TITLE)
        font.setWeight(QFont.Weight.DemiBold)
        self.code.setStyleSheet(f"font-family: '{font.family()}';")
        self.ring = TimeRing(theme)
        self.copy = Button(theme, f"code-copy-{code_id}", kind=Kind.QUIET, icon="copy")
        self.forget = Button(theme, f"code-forget-{code_id}", kind=Kind.QUIET, icon="trash")
        lines = row(self, gap=12)
        told = QWidget()
        below = column(told, gap=2)
        below.addWidget(self._name)
        below.addWidget(self._said)
        lines.addWidget(told, 1)
        lines.addWidget(self.code)
        lines.addWidget(self.ring)
        beside = row(gap=SPACE_INSIDE)
        beside.addWidget(self.copy)
        beside.addWidget(self.forget)
        lines.addLayout(beside)

    def show_view(self, view: CodeView, bench: WorkbenchView) -> None:
        """Show it with its buttons."""
        self._name.setText(view.name)
        self.copy.say_by_icon(bench.copy)
        self.forget.say_by_icon(bench.forget)
        for button in (self.copy, self.forget):
            button.setAccessibleDescription(view.name)
        self.show_code(view)

    def show_code(self, view: CodeView) -> None:
        """Show the code that counts now."""
        self._said.setText(view.said)
        self._said.setVisible(bool(view.said))
        self.code.setText(grouped(view.code))
        self.ring.show_left(view.left_s, view.period_s)
        for widget in (self.code, self.ring, self.copy):
            widget.setVisible(bool(view.code))
