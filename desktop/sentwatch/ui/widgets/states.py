"""What a page shows when it has nothing to show: one sentence, one button; and the panel for a trouble."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from sentwatch.ui.presenters.states import Next, StateView, TroubleView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import Card, column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import Prose

_WIDTH = 460


class StatePanel(QWidget):
    """An icon, a sentence, a line of help, a button; in the middle of the page."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._does = Next.CHECK_NOW
        self._icon = Icon(theme, "mark", colour="accent", size=48, parent=self)
        self._sentence = Prose(role="title", parent=self)
        self._detail = Prose(role="quiet", parent=self)
        self.button = Button(theme, f"{name}-button", kind=Kind.PRIMARY, parent=self)
        self.button.clicked.connect(lambda: self.wanted.emit(self._does))
        for text in (self._sentence, self._detail):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            text.setFixedWidth(_WIDTH)
        lines = column(self, gap=SPACE_BETWEEN, around=SPACE_AROUND)
        lines.addStretch(2)
        lines.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addWidget(self._sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addWidget(self._detail, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addSpacing(SPACE_INSIDE)
        lines.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addStretch(3)

    def show_view(self, view: StateView) -> None:
        """Show this state."""
        self._does = view.does
        self._icon.show_icon(view.icon, view.icon if view.icon in {"fine", "notice"} else "accent")
        self._sentence.setText(view.sentence)
        self._detail.setText(view.detail)
        self._detail.setVisible(bool(view.detail))
        self.button.say(view.button)


class TroublePanel(QFrame):
    """What the world did, what to do first, and a way to try again."""

    retried = Signal()

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("card", "notice")
        self._icon = Icon(theme, "notice", colour="notice", parent=self)
        self._title = Prose(role="strong", parent=self)
        self._do_first = Prose(parent=self)
        self.retry = Button(theme, f"{name}-retry", icon="check", parent=self)
        self.retry.clicked.connect(self.retried)
        lines = row(self, gap=12, around=SPACE_BETWEEN)
        lines.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        beside = QWidget(self)
        told = column(beside, gap=4)
        told.addWidget(self._title)
        told.addWidget(self._do_first)
        lines.addWidget(beside, 1)
        lines.addWidget(self.retry, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_view(self, view: TroubleView) -> None:
        """Show this trouble."""
        self._title.setText(view.title)
        self._do_first.setText(view.do_first)
        self.retry.say(view.retry)
        self.retry.setVisible(bool(view.retry))
        self.setAccessibleName(view.title)


class NoticeBar(Card):
    """A state said in one line above a page that has something to show all the same."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(tone="blind", parent=parent)
        self.setObjectName(name)
        self._does = Next.CHECK_NOW
        self._icon = Icon(theme, "offline", colour="muted", parent=self)
        self._sentence = Prose(role="strong", parent=self)
        self._detail = Prose(role="muted", parent=self)
        self.button = Button(theme, f"{name}-button", parent=self)
        self.button.clicked.connect(lambda: self.wanted.emit(self._does))
        lines = row(self, gap=12, around=SPACE_BETWEEN)
        lines.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget(self)
        beside = column(told, gap=4)
        beside.addWidget(self._sentence)
        beside.addWidget(self._detail)
        lines.addWidget(told, 1)
        lines.addWidget(self.button)

    def show_view(self, view: StateView) -> None:
        """Show this state."""
        self._does = view.does
        self._icon.show_icon(view.icon, "muted")
        self._sentence.setText(view.sentence)
        self._detail.setText(view.detail)
        self._detail.setVisible(bool(view.detail))
        self.button.say(view.button)
