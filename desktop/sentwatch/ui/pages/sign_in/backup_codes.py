"""Backup codes: those kept in the keyring, and taking in new ones after a word on what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from sentwatch.core.backup_codes import MAX_CODES, MAX_NAME, MAX_TEXT, BackupSet, ReadCodes, read_codes
from sentwatch.core.recovery import looks_like_codes
from sentwatch.ui.dialogs.question import QuestionDialog
from sentwatch.ui.pages.sign_in.backup_sets import KeptSetsCard, book_of, judged_anew, tell_of
from sentwatch.ui.pages.sign_in.sub_page import SectionCard, SubPage
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.sign_in_backup import BackupView, backup, keeping, read_line, read_words
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.chooser import Chooser
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.secret_row import SecretRow
from sentwatch.ui.widgets.text import PlainLabel, Prose

if TYPE_CHECKING:
    from sentwatch.core.report import Report
    from sentwatch.ports.cancel import CancelToken
    from sentwatch.texts.words import Words
    from sentwatch.ui.pages.sign_in.bench import Bench

_NOTHING = ReadCodes(codes=())


class BackupCodesPage(SubPage):
    """What is typed and shown lives as long as the page is open."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "backup")
        self.kept = KeptSetsCard(bench, "backup-kept")
        self.taking = KeepCard(bench, "backup-new")
        for card in (self.kept, self.taking):
            card.changed.connect(self.telling_wanted)
            self.lines.addWidget(card)
        self.lines.addStretch(1)

    def opened(self, account_id: str) -> None:
        """Be about no account alone: the one it was opened for is only proposed."""
        super().opened("")
        self.taking.begin(account_id)

    def left(self) -> None:
        """Forget every code."""
        super().left()
        self.kept.hide_codes()
        self.taking.forget()

    def tell(self, words: Words) -> HeaderView:
        """Paint what is kept, and the form."""
        self.say_back(words)
        view = backup(self.bench.told, words)
        self.kept.tell(view, words)
        self.taking.tell(view, words)
        return view.header


