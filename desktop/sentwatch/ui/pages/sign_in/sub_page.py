"""The base of the pages behind the rows: a way back, cards below each other, and nothing secret left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sentwatch.core.phrase import N_
from sentwatch.ui.links import open_web_page
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN
from sentwatch.ui.widgets.buttons import BackButton, Button, Kind
from sentwatch.ui.widgets.frames import Card, Scroll, column, row
from sentwatch.ui.widgets.text import Prose

if TYPE_CHECKING:
    from sentwatch.service.sign_in_review import SignInSeen
    from sentwatch.texts.words import Words
    from sentwatch.ui.pages.sign_in.bench import Bench
    from sentwatch.ui.presenters.frame import HeaderView
    from sentwatch.ui.presenters.sign_in import LinkView

READABLE: Final = 760
"""Longer lines are hard to come back from."""


class SubPage(QWidget):
    """`back_wanted`: go back. `view_wanted`: go on to the view of that key and name.

    `opened` and `left` are called when it comes and goes, `tell` whenever more is known.
    """

    back_wanted = Signal()
    telling_wanted = Signal()
    view_wanted = Signal(str, str)

    def __init__(self, bench: Bench, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.bench = bench
        self.theme = bench.theme
        self.account_id = ""
        self.is_open = False
        content = QWidget()
        self.pane = Scroll(content, parent=self)
        beside = row(content, gap=0)
        beside.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        # A row asks for the height at the width it gives: a column would ask at its own, and cut what then wraps.
        inner = QWidget()
        inner.setMaximumWidth(READABLE)
        beside.addWidget(inner, READABLE)
        beside.addStretch(1)
        self.lines = column(inner, gap=SPACE_BETWEEN)
        self.back = BackButton(self.theme, f"{name}-back")
        self.back.clicked.connect(self.back_wanted)
        self.lines.addWidget(self.back)
        column(self, gap=0).addWidget(self.pane)

    @property
    def seen(self) -> SignInSeen | None:
        """What is known of the account the page is about."""
        return self.bench.seen(self.account_id)

    def opened(self, account_id: str) -> None:
        """Be about this account (empty for none) from now on."""
        self.account_id, self.is_open = account_id, True
        self.pane.verticalScrollBar().setValue(0)

    def left(self) -> None:
        """Forget what must not stay."""
        self.is_open = False

    def tell(self, words: Words) -> HeaderView:
        """Paint what is known, in these words."""
        raise NotImplementedError

    def say_back(self, words: Words) -> None:
        """Name the way back."""
        self.back.say(words(N_("Back to “Sign-in”")))

    def card(self, name: str) -> SectionCard:
        """A card at the end of the page."""
        made = SectionCard(name)
        self.lines.addWidget(made)
        return made


class SectionCard(Card):
    """A heading, and below it what belongs to it."""

    def __init__(self, name: str, *, tone: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(tone=tone, parent=parent)
        self.setObjectName(name)
        self.heading = Prose(role="strong", parent=self)
        self.lines: QVBoxLayout = column(self, gap=10)
        self.lines.setContentsMargins(20, SPACE_BETWEEN, 20, 20)
        self.lines.addWidget(self.heading)

    def say(self, heading: str) -> None:
        """Name the card."""
        self.heading.setText(heading)
        self.setAccessibleName(heading)

    def add(self, widget: QWidget, *, keeps_width: bool = False) -> None:
        """Put a part below the others."""
        if keeps_width:
            self.lines.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self.lines.addWidget(widget)

    def add_narrow(self, widget: QWidget, width: int) -> None:
        """Put a part below the others that gets no wider than this."""
        self.lines.addLayout(narrow(widget, width))


def narrow(widget: QWidget, width: int) -> QHBoxLayout:
    """A row in which a widget gets no wider than this."""
    widget.setMaximumWidth(width)
    beside = row(gap=0)
    beside.addWidget(widget, width)
    beside.addStretch(1)
    return beside


class LinkButton(Button):
    """Leads to a page of the provider; hidden where none is known well enough."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, kind=Kind.QUIET, icon="link", parent=parent)
        self.set_flush()
        self.url = ""
        self.clicked.connect(lambda: open_web_page(self.url))

    def show_link(self, view: LinkView) -> None:
        """Lead there."""
        self.url = view.url
        self.say(view.text)
        self.setToolTip(view.url)
        self.setAccessibleDescription(view.url)
        self.setVisible(bool(view.url))
