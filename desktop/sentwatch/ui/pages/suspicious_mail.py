"""A suspicious mail: paste it, open it or drop it; then its signs in words, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QWidget

from sentwatch.core.trouble import Trouble
from sentwatch.ui.file_choice import file_to_open
from sentwatch.ui.pages.page import Page, PageContext, Telling
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.progress import ProgressView
from sentwatch.ui.presenters.suspicious_mail import AskView, MailView, ask, mail_trouble, seen, sign_letter
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import BackButton, Button, Kind
from sentwatch.ui.widgets.finding_browser import FindingBrowser
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.frames import Card, Scroll, column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.mail_cards import Advice, FactsCard, LinesCard
from sentwatch.ui.widgets.progress import ProgressRow
from sentwatch.ui.widgets.states import TroublePanel
from sentwatch.ui.widgets.text import PlainLabel, Prose

if TYPE_CHECKING:
    from sentwatch.core.acquaintance import Acquaintance
    from sentwatch.core.report import Report
    from sentwatch.core.suspicious_mail import SuspiciousMail
    from sentwatch.ports.cancel import CancelToken
    from sentwatch.ports.progress import Progress
    from sentwatch.ui.background import Task, Work
    from sentwatch.wiring import App

_PASTE = 220
_PASTE_NARROW = 120
_TEXT = 260


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A mail that was looked at. `trouble` says why its sender could not be compared."""

    mail: SuspiciousMail
    met: Acquaintance | None
    report: Report
    trouble: Trouble | None = None


