"""The password of one account: its review with consent, the reasons for a change, and the calendar."""

from __future__ import annotations

from dataclasses import replace
from operator import methodcaller
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentwatch.core.looks import NotChecked
from sentwatch.core.password_age import ChangeReason
from sentwatch.ui.dialogs.question import QuestionDialog
from sentwatch.ui.pages.sign_in.office_card import OfficeCard
from sentwatch.ui.pages.sign_in.review_cards import BreachCard, ResultCard, StoreCard
from sentwatch.ui.pages.sign_in.sub_page import LinkButton, SubPage
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.progress import ProgressView
from sentwatch.ui.presenters.sign_in_password import consent, password
from sentwatch.ui.presenters.sign_in_review import breach
from sentwatch.ui.presenters.states import trouble as trouble_view
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.choices import Choices
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.progress import ProgressRow
from sentwatch.ui.widgets.states import TroublePanel
from sentwatch.ui.widgets.text import Prose

if TYPE_CHECKING:
    from sentwatch.core.report import Report
    from sentwatch.core.trouble import Trouble
    from sentwatch.ports.cancel import CancelToken
    from sentwatch.service.password import PasswordReport
    from sentwatch.texts.words import Words
    from sentwatch.ui.background import Task
    from sentwatch.ui.pages.sign_in.bench import Bench


