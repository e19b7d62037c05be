"""The review of a typed password: nothing is kept, and the field is emptied when the page is left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from sentwatch.core.passwords import MAX_PASSWORD, Password, PasswordOwner, SecondFactor
from sentwatch.ui.pages.sign_in.review_cards import BreachCard, ResultCard, StoreCard
from sentwatch.ui.pages.sign_in.sub_page import SubPage
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.progress import ProgressView
from sentwatch.ui.presenters.sign_in_typed import TypedView, several, typed
from sentwatch.ui.presenters.states import trouble as trouble_view
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.chooser import Chooser
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.progress import ProgressRow
from sentwatch.ui.widgets.secret_row import SecretRow
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.states import TroublePanel
from sentwatch.ui.widgets.text import PlainLabel, Prose

if TYPE_CHECKING:
    from sentwatch.core.trouble import Trouble
    from sentwatch.ports.cancel import CancelToken
    from sentwatch.service.password import PasswordReport
    from sentwatch.texts.words import Words
    from sentwatch.ui.background import Task
    from sentwatch.ui.pages.sign_in.bench import Bench


class TypedPasswordPage(SubPage):
    """A field, what others know of its owner, the result."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "typed")
        self._view: TypedView | None = None
        self._task: Task[PasswordReport] | None = None
        self._trouble: Trouble | None = None
        entry = self._entry = self.card("typed-card")
        self.secret = SecretRow(self.theme, "typed-secret")
        self.secret.field.setMaxLength(MAX_PASSWORD)
        self.secret.field.returnPressed.connect(self._review)
        self.secret.field.textEdited.connect(self._forget_result)
        entry.add(self.secret)
        about = QWidget()
        inside = column(about, gap=12)
        inside.setContentsMargins(28, 4, 0, 4)
        which = row(gap=12)
        self._account_label = PlainLabel(role="small-strong")
        self.account = Chooser(self.theme, "typed-account")
        which.addWidget(self._account_label)
        which.addWidget(self.account)
        which.addStretch(1)
        inside.addLayout(which)
        self.names = FormRow("typed-names")
        self.companies = FormRow("typed-companies")
        inside.addWidget(self.names)
        inside.addWidget(self.companies)
        self._factor_label = Prose(role="small-strong")
        self.factor = Segments(self.theme, "typed-factor")
        inside.addWidget(self._factor_label)
        inside.addWidget(self.factor)
        self.about = Fold(self.theme, "typed-about", about)
        self.about.head.toggled.connect(lambda _is_open: self.telling_wanted.emit())
        entry.add(self.about)
        self.trouble = TroublePanel(self.theme, "typed-trouble")
        entry.add(self.trouble)
        self.progress = ProgressRow(self.theme, "typed-progress", self._cancel)
        entry.add(self.progress)
        buttons = row(gap=SPACE_INSIDE)
        self.submit = Button(self.theme, "typed-submit", kind=Kind.PRIMARY, icon="sign-in")
        self.submit.clicked.connect(self._review)
        buttons.addWidget(self.submit)
        buttons.addStretch(1)
        entry.lines.addLayout(buttons)
        self.result = ResultCard(self.theme, "typed-result")
        self.store = StoreCard(bench, "typed-store")
        self.store.changed.connect(self.telling_wanted)
        self.breach = BreachCard(bench, "typed-breach")
        for card in (self.result, self.store, self.breach):
            self.lines.addWidget(card)
        self.lines.addStretch(1)

    def left(self) -> None:
        """Forget what was typed and read."""
        super().left()
        self._cancel()
        self._task, self._trouble = None, None
        self.secret.forget()
        for line in (self.names, self.companies):
            line.field.setText("")
        self.result.take(None)
        self.store.forget()

    def tell(self, words: Words) -> HeaderView:
        """Paint the form and the result."""
        self.say_back(words)
        view = self._view = typed(self.bench.told, words)
        self._entry.say(view.heading)
        self.secret.say_secret(view.secret, view.secret_hint, show=view.show, hide=view.hide)
        self.about.say(view.about)
        self._account_label.setText(view.account_label)
        self.account.say_choices(view.account_label, view.accounts)
        self.names.say(view.names, view.names_hint)
        self.companies.say(view.companies)
        self._factor_label.setText(view.factor)
        self.factor.say(view.factor, view.factors)
        is_busy = self._task is not None
        self.progress.say(view.cancel)
        self.progress.setVisible(is_busy)
        if is_busy:
            self.progress.show_view(ProgressView(what=view.busy, detail="", share=None))
        self.submit.say(view.submit)
        self.submit.setEnabled(not is_busy)
        self.trouble.setVisible(self._trouble is not None)
        if self._trouble is not None:
            self.trouble.show_view(replace(trouble_view(self._trouble, words), retry=""))
        self.result.tell(words)
        self.store.tell(words)
        self.breach.tell(words)
        return view.header

    def _owner(self) -> PasswordOwner:
        from sentwatch.service.sign_in_review import owner_of

        names, companies = several(self.names.field.text()), several(self.companies.field.text())
        factor = self.factor.value if isinstance(self.factor.value, SecondFactor) else SecondFactor.UNKNOWN
        seen = self.bench.seen(str(self.account.value or ""))
        if seen is None:
            return PasswordOwner(names=names, companies=companies, second_factor=factor)
        owner = owner_of(seen, names=names, companies=companies)
        return owner if factor is SecondFactor.UNKNOWN else replace(owner, second_factor=factor)

    def _review(self) -> None:
        if self._task is not None or self._view is None:
            return
        if not self.secret.field.text():
            self.secret.set_error(self._view.missing)
            self.secret.field.setFocus()
            return
        app, owner, exports = self.bench.app, self._owner(), self.store.exports
        seen = self.bench.seen(str(self.account.value or ""))
        password, now = Password(self.secret.field.text()), app.clock.now()
        self._trouble = None

        def do(cancel: CancelToken) -> PasswordReport:
            from sentwatch.service.password import sites_of

            return app.password_review().report(
                password,
                owner,
                now=now,
                cancel=cancel,
                exports=exports,
                own_sites=sites_of(seen.provider if seen is not None else None),
            )

        task = self._task = self.bench.run(
            do,
            lambda done: self._reviewed(task, done),
            failed=lambda problem: self._failed(task, problem),
            cancelled=lambda: self._over(task),
            lane=None,
        )
        self.telling_wanted.emit()

    def _reviewed(self, task: object, done: PasswordReport) -> None:
        if task is self._task:
            self.result.take(done)
        self._over(task)

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

    def _forget_result(self) -> None:
        """A result belongs to the password that was reviewed."""
        self.result.take(None)