class SuspiciousMailPage(Page):
    """Holds one mail while it is shown; nothing of it is kept."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "mail")
        self.setAcceptDrops(True)
        self._telling: Telling | None = None
        self._asked: AskView | None = None
        self._seen: _Seen | None = None
        self._trouble: Trouble | None = None
        self._task: Task[_Seen] | None = None
        self._is_wide = True
        content = QWidget()
        self._scroll = Scroll(content, parent=self)
        lines = column(content, gap=SPACE_BETWEEN)
        lines.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        self.trouble = TroublePanel(self.theme, "mail-trouble")
        self.trouble.hide()
        self.progress = ProgressRow(self.theme, "mail-progress", self._cancel)
        self.progress.hide()
        self._ask = self._made_ask()
        self._result = self._made_result()
        for widget in (self.trouble, self.progress, self._ask, self._result):
            lines.addWidget(widget)
        lines.addStretch(1)
        column(self, gap=0).addWidget(self._scroll)

    def tell(self, telling: Telling) -> HeaderView:
        """Ask for a mail, or show what was seen in it."""
        self._telling = telling
        asked = self._asked = ask(telling.words)
        self._paste_name.setText(asked.paste)
        self.paste.setAccessibleName(asked.paste)
        self._hint.setText(asked.hint)
        self.look.say(asked.look)
        self.open.say(asked.open)
        self._drop.setText(asked.drop)
        self._promise.setText(asked.promise)
        self.progress.say(asked.cancel)
        self.progress.show_view(ProgressView(what=asked.reading, detail="", share=None))
        self._show_trouble(telling)
        self._ask.setVisible(self._seen is None)
        self._result.setVisible(self._seen is not None)
        if self._seen is None:
            return asked.header
        found = self._seen
        view = seen(
            found.mail, found.met, found.report, telling.words, accounts=telling.known.accounts, now=telling.now
        )
        self._show(view, found, telling)
        return view.header

    def set_wide(self, *, is_wide: bool) -> None:
        """Cards side by side, or below each other."""
        self._is_wide = is_wide
        self.browser.set_wide(is_wide=is_wide)
        self.paste.setFixedHeight(_PASTE if is_wide else _PASTE_NARROW)
        self._place()

    def take_file(self, path: Path) -> None:
        """Look at a mail in a file."""
        app = self.app

        def work(_cancel: CancelToken, _progress: Progress) -> _Seen:
            from sentwatch.adapters.eml import read_mail_file

            return _looked(app, read_mail_file(path))

        self._start(work)

    def take_text(self, text: str) -> None:
        """Look at what was pasted."""
        app = self.app

        def work(_cancel: CancelToken, _progress: Progress) -> _Seen:
            from sentwatch.adapters.eml import read_pasted

            return _looked(app, read_pasted(text))

        if text.strip():
            self._start(work)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file of this computer, or text."""
        if _dropped(event) is not None or event.mimeData().hasText():
            self._card.set_tone("steps")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went away again."""
        self._card.set_tone("plain")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped."""
        self._card.set_tone("plain")
        path = _dropped(event)
        if path is not None:
            self.take_file(path)
        else:
            self.take_text(event.mimeData().text())
        event.acceptProposedAction()

    def _made_ask(self) -> QWidget:
        made = QWidget()
        self._card = Card(parent=made)
        lines = column(self._card, gap=SPACE_INSIDE)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, 20)
        self._paste_name = PlainLabel(role="strong", parent=self._card)
        self._hint = Prose(role="quiet", parent=self._card)
        self.paste = QPlainTextEdit(self._card)
        self.paste.setObjectName("mail-paste")
        self.paste.setFixedHeight(_PASTE_NARROW)
        self.paste.setTabChangesFocus(True)
        # A file dropped here is for the page, not its name for the field.
        self.paste.setAcceptDrops(False)
        self.paste.textChanged.connect(self._show_look)
        self.look = Button(self.theme, "mail-look", kind=Kind.PRIMARY, icon="suspicious", parent=self._card)
        self.look.setEnabled(False)
        self.look.clicked.connect(lambda: self.take_text(self.paste.toPlainText()))
        self.open = Button(self.theme, "mail-open", icon="file", parent=self._card)
        self.open.clicked.connect(self._choose_file)
        self._drop = Prose(role="muted", parent=self._card)
        for widget in (self._paste_name, self._hint, self.paste):
            lines.addWidget(widget)
        foot = row(gap=SPACE_INSIDE)
        foot.addWidget(self.look)
        foot.addWidget(self.open)
        foot.addStretch(1)
        lines.addLayout(foot)
        lines.addWidget(self._drop)
        promise = Card(tone="steps", parent=made)
        said = row(promise, gap=12, around=SPACE_BETWEEN)
        said.addWidget(Icon(self.theme, "mark", colour="accent", parent=promise))
        self._promise = Prose(parent=promise)
        said.addWidget(self._promise, 1)
        both = column(made, gap=SPACE_BETWEEN)
        both.addWidget(self._card)
        both.addWidget(promise)
        return made

    def _made_result(self) -> QWidget:
        made = QWidget()
        lines = column(made, gap=SPACE_BETWEEN)
        self.another = BackButton(self.theme, "mail-another", parent=made)
        self.another.clicked.connect(self._start_over)
        self._none = Card(tone="steps", parent=made)
        self._none_text = Prose(parent=self._none)
        column(self._none, gap=0, around=SPACE_BETWEEN).addWidget(self._none_text)
        self.browser = FindingBrowser(self.theme, "mail-signs", parent=made)
        self._facts = FactsCard("mail-facts", parent=made)
        self._met = LinesCard(self.theme, "mail-met", parent=made)
        self._limits = LinesCard(self.theme, "mail-limits", parent=made)
        beside = QWidget(made)
        self._beside = QGridLayout(beside)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(SPACE_BETWEEN)
        self._advice = tuple(Advice(self.theme, f"mail-advice-{n}", parent=made) for n in range(3))
        advice = QWidget(made)
        self._advised = QGridLayout(advice)
        self._advised.setContentsMargins(0, 0, 0, 0)
        self._advised.setSpacing(SPACE_BETWEEN)
        self.text = QPlainTextEdit(made)
        self.text.setObjectName("mail-text")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(_TEXT)
        self.fold = Fold(self.theme, "mail-text", self.text, parent=made)
        for widget in (self.another, self._none, self.browser, beside, advice, self._limits, self.fold):
            lines.addWidget(widget)
        self._place()
        return made

    def _place(self) -> None:
        self._beside.addWidget(self._met, 0, 0)
        self._beside.addWidget(self._facts, 0 if self._is_wide else 1, 1 if self._is_wide else 0)
        for number, card in enumerate(self._advice):
            self._advised.addWidget(card, 0 if self._is_wide else number, number if self._is_wide else 0)
        for number in range(3):
            self._advised.setColumnStretch(number, 1 if self._is_wide or number == 0 else 0)
        for number, share in enumerate((1, 1)):
            self._beside.setColumnStretch(number, share if self._is_wide or number == 0 else 0)

    def _show(self, view: MailView, found: _Seen, telling: Telling) -> None:
        self.another.say(view.another)
        self._none.setVisible(bool(view.none))
        self._none_text.setText(view.none)
        self.browser.say(list_name=view.list_name, back=view.back)
        self.browser.setVisible(bool(view.rows))
        self.browser.show_rows(view.rows, lambda ref: sign_letter(ref, found.report, telling.words, now=telling.now))
        self._facts.show_rows(view.facts_heading, view.facts)
        self._facts.setVisible(bool(view.facts))
        self._met.show_lines(view.met_heading, view.met, tone=view.met_tone)
        for card, one in zip(self._advice, view.advice, strict=True):
            card.show_view(one)
        self._limits.show_lines(view.limits_heading, view.limits, tone="blind")
        self._limits.setVisible(bool(view.limits))
        self.fold.say(view.text_heading)
        self.text.setAccessibleName(view.text_heading)
        self.fold.setVisible(bool(view.text))
        if self.text.toPlainText() != view.text:
            self.text.setPlainText(view.text)

    def _show_trouble(self, telling: Telling) -> None:
        shown = self._trouble or (self._seen.trouble if self._seen is not None else None)
        self.trouble.setVisible(shown is not None)
        if shown is not None:
            self.trouble.show_view(mail_trouble(shown, telling.words))

    def _show_look(self) -> None:
        self.look.setEnabled(self._task is None and bool(self.paste.toPlainText().strip()))

    def _choose_file(self) -> None:
        if self._asked is None:
            return
        path = file_to_open(self, self._asked.open_title, self._asked.open_pattern)
        if path is not None:
            self.take_file(path)

    def _start_over(self) -> None:
        self._seen = self._trouble = None
        self.paste.clear()
        self.text.clear()
        self._tell_again()
        self.paste.setFocus()

    def _start(self, work: Work[_Seen]) -> None:
        if self._task is not None:
            return
        self._trouble = None
        self.progress.show()
        self.trouble.hide()
        task = self.session.background.task(work)
        self._task = task.then(self._done, failed=self._failed, cancelled=self._over)
        self._show_look()
        self._task.start()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _done(self, found: _Seen) -> None:
        self._seen = found
        self._over()
        self._scroll.verticalScrollBar().setValue(0)
        self._tell_again()

    def _failed(self, problem: Exception) -> None:
        self._over()
        if not isinstance(problem, Trouble):
            raise problem
        self._trouble = problem
        self._tell_again()

    def _over(self) -> None:
        self._task = None
        self.progress.hide()
        self._show_look()

    def _tell_again(self) -> None:
        if self._telling is not None:
            self.header_changed.emit(self.tell(self._telling))


def _looked(app: App, mail: SuspiciousMail) -> _Seen:
    """Judge a mail; a locked keyring keeps nobody from seeing the other signs."""
    from sentwatch.core.suspicious_mail import Known
    from sentwatch.service.suspicious_mail import report_on_mail

    known, trouble = Known(), None
    try:
        known = app.known_about(mail)
    except Trouble as met:
        trouble = met
    report = report_on_mail(mail, known, now=app.clock.now())
    return _Seen(mail=mail, met=known.met, report=report, trouble=trouble)


def _dropped(event: QDropEvent) -> Path | None:
    """The one file of this computer that is being dropped."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 else None
