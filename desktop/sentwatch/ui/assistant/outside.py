"""While somebody signs in elsewhere: the page's address to copy or open, the code, and how long we still wait."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from sentwatch.core.sign_in_ways import Way
from sentwatch.texts.words import Words
from sentwatch.ui.assistant.sign_in_work import PageStep
from sentwatch.ui.outside import open_outside
from sentwatch.ui.presenters.assistant_sign_in import OutsideView, outside
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.form import CopyField
from sentwatch.ui.widgets.frames import Card, column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import PlainLabel, Prose

_SECOND_MS = 1_000


class OutsidePanel(Card):
    """Opens the page in the browser as soon as it is known; with a code only on request."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("assistant-outside")
        self._words: Words | None = None
        self._way = Way.BROWSER
        self._step: PageStep | None = None
        self._until_s = 0.0
        self._waiting = Prose(role="strong", parent=self)
        self._left = PlainLabel(role="muted", parent=self)
        self._code_text = Prose(parent=self)
        self.code = CopyField(theme, "assistant-code")
        self.code.field.setProperty("code", True)
        self.page = CopyField(theme, "assistant-page")
        self.page.field.setEchoMode(QLineEdit.EchoMode.Normal)
        self.again = Button(theme, "assistant-open-again", icon="open", parent=self)
        self.again.clicked.connect(self._open)
        self.cancel = Button(theme, "assistant-outside-cancel", kind=Kind.PLAIN, icon="cancel", parent=self)
        self._tick = QTimer(self)
        self._tick.setInterval(_SECOND_MS)
        self._tick.timeout.connect(self._count)
        lines = column(self, gap=12)
        lines.setContentsMargins(20, 16, 20, 16)
        head = row(gap=12)
        head.addWidget(Icon(theme, "wait", colour="accent", parent=self), 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget(self)
        beside = column(told, gap=2)
        beside.addWidget(self._waiting)
        beside.addWidget(self._left)
        head.addWidget(told, 1)
        lines.addLayout(head)
        lines.addWidget(self._code_text)
        lines.addWidget(self.code)
        lines.addWidget(self.page)
        foot = row(gap=8)
        foot.addWidget(self.again)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        lines.addLayout(foot)

    def say(self, words: Words) -> None:
        """Speak these words."""
        self._words = words
        self._tell()

    def begin(self, way: Way) -> None:
        """Somebody is about to be sent outside; the page is not known yet."""
        self._way, self._step, self._until_s = way, None, 0.0
        self._tell()

    def show_step(self, step: PageStep) -> None:
        """The page is known: open it, or show the code for it."""
        self._step = step
        self._until_s = time.monotonic() + step.ends_in_s
        self.page.show_text(step.page)
        self.code.show_text(step.code)
        self._tell()
        self._tick.start()
        if self._way is Way.BROWSER:
            self._open()

    def end(self) -> None:
        """Nobody waits any more; an address that is worth something only while we listen is not kept either."""
        self._tick.stop()
        self._step = None
        self.page.show_text("")
        self.code.show_text("")

    def _open(self) -> None:
        if self._step is not None:
            open_outside(self._step.page)

    def _view(self, words: Words) -> OutsideView:
        step = self._step
        left_s = self._until_s - time.monotonic()
        host, code = (step.host, step.code) if step is not None else ("", "")
        return outside(self._way, words, left_s=left_s, host=host, code=code)

    def _count(self) -> None:
        if self._words is not None:
            self._left.setText(self._view(self._words).left if self._step is not None else "")

    def _tell(self) -> None:
        words, step = self._words, self._step
        if words is None:
            return
        view = self._view(words)
        code = step.code if step is not None else ""
        self._waiting.setText(view.waiting)
        self._count()
        self._code_text.setText(view.code_text)
        self._code_text.setVisible(bool(code))
        self.code.setVisible(bool(code))
        self.code.say(view.code, copy=view.copy, copied=view.copied)
        self.page.setVisible(step is not None and not code)
        self.page.say(view.address, copy=view.copy, copied=view.copied)
        self.again.setVisible(step is not None)
        self.again.say(view.open_again)
        self.cancel.say(view.cancel)