class KeepCard(SectionCard):
    """Reads lists of codes, and keeps them after a yes. `changed`: tell the page anew."""

    changed = Signal()

    def __init__(self, bench: Bench, name: str) -> None:
        super().__init__(name)
        self._bench = bench
        self._view: BackupView | None = None
        self._read = _NOTHING
        self._wanted: str | None = None
        self._is_shown = False
        which = row(gap=12)
        self._whose = PlainLabel(role="small-strong")
        self.whose = Chooser(bench.theme, f"{name}-whose")
        self.whose.chosen.connect(lambda _value: self.changed.emit())
        which.addWidget(self._whose)
        which.addWidget(self.whose)
        which.addStretch(1)
        self.lines.addLayout(which)
        self.name = FormRow(f"{name}-name")
        self.name.field.setMaxLength(MAX_NAME)
        self.add_narrow(self.name, 420)
        self.codes = SecretRow(bench.theme, f"{name}-codes")
        self.codes.field.setMaxLength(MAX_TEXT)
        self.codes.field.returnPressed.connect(self._take_typed)
        self.add(self.codes)
        buttons = row(gap=SPACE_INSIDE)
        self.paste = Button(bench.theme, f"{name}-paste", icon="paste")
        self.paste.clicked.connect(self._paste)
        self.take_typed = Button(bench.theme, f"{name}-take", icon="plus")
        self.take_typed.clicked.connect(self._take_typed)
        for button in (self.paste, self.take_typed):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.lines.addLayout(buttons)
        self._taken = QWidget()
        taken = column(self._taken, gap=4)
        self._count = Prose(role="strong")
        self.line = Prose(role="quiet")
        taken.addWidget(self._count)
        taken.addWidget(self.line)
        beside = row(gap=SPACE_INSIDE)
        self.show_read = Button(bench.theme, f"{name}-show-read", kind=Kind.QUIET, icon="eye")
        self.show_read.clicked.connect(self._turn)
        self.forget_read = Button(bench.theme, f"{name}-forget-read", kind=Kind.QUIET, icon="trash")
        self.forget_read.clicked.connect(self._start_again)
        for button in (self.show_read, self.forget_read):
            beside.addWidget(button)
        beside.addStretch(1)
        taken.addLayout(beside)
        self.add(self._taken)
        self.keep = Button(bench.theme, f"{name}-keep", kind=Kind.PRIMARY, icon="lock")
        self.keep.clicked.connect(self._ask)
        self.add(self.keep, keeps_width=True)

    def begin(self, account_id: str) -> None:
        """Propose an account."""
        self._wanted = account_id

    def forget(self) -> None:
        """Forget what was typed and read."""
        self._read, self._is_shown = _NOTHING, False
        self.line.setText("")
        self.codes.forget()
        self.name.field.setText("")

    def tell(self, view: BackupView, words: Words) -> None:
        """Paint the form, and the form of what was read."""
        self._view = view
        self.say(view.heading)
        self._whose.setText(view.whose)
        self.whose.say_choices(view.whose, view.choices)
        if self._wanted:
            self.whose.take(self._wanted)
        self._wanted = None
        self.name.say(view.name, view.name_hint)
        self.name.setVisible(not self.whose.value)
        self.codes.say_secret(view.codes, view.codes_hint, show=view.show, hide=view.hide)
        self.paste.say(view.paste)
        self.take_typed.say(view.add)
        has_read = bool(self._read.codes)
        self._taken.setVisible(has_read)
        self._count.setText(read_words(self._read, words))
        self.line.setText(read_line(self._read.codes, is_shown=self._is_shown))
        self.show_read.say(view.hide_read if self._is_shown else view.show_read)
        self.show_read.set_icon("eye-off" if self._is_shown else "eye")
        self.forget_read.say(view.forget_read)
        self.keep.say(view.keep)
        self.keep.setEnabled(has_read)

    def take(self, text: str) -> None:
        """Read codes out of a text, and add them to those read before."""
        read = read_codes(text)
        if not read.codes:
            if self._view is not None:
                self.codes.set_error(self._view.none_read)
            self.codes.field.setFocus()
            return
        self.codes.forget()
        both = tuple(dict.fromkeys((*self._read.codes, *read.codes)))
        self._read = ReadCodes(
            codes=both[:MAX_CODES],
            lines_without=self._read.lines_without + read.lines_without,
            is_cut=self._read.is_cut or read.is_cut or len(both) > MAX_CODES,
        )
        self.changed.emit()

    def _take_typed(self) -> None:
        self.take(self.codes.field.text())

    def _paste(self) -> None:
        mime = QGuiApplication.clipboard().mimeData()
        self.take(mime.text()[: MAX_TEXT + 1] if mime is not None and mime.hasText() else "")

    def _turn(self) -> None:
        self._is_shown = not self._is_shown
        self.changed.emit()

    def _start_again(self) -> None:
        self._read, self._is_shown = _NOTHING, False
        self.changed.emit()
        self.codes.field.setFocus()

    def _ask(self) -> None:
        words, view = self._bench.words, self._view
        if words is None or view is None:
            return
        account_id, name = self._named()
        wrong = view.name_missing if not name else view.name_wrong if not account_id and looks_like_codes(name) else ""
        if wrong:
            self._refuse_name(wrong)
            return
        question = keeping(name, self._old(account_id, name), words)
        dialog = QuestionDialog(self._bench.theme, question, parent=self)
        dialog.accepted.connect(lambda: self._keep(account_id, name))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _named(self) -> tuple[str, str]:
        """Whose the codes are: an account's id or none, and the name. An account's address is that account."""
        chosen, name = self.whose.value, " ".join(self.name.field.text().split())
        for account in (seen.account for seen in self._bench.told.accounts):
            if chosen == account.id or (not chosen and name.casefold() == account.address.casefold()):
                return account.id, account.address
        return "", name

    def _refuse_name(self, why: str) -> None:
        self.name.set_error(why)
        self.name.field.setFocus()

    def _old(self, account_id: str, name: str) -> BackupSet | None:
        seen = self._bench.seen(account_id)
        known = self._bench.told.backup_codes if seen is None else seen.backup_codes
        return next((one for one in known if one.name.casefold() == name.casefold()), None)

    def _keep(self, account_id: str, name: str) -> None:
        bench, codes, book = self._bench, self._read.codes, book_of(self._bench, account_id)

        def do(_cancel: CancelToken) -> tuple[BackupSet | None, Report | None]:
            return book.keep(name, codes), judged_anew(bench, account_id)

        def done(came_to: tuple[BackupSet | None, Report | None]) -> None:
            made, report = came_to
            tell_of(bench, report)
            if made is None and self._view is not None:
                self._refuse_name(self._view.too_many)
                return
            self.forget()
            self.changed.emit()

        bench.run(do, done)
