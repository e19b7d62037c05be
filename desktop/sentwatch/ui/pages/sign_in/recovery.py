"""The ways back into one account: four questions, each on a card that closes when it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.core.recovery import MAX_PLACE, RecoveryPath, RecoverySaid, looks_like_codes
from sentwatch.ui.pages.sign_in.sub_page import LinkButton, SubPage
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.sign_in import BACKUP
from sentwatch.ui.presenters.sign_in_recovery import QuestionView, recovery
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.choices import Choices
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import Card, column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import Prose

if TYPE_CHECKING:
    from sentwatch.texts.words import Words
    from sentwatch.ui.pages.sign_in.bench import Bench


class RecoveryPage(SubPage):
    """A card for each way back."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "recovery")
        self._intro = Prose(role="quiet")
        self.lines.addWidget(self._intro)
        self.cards: dict[RecoveryPath, QuestionCard] = {}
        for path in RecoveryPath:
            card = self.cards[path] = QuestionCard(self.theme, path)
            card.answered.connect(self._answer)
            card.turned.connect(self.telling_wanted)
            card.elsewhere.clicked.connect(lambda: self.view_wanted.emit(self.account_id, BACKUP))
            self.lines.addWidget(card)
        self.lines.addStretch(1)

    def opened(self, account_id: str) -> None:
        """Begin with the cards as the answers have them."""
        super().opened(account_id)
        for card in self.cards.values():
            card.begin()

    def tell(self, words: Words) -> HeaderView:
        """Paint what is known."""
        self.say_back(words)
        if self.seen is None:
            return HeaderView(sentence="")
        view = recovery(self.seen, words)
        self._intro.setText(view.intro)
        for question in view.questions:
            self.cards[question.path].show_view(question)
        return view.header

    def _answer(self, path: RecoveryPath, said: RecoverySaid | None, place: str) -> None:
        if self.seen is not None:
            self.bench.change(self.seen.account, lambda review: review.answer_recovery(path, said, place=place))


class QuestionCard(Card):
    """`answered` carries the path, what was said (None: taken back) and the place; `turned`: it was opened."""

    answered = Signal(object, object, str)
    turned = Signal()

    def __init__(self, theme: Theme, path: RecoveryPath) -> None:
        super().__init__()
        name = f"recovery-{path.value}"
        self.setObjectName(name)
        self._path = path
        self._view: QuestionView | None = None
        self._is_asking = False
        self._shape = Icon(theme, "fine")
        self._title = Prose(role="strong")
        self._given = Prose(role="muted")
        self._question = Prose()
        self._why = Prose(role="muted")
        self.link = LinkButton(theme, f"{name}-link")
        self.choices = Choices(theme, f"{name}-choices", many=False)
        self.place = FormRow(f"{name}-place")
        self.place.field.setMaxLength(MAX_PLACE)
        self.keep = Button(theme, f"{name}-keep", kind=Kind.PRIMARY)
        self.choices.changed.connect(lambda: self.keep.setEnabled(True))
        self.keep.clicked.connect(self._keep)
        self.again = Button(theme, f"{name}-again")
        self.again.clicked.connect(self._ask)
        self.elsewhere = Button(theme, f"{name}-elsewhere", kind=Kind.QUIET, icon="lock")
        self.take_back = Button(theme, f"{name}-take-back", kind=Kind.QUIET)
        self.take_back.clicked.connect(lambda: self.answered.emit(self._path, None, ""))
        lines = column(self, gap=10)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, SPACE_BETWEEN)
        head = row(gap=12)
        head.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget()
        beside = column(told, gap=2)
        beside.addWidget(self._title)
        beside.addWidget(self._given)
        head.addWidget(told, 1)
        lines.addLayout(head)
        self._asking = QWidget()
        asked = column(self._asking, gap=10)
        for widget in (self._question, self._why):
            asked.addWidget(widget)
        asked.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        asked.addWidget(self.choices)
        asked.addWidget(self.place)
        lines.addWidget(self._asking)
        buttons = row(gap=SPACE_INSIDE)
        for button in (self.keep, self.again, self.take_back, self.elsewhere):
            buttons.addWidget(button)
        buttons.addStretch(1)
        lines.addLayout(buttons)

    def begin(self) -> None:
        """Close what is answered."""
        self._view, self._is_asking = None, False

    def show_view(self, view: QuestionView) -> None:
        """Show the question, or its answer."""
        before, self._view = self._view, view
        if before is None or (before.said, before.place, before.given) != (view.said, view.place, view.given):
            self._is_asking = view.is_due
            self.choices.show_choices(view.title, view.choices)
            self.choices.take([view.said] if view.said is not None else [])
            self.place.field.setText(view.place)
        self.setAccessibleName(view.title)
        self._shape.show_tone(view.tone)
        self._title.setText(view.title)
        self._given.setText(view.given)
        self._given.setVisible(bool(view.given))
        self._question.setText(view.question)
        self._why.setText(view.why)
        self.link.show_link(view.link)
        self.choices.show_choices(view.title, view.choices)
        self.place.say(view.place_label, view.place_hint)
        self.place.setVisible(bool(view.place_label))
        for button, text in ((self.keep, view.keep), (self.again, view.again), (self.take_back, view.take_back)):
            button.say(text)
            button.setAccessibleDescription(view.title)
        self.elsewhere.say(view.elsewhere)
        self.elsewhere.setVisible(bool(view.elsewhere))
        self.keep.setEnabled(bool(self.choices.taken))
        self._arrange()

    def _arrange(self) -> None:
        has_answer = self._view is not None and self._view.said is not None
        self._asking.setVisible(self._is_asking)
        self.keep.setVisible(self._is_asking)
        self.again.setVisible(not self._is_asking)
        self.take_back.setVisible(has_answer)

    def _ask(self) -> None:
        self._is_asking = True
        self._arrange()
        self.turned.emit()

    def _keep(self) -> None:
        said = next(iter(self.choices.taken), None)
        place = self.place.field.text().strip() if self._path is RecoveryPath.BACKUP_CODES else ""
        if looks_like_codes(place) and self._view is not None:
            self.place.set_error(self._view.place_wrong)
            self.place.field.setFocus()
            return
        if isinstance(said, RecoverySaid):
            self.answered.emit(self._path, said, place)
