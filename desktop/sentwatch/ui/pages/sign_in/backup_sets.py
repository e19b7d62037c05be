"""The backup codes kept in the keyring: how many are left, and the codes while somebody wants to see them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QWidget

from sentwatch.core.backup_codes import to_type
from sentwatch.ui.dialogs.question import QuestionDialog
from sentwatch.ui.pages.sign_in.sub_page import SectionCard
from sentwatch.ui.presenters.sign_in_backup import BackupView, LineView, SetView, forgetting, lines_of, set_views, using
from sentwatch.ui.presenters.sign_in_generator import copied_words
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import PlainLabel, Prose

if TYPE_CHECKING:
    from sentwatch.core.report import Report
    from sentwatch.ports.cancel import CancelToken
    from sentwatch.service.backup_codes import BackupCodes, OpenSet
    from sentwatch.texts.words import Words
    from sentwatch.ui.pages.sign_in.bench import Bench

HIDE_AFTER_S: Final = 60
"""Long enough to type one code by hand, short enough for a walk to the kettle."""


def book_of(bench: Bench, account_id: str) -> BackupCodes:
    """The codes of an account, or of services that are no account here."""
    seen = bench.seen(account_id)
    return bench.app.backup_codes(seen.account if seen is not None else None)


def judged_anew(bench: Bench, account_id: str) -> Report | None:
    """What follows for an account from codes that came or went; to be called where work is done."""
    seen = bench.seen(account_id)
    return None if seen is None else bench.app.sign_in_review(seen.account).judge()


def tell_of(bench: Bench, report: Report | None) -> None:
    """Tell it."""
    if report is None:
        bench.tell_anew()
    else:
        bench.take(report)


_NUMBER_WIDTH: Final = 28


class KeptSetsCard(SectionCard):
    """The keyring is read when codes are asked for, one set at a time. `changed`: tell the page anew."""

    changed = Signal()

    def __init__(self, bench: Bench, name: str) -> None:
        super().__init__(name)
        self._bench = bench
        self._open: OpenSet | None = None
        self._is_copied = False
        self.rows: dict[str, SetRow] = {}
        rows = QWidget()
        self._lines = column(rows, gap=12)
        self.add(rows)
        self._note = Prose(role="muted")
        self.add(self._note)
        bench.clipboard.ended.connect(self._copy_ended)
        self.until_hidden = QTimer(self)
        self.until_hidden.setSingleShot(True)
        self.until_hidden.setInterval(HIDE_AFTER_S * 1_000)
        self.until_hidden.timeout.connect(self._time_is_up)

    def hide_codes(self) -> None:
        """Forget the codes."""
        self._open, self._is_copied = None, False
        self.until_hidden.stop()
        for shown in self.rows.values():
            shown.hide_codes()

    def tell(self, view: BackupView, words: Words) -> None:
        """Paint the sets."""
        sets = set_views(self._bench.told, words)
        self.setVisible(bool(sets))
        self.say(view.kept_heading)
        copied = copied_words(words, clear_after_s=self._bench.clipboard.clear_after_s) if self._is_copied else ""
        self._note.setText(copied or view.kept_note)
        self._note.setVisible(self._open is not None)
        if [one.set_id for one in sets] != list(self.rows):
            self.hide_codes()
            cleared(self._lines)
            self.rows = {}
            for one in sets:
                made = self.rows[one.set_id] = SetRow(self._bench.theme, one.set_id)
                made.show_button.clicked.connect(partial(self._turn, one.account_id, one.set_id))
                made.forget.clicked.connect(partial(self._ask_forget, one))
                put(self._lines, made)
        for one in sets:
            shown = self.rows[one.set_id]
            is_open = self._open is not None and self._open.kept.id == one.set_id
            codes = self._open.codes if is_open and self._open is not None else ()
            shown.show_view(one, view, is_open=is_open, is_gone=codes is None)
            self._show_lines(shown, one, codes or (), view, words)

    def _show_lines(self, shown: SetRow, one: SetView, codes: tuple[str, ...], view: BackupView, words: Words) -> None:
        for line, code in zip(shown.show_lines(lines_of(codes, words), view), codes, strict=False):
            line.copy.clicked.connect(partial(self._copy, code))
            line.used.clicked.connect(partial(self._ask_use, one, line.number, code))

    def _turn(self, account_id: str, set_id: str) -> None:
        was_open = self._open is not None and self._open.kept.id == set_id
        self.hide_codes()
        self.changed.emit()
        if not was_open:
            book = book_of(self._bench, account_id)
            self._bench.run(lambda _cancel: book.opened(set_id), self._opened)

    def _opened(self, opened: OpenSet | None) -> None:
        if not self.isVisible() or opened is None:
            return
        self._open = opened
        self.until_hidden.start()
        self.changed.emit()

    def _time_is_up(self) -> None:
        self.hide_codes()
        self.changed.emit()

    def _copy(self, code: str) -> None:
        self._bench.clipboard.copy(to_type(code))
        self._is_copied = True
        self.until_hidden.start()
        self.changed.emit()

    def _copy_ended(self) -> None:
        if self._is_copied:
            self._is_copied = False
            self.changed.emit()

    def _ask_use(self, one: SetView, number: str, code: str) -> None:
        words = self._bench.words
        if words is None:
            return
        dialog = QuestionDialog(self._bench.theme, using(number, one.name, words), parent=self)
        dialog.accepted.connect(lambda: self._use(one, code))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _use(self, one: SetView, code: str) -> None:
        bench, book = self._bench, book_of(self._bench, one.account_id)

        def do(_cancel: CancelToken) -> tuple[OpenSet | None, Report | None]:
            left = book.use(one.set_id, code)
            return left, judged_anew(bench, one.account_id)

        def done(came_to: tuple[OpenSet | None, Report | None]) -> None:
            left, report = came_to
            if self._open is not None and left is not None and self._open.kept.id == left.kept.id:
                self._open = left if left.codes else None
            tell_of(bench, report)
            self.changed.emit()

        bench.run(do, done)

    def _ask_forget(self, one: SetView) -> None:
        words = self._bench.words
        if words is None:
            return
        dialog = QuestionDialog(self._bench.theme, forgetting(one.name, words), parent=self)
        dialog.accepted.connect(lambda: self._forget(one))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _forget(self, one: SetView) -> None:
        bench, book = self._bench, book_of(self._bench, one.account_id)
        self.hide_codes()

        def do(_cancel: CancelToken) -> Report | None:
            book.forget(one.set_id)
            return judged_anew(bench, one.account_id)

        bench.run(do, lambda report: tell_of(bench, report))


class SetRow(QWidget):
    """One set: its name, what is left, and its codes below while they are shown."""

    def __init__(self, theme: Theme, set_id: str) -> None:
        super().__init__()
        self._theme = theme
        self._id = set_id
        self._shown: tuple[LineView, ...] = ()
        self.lines: list[CodeLine] = []
        self._shape = Icon(theme, "fine")
        self._name = Prose(role="strong")
        self._said = Prose(role="muted")
        self.show_button = Button(theme, f"backup-show-{set_id}", kind=Kind.QUIET, icon="eye")
        self.forget = Button(theme, f"backup-forget-{set_id}", kind=Kind.QUIET, icon="trash")
        outer = column(self, gap=4)
        head = row(gap=12)
        head.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget()
        below = column(told, gap=2)
        below.addWidget(self._name)
        below.addWidget(self._said)
        head.addWidget(told, 1)
        for button in (self.show_button, self.forget):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(head)
        codes = QWidget()
        codes.setContentsMargins(32, 0, 0, 0)
        self._codes = column(codes, gap=0)
        outer.addWidget(codes)

    def show_view(self, view: SetView, page: BackupView, *, is_open: bool, is_gone: bool) -> None:
        """Show it with its buttons."""
        self._shape.show_tone(view.tone)
        self._name.setText(view.name)
        self._said.setText(page.gone if is_gone else view.said)
        self.show_button.set_icon("eye-off" if is_open else "eye")
        self.show_button.say_by_icon(page.hide_codes if is_open else page.show_codes)
        self.show_button.setVisible(view.can_show)
        self.forget.say_by_icon(page.forget)
        for button in (self.show_button, self.forget):
            button.setAccessibleDescription(view.name)

    def show_lines(self, views: tuple[LineView, ...], page: BackupView) -> list[CodeLine]:
        """Show the codes; what was made anew, to be connected."""
        if views == self._shown:
            for line in self.lines:
                line.say(page)
            return []
        self.hide_codes()
        self._shown = views
        for number, view in enumerate(views):
            line = CodeLine(self._theme, f"{self._id}-{number}", view)
            line.say(page)
            self.lines.append(line)
            put(self._codes, line)
        return self.lines

    def hide_codes(self) -> None:
        """Take the codes away."""
        if self._shown:
            self._shown, self.lines = (), []
            cleared(self._codes)


class CodeLine(QWidget):
    """One code that is shown."""

    def __init__(self, theme: Theme, name: str, view: LineView) -> None:
        super().__init__()
        self.number = view.number
        number = PlainLabel(view.short, role="muted")
        number.setFixedWidth(_NUMBER_WIDTH)
        self.code = Prose(view.code, role="strong")
        family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        self.code.setStyleSheet(f"font-family: '{family}';")
        self.code.setAccessibleDescription(view.number)
        self.copy = Button(theme, f"backup-copy-{name}", kind=Kind.QUIET, icon="copy")
        self.used = Button(theme, f"backup-used-{name}", kind=Kind.QUIET, icon="done")
        beside = row(self, gap=SPACE_INSIDE)
        beside.addWidget(number)
        beside.addWidget(self.code, 1)
        beside.addWidget(self.copy)
        beside.addWidget(self.used)

    def say(self, page: BackupView) -> None:
        """Name the buttons."""
        self.copy.say_by_icon(page.copy)
        self.used.say(page.used)
        for button in (self.copy, self.used):
            button.setAccessibleDescription(self.number)