class PasswordPage(SubPage):
    """Nothing is taken out of the keyring before somebody said yes."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "password")
        self._task: Task[tuple[PasswordReport, Report] | NotChecked] | None = None
        self._trouble: Trouble | None = None
        self._taken: tuple[ChangeReason, ...] | None = None
        self._in_use = self.card("password-in-use")
        self._shape = Icon(self.theme, "fine")
        self._state = Prose()
        self._age = Prose(role="muted")
        head = QWidget()
        beside = row(head, gap=12)
        beside.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget()
        below = column(told, gap=2)
        below.addWidget(self._state)
        below.addWidget(self._age)
        beside.addWidget(told, 1)
        self._in_use.add(head)
        self.trouble = TroublePanel(self.theme, "password-trouble")
        self._in_use.add(self.trouble)
        self.progress = ProgressRow(self.theme, "password-progress", self._cancel)
        self._in_use.add(self.progress)
        self.review = Button(self.theme, "password-review", kind=Kind.PRIMARY, icon="sign-in")
        self.review.clicked.connect(self._ask)
        self._note = Prose(role="muted")
        asked = row(gap=12)
        asked.addWidget(self.review)
        asked.addWidget(self._note, 1)
        self._in_use.lines.addLayout(asked)
        self.result = ResultCard(self.theme, "password-result")
        self._reasons = self.card("password-reasons-card")
        self._hint = Prose(role="muted")
        self._reasons.add(self._hint)
        self.reasons = Choices(self.theme, "password-reasons", many=True)
        self.reasons.changed.connect(self._tell_reasons)
        self._reasons.add(self.reasons)
        self._advice = Prose()
        self._reasons.add(self._advice)
        self.changed = Button(self.theme, "password-changed", icon="done")
        self.changed.clicked.connect(self._has_changed)
        self.link = LinkButton(self.theme, "password-link")
        buttons = row(gap=SPACE_INSIDE)
        buttons.addWidget(self.changed)
        buttons.addWidget(self.link)
        buttons.addStretch(1)
        self._reasons.lines.addLayout(buttons)
        self.breach = BreachCard(bench, "password-breach")
        self.store = StoreCard(bench, "password-store")
        self.store.changed.connect(self.telling_wanted)
        self.office = OfficeCard(bench, "password-office")
        self._regular = self.card("password-regular")
        self._statement = Prose()
        self._due = Prose(role="muted")
        for widget in (self._statement, self._due, self.office):
            self._regular.add(widget)
        for place, card in ((2, self.result), (4, self.store), (5, self.breach)):
            self.lines.insertWidget(place, card)
        self.lines.addStretch(1)

    def opened(self, account_id: str) -> None:
        """Begin without a result."""
        super().opened(account_id)
        self._taken = None
        self.office.begin()

    def left(self) -> None:
        """Forget the result, the exports and a review that is under way."""
        super().left()
        self._cancel()
        self._task, self._trouble = None, None
        self.result.take(None)
        self.store.forget()

    def tell(self, words: Words) -> HeaderView:
        """Paint what is known."""
        self.say_back(words)
        if self.seen is None:
            return HeaderView(sentence="")
        view = password(self.seen, self.bench.told, words)
        self._in_use.say(view.heading)
        self._shape.show_tone(view.tone)
        self._state.setText(view.state)
        self._age.setText(view.age)
        self._age.setVisible(bool(view.age))
        is_busy = self._task is not None
        self.progress.say(view.cancel)
        self.progress.setVisible(is_busy)
        if is_busy:
            self.progress.show_view(ProgressView(what=view.busy, detail="", share=None))
        self.review.say(view.review)
        self.review.setEnabled(not is_busy)
        self._note.setText(view.review_note)
        for widget in (self.review, self._note):
            widget.setVisible(view.has_password)
        for card in (self._reasons, self._regular, self.breach, self.store):
            card.setVisible(view.has_password)
        self.trouble.setVisible(self._trouble is not None)
        if self._trouble is not None:
            self.trouble.show_view(replace(trouble_view(self._trouble, words), retry=""))
        self.result.tell(words)
        self._reasons.say(view.reasons_heading)
        self._hint.setText(view.reasons_hint)
        self.reasons.show_choices(view.reasons_heading, view.reasons)
        if self._taken != view.taken:
            self._taken = view.taken
            self.reasons.take(view.taken)
        self._advice.setText(view.advice)
        self._advice.setVisible(bool(view.advice))
        self.changed.say(view.changed)
        self.link.show_link(view.link)
        self.breach.tell(words)
        self.store.tell(words)
        self._regular.say(view.regular_heading)
        self._statement.setText(view.statement)
        self._due.setText(view.due)
        self.office.show_view(view.office)
        return view.header

    def _ask(self) -> None:
        words = self.bench.words
        if self.seen is None or words is None or self._task is not None:
            return
        told = self.bench.told
        leaves = breach(told, words).what_leaves if told.asks_service and not told.breach_list else ""
        dialog = QuestionDialog(self.theme, consent(self.seen, words, asks=leaves), parent=self)
        dialog.accepted.connect(self._review)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _review(self) -> None:
        """The consent was given just now, for this one look."""
        if self.seen is None or not self.is_open:
            return
        app, account, exports = self.bench.app, self.seen.account, self.store.exports
        consented_at = app.clock.now()
        self._trouble = None

        def do(cancel: CancelToken) -> tuple[PasswordReport, Report] | NotChecked:
            return app.sign_in_review(account).review_in_use(
                app.password_review(), app.keyring, consented_at=consented_at, cancel=cancel, exports=exports
            )

        task = self._task = self.bench.run(
            do,
            lambda came_to: self._reviewed(task, came_to),
            failed=lambda problem: self._failed(task, problem),
            cancelled=lambda: self._over(task),
        )
        self.telling_wanted.emit()

    def _reviewed(self, task: object, came_to: tuple[PasswordReport, Report] | NotChecked) -> None:
        if isinstance(came_to, NotChecked):
            self._over(task)
            return
        done, report = came_to
        if task is self._task:
            self.result.take(done, is_kept=True)
            self._task = None
        self.bench.take(report)

    def _failed(self, task: object, problem: Trouble) -> None:
        if task is self._task:
            self._trouble = problem
        self._over(task)

    def _over(self, task: object) -> None:
        if task is self._task:
            self._task = None
            self.telling_wanted.emit()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _tell_reasons(self) -> None:
        """Each tick is kept at once, and taken back by the next press."""
        if self.seen is None:
            return
        before, now = set(self._taken or ()), {one for one in self.reasons.taken if isinstance(one, ChangeReason)}
        for reason in now - before:
            self.bench.change(self.seen.account, methodcaller("give_reason", reason))
        for reason in before - now:
            self.bench.change(self.seen.account, methodcaller("take_reason_back", reason))
        self._taken = tuple(reason for reason in ChangeReason if reason in now)

    def _has_changed(self) -> None:
        if self.seen is not None:
            self.result.take(None)
            self.bench.change(self.seen.account, lambda review: review.password_changed())
