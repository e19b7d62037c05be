"""The frame of a part beside the steps: the way back, its paper, a card with title and lead in a readable width."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sentwatch.ui.presenters.papers import PapersView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import BackButton, Kind
from sentwatch.ui.widgets.frames import Card, column, row
from sentwatch.ui.widgets.menu_button import MenuButton
from sentwatch.ui.widgets.text import Prose

_READABLE: Final = 760


class ToolPane(QWidget):
    """What is special goes into `lines`; `inner` is its parent."""

    back_wanted = Signal()
    paper_wanted = Signal(object)

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.theme = theme
        self.back = BackButton(theme, f"{name}-back", parent=self)
        self.back.clicked.connect(self.back_wanted)
        self.paper = MenuButton(theme, f"{name}-paper", icon="print", kind=Kind.QUIET, parent=self)
        self.paper.wanted.connect(self.paper_wanted)
        self.paper.hide()
        top = row(gap=4)
        top.addWidget(self.back)
        top.addStretch(1)
        top.addWidget(self.paper)
        card = Card(parent=self)
        self.inner = QWidget(card)
        self.inner.setMaximumWidth(_READABLE)
        outer = row(card, gap=0, around=SPACE_AROUND)
        outer.addWidget(self.inner, _READABLE)
        outer.addStretch(1)
        self.lines = column(self.inner, gap=SPACE_BETWEEN)
        self._title = Prose(role="title", parent=self.inner)
        self._lead = Prose(role="quiet", parent=self.inner)
        head = column(titles := QWidget(self.inner), gap=4)
        for widget in (self._title, self._lead):
            head.addWidget(widget)
        self.lines.addWidget(titles)
        whole = column(self, gap=SPACE_INSIDE)
        whole.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        whole.addLayout(top)
        whole.addWidget(card)
        whole.addStretch(1)

    def say_head(self, *, back: str, title: str, lead: str) -> None:
        """Name it."""
        self.back.say(back)
        self._title.setText(title)
        self._lead.setText(lead)
        self._lead.setVisible(bool(lead))

    def offer_paper(self, view: PapersView) -> None:
        """Let it be printed or saved."""
        self.paper.say_entries(view.name, view.entries)
        self.paper.show()
