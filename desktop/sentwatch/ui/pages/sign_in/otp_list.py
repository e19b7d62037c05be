"""The entries that were read, each with what was found and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.ui.dialogs.question import QuestionDialog
from sentwatch.ui.pages.sign_in.otp_sheets import CompareSheet, show_qr
from sentwatch.ui.pages.sign_in.review_cards import found_row
from sentwatch.ui.pages.sign_in.sub_page import SectionCard
from sentwatch.ui.presenters.sign_in_codes import OtpRowView, WorkbenchView, keeping, of_sources, otp_rows, read_words
from sentwatch.ui.tokens import SPACE_BETWEEN
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import Rule, cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import Prose

if TYPE_CHECKING:
    from sentwatch.core.otp.entries import OtpEntry
    from sentwatch.service.authenticator import Audited, KeptCode
    from sentwatch.texts.words import Words
    from sentwatch.ui.pages.sign_in.bench import Bench


class OtpList(SectionCard):
    """Hidden as long as nothing was read. `forgotten`: the user wants to be rid of it."""

    forgotten = Signal()

    def __init__(self, bench: Bench, name: str) -> None:
        super().__init__(name)
        self._bench = bench
        self._audited: Audited | None = None
        self._forms: tuple[object, ...] = ()
        self._shown: object = None
        self._count = Prose(role="muted")
        self.add(self._count)
        sources, rows = QWidget(), QWidget()
        self._sources = column(sources, gap=12)
        self._rows = column(rows, gap=SPACE_BETWEEN)
        self.add(sources)
        self.add(rows)
        self.forget = Button(bench.theme, f"{name}-forget", kind=Kind.QUIET, icon="cancel")
        self.forget.clicked.connect(self._forget)
        self.add(self.forget, keeps_width=True)
        self.hide()

    def show_audited(self, audited: Audited | None, forms: Iterable[object]) -> None:
        """Show these from now on; None forgets them."""
        self._audited, self._forms = audited, tuple(forms)
        if audited is None:
            self._shown = None
            cleared(self._sources)
            cleared(self._rows)
            self.hide()

    def tell(self, view: WorkbenchView, words: Words) -> None:
        """Paint what was read."""
        audited = self._audited
        self.setVisible(audited is not None)
        if audited is None:
            return
        self.say(view.list_heading)
        self.forget.say(view.forget_all)
        self._count.setText(read_words(audited, self._forms, words))
        sources, rows = of_sources(audited, words), otp_rows(audited, words)
        if (sources, rows) == self._shown:
            return
        self._shown = (sources, rows)
        cleared(self._sources)
        cleared(self._rows)
        for found in sources:
            put(self._sources, found_row(self._bench.theme, found))
        for number, one in enumerate(rows):
            put(self._rows, Rule())
            put(self._rows, self._row(number, one, view))

    def _row(self, number: int, one: OtpRowView, view: WorkbenchView) -> QWidget:
        theme = self._bench.theme
        made = QWidget()
        lines = column(made, gap=8)
        head = row(gap=12)
        shape = Icon(theme, "fine")
        shape.show_tone(one.tone)
        head.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget()
        below = column(told, gap=2)
        below.addWidget(Prose(one.name, role="strong"))
        below.addWidget(Prose(one.facts, role="muted"))
        head.addWidget(told, 1)
        lines.addLayout(head)
        for found in one.found:
            inside = found_row(theme, found)
            inside.setContentsMargins(32, 0, 0, 0)
            lines.addWidget(inside)
        buttons = row(gap=4)
        buttons.setContentsMargins(22, 0, 0, 0)
        for name, icon, text, act in (
            ("compare", "check", view.compare, self._compare),
            ("keep", "authenticator", view.keep, self._keep),
            ("move", "qr", view.move, self._move),
        ):
            button = Button(theme, f"otp-{name}-{number}", text, kind=Kind.QUIET, icon=icon)
            button.setAccessibleDescription(one.name)
            button.setEnabled(one.can_move)
            button.clicked.connect(lambda _checked=False, act=act: act(one.subject))
            buttons.addWidget(button)
        buttons.addStretch(1)
        lines.addLayout(buttons)
        return made

    def _entry(self, subject: str) -> OtpEntry | None:
        entries = self._audited.entries if self._audited is not None else ()
        return next((one.entry for one in entries if one.facts.subject == subject), None)

    def _compare(self, subject: str) -> None:
        entry, words = self._entry(subject), self._bench.words
        if entry is not None and words is not None:
            CompareSheet(self._bench, entry, words, parent=self).open()

    def _move(self, subject: str) -> None:
        entry, words = self._entry(subject), self._bench.words
        if entry is not None and words is not None:
            show_qr(self._bench, entry, words, parent=self)

    def _keep(self, subject: str) -> None:
        entry, words = self._entry(subject), self._bench.words
        if entry is None or words is None:
            return
        dialog = QuestionDialog(self._bench.theme, keeping(subject, words), parent=self)
        dialog.accepted.connect(lambda: self._do_keep(entry))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _do_keep(self, entry: OtpEntry) -> None:
        app, bench = self._bench.app, self._bench

        def kept(_code: KeptCode | None) -> None:
            bench.tell_anew()

        bench.run(lambda _cancel: app.authenticator.keep(entry), kept)

    def _forget(self) -> None:
        self.forgotten.emit()
        self.hide()
