"""A refusal beside the entry it is about: what happened, what to do, and the button that does it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from sentwatch.ui.presenters.assistant_sign_in import Aid, RefusalView
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import Prose


class RefusalCard(QFrame):
    """`wanted` carries the Aid that was asked for."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("card", "notice")
        self._aid = Aid.NONE
        self._title = Prose(role="strong", parent=self)
        self._do_first = Prose(parent=self)
        self.button = Button(theme, f"{name}-button", parent=self)
        self.button.clicked.connect(lambda: self.wanted.emit(self._aid))
        lines = row(self, gap=12, around=16)
        lines.addWidget(Icon(theme, "notice", colour="notice", parent=self), 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget(self)
        beside = column(told, gap=4)
        beside.addWidget(self._title)
        beside.addWidget(self._do_first)
        beside.addSpacing(4)
        beside.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(told, 1)

    @property
    def aid(self) -> Aid:
        """What its button does; NONE where it is not there."""
        return self._aid

    def show_view(self, view: RefusalView | None) -> None:
        """Show it; None hides it."""
        self.setVisible(view is not None)
        if view is None:
            self._aid = Aid.NONE
            return
        self._aid = view.aid
        self._title.setText(view.title)
        self._do_first.setText(view.do_first)
        self.button.say(view.button)
        self.button.setVisible(bool(view.button))
        self.setAccessibleName(view.title)
        self.setAccessibleDescription(view.do_first)
