"""The second step of one account: what our sign-in shows, and which methods its owner says are set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentwatch.core.sign_in import MfaMethod
from sentwatch.ui.pages.sign_in.sub_page import LinkButton, SubPage
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.sign_in_methods import ALONE, methods
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.choices import Choices
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import Prose

if TYPE_CHECKING:
    from sentwatch.texts.words import Words
    from sentwatch.ui.pages.sign_in.bench import Bench


class MethodsPage(SubPage):
    """One question with an answer that is dated and asked for again."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "methods")
        self._shown_for: tuple[str, tuple[MfaMethod, ...]] | None = None
        self._proof_card = self.card("methods-proof")
        self._shape = Icon(self.theme, "fine")
        self._proof = Prose()
        self._facts = Prose(role="muted")
        self._limits = Prose(role="muted")
        seen = QWidget()
        beside = row(seen, gap=12)
        beside.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget()
        below = column(told, gap=4)
        for widget in (self._proof, self._facts, self._limits):
            below.addWidget(widget)
        beside.addWidget(told, 1)
        self._proof_card.add(seen)
        self._question = self.card("methods-question")
        self._hint = Prose(role="muted")
        self._question.add(self._hint)
        self.link = LinkButton(self.theme, "methods-link")
        self._question.add(self.link, keeps_width=True)
        self.choices = Choices(self.theme, "methods-choices", many=True)
        self.choices.changed.connect(self._offer_keeping)
        self._question.add(self.choices)
        self._given = Prose(role="muted")
        self._question.add(self._given)
        buttons = row(gap=SPACE_INSIDE)
        self.keep = Button(self.theme, "methods-keep", kind=Kind.PRIMARY)
        self.keep.clicked.connect(self._keep)
        self.take_back = Button(self.theme, "methods-take-back", kind=Kind.QUIET)
        self.take_back.clicked.connect(self._take_back)
        buttons.addWidget(self.keep)
        buttons.addWidget(self.take_back)
        buttons.addStretch(1)
        self._question.lines.addLayout(buttons)
        self._codes = Prose(role="quiet")
        self.lines.addWidget(self._codes)
        self.lines.addStretch(1)

    def opened(self, account_id: str) -> None:
        """Show what was answered last."""
        super().opened(account_id)
        self._shown_for = None

    def tell(self, words: Words) -> HeaderView:
        """Paint what is known."""
        self.say_back(words)
        if self.seen is None:
            return HeaderView(sentence="")
        view = methods(self.seen, words)
        self._proof_card.say(view.proof_heading)
        self._shape.show_tone(view.proof_tone)
        self._proof.setText(view.proof)
        self._facts.setText(view.proof_facts)
        self._facts.setVisible(bool(view.proof_facts))
        self._limits.setText(view.limits)
        self._question.say(view.question)
        self._hint.setText(view.hint)
        self.choices.show_choices(view.question, view.choices, alone=ALONE)
        if self._shown_for != (self.account_id, view.taken):
            self._shown_for = (self.account_id, view.taken)
            self.choices.take(view.taken)
        self._given.setText(view.given)
        self._given.setVisible(bool(view.given))
        self.keep.say(view.keep)
        self.take_back.say(view.take_back)
        self.take_back.setVisible(bool(view.taken))
        self.link.show_link(view.link)
        self._codes.setText(view.codes)
        self._offer_keeping()
        return view.header

    def _offer_keeping(self) -> None:
        # The same answer may be given again: it is then newer.
        self.keep.setEnabled(bool(self.choices.taken))

    def _keep(self) -> None:
        methods_taken = tuple(value for value in self.choices.taken if isinstance(value, MfaMethod))
        if self.seen is not None and methods_taken:
            self.bench.change(self.seen.account, lambda review: review.answer_methods(methods_taken))

    def _take_back(self) -> None:
        if self.seen is not None:
            self.bench.change(self.seen.account, lambda review: review.answer_methods(()))
