"""No incident is shown: what has happened, in which mailbox, and who is affected."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.incident import Situation
from sentwatch.ui.presenters.incident import BeginView, SituationView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN
from sentwatch.ui.widgets.buttons import BackButton, Button
from sentwatch.ui.widgets.chooser import Chooser
from sentwatch.ui.widgets.frames import Card, cleared, column, put, row
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.text import PlainLabel, Prose


class Begin(QWidget):
    """`begun` carries the Situation, the account's key (None for none that is set up) and the Audience."""

    begun = Signal(object, object, object)
    back_wanted = Signal()

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[SituationView, ...] = ()
        self._has_chosen = False
        self.back = BackButton(theme, "incident-back", parent=self)
        self.back.clicked.connect(self.back_wanted)
        asked = Card(parent=self)
        questions = column(asked, gap=12)
        questions.setContentsMargins(20, SPACE_BETWEEN, 20, SPACE_BETWEEN)
        self._mailbox = PlainLabel(role="strong", parent=asked)
        self.mailboxes = Chooser(theme, "incident-mailbox", parent=asked)
        self._whom = PlainLabel(role="strong", parent=asked)
        self.audiences = Segments(theme, "incident-audience", parent=asked)
        self.audiences.chosen.connect(self._choose)
        for label, choice in ((self._mailbox, self.mailboxes), (self._whom, self.audiences)):
            line = row(gap=SPACE_BETWEEN)
            line.addWidget(label)
            line.addStretch(1)
            line.addWidget(choice)
            questions.addLayout(line)
        cards = QWidget(self)
        self._cards = column(cards, gap=12)
        lines = column(self, gap=SPACE_BETWEEN)
        lines.addWidget(self.back)
        lines.addWidget(asked)
        lines.addWidget(cards)

    def show_view(self, view: BeginView, *, audience: Audience) -> None:
        """Ask in these words; `audience` is taken until somebody chose another."""
        self.back.say(view.back)
        self.back.setVisible(bool(view.back))
        self._mailbox.setText(view.mailbox)
        self.mailboxes.say_choices(view.mailbox, view.mailboxes)
        self._whom.setText(view.whom)
        self.audiences.say(view.whom, view.audiences)
        if not self._has_chosen:
            self.audiences.take(audience)
        if view.situations == self._shown:
            return
        self._shown = view.situations
        cleared(self._cards)
        for one in view.situations:
            put(self._cards, self._card(one))

    def _card(self, view: SituationView) -> Card:
        card = Card()
        lines = row(card, gap=SPACE_BETWEEN)
        lines.setContentsMargins(20, SPACE_BETWEEN, SPACE_BETWEEN, SPACE_BETWEEN)
        told = QWidget(card)
        beside = column(told, gap=4)
        beside.addWidget(Prose(view.title, role="strong"))
        beside.addWidget(Prose(view.lead, role="quiet"))
        lines.addWidget(told, 1)
        button = Button(self._theme, f"begin-{view.situation.value}", view.begin, parent=card)
        button.setAccessibleDescription(view.title)
        button.clicked.connect(partial(self._begin, view.situation))
        lines.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return card

    def _begin(self, situation: Situation) -> None:
        account = str(self.mailboxes.value or "") or None
        self.begun.emit(situation, account, self.audiences.value)

    def _choose(self, _audience: object) -> None:
        self._has_chosen = True
