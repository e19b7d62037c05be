"""A guide on a page of its own: where a link of another guide led to."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sentwatch.texts.guide import Guide
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import BackButton
from sentwatch.ui.widgets.frames import Card, column, row
from sentwatch.ui.widgets.guide_view import GuideView
from sentwatch.ui.widgets.text import Prose

_READABLE: Final = 760


class GuidePage(QWidget):
    """A way back, the title, the guide."""

    back_wanted = Signal()

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = BackButton(theme, "guide-back", parent=self)
        self.back.clicked.connect(self.back_wanted)
        self._title = Prose(role="title")
        self.guide = GuideView(theme, "guide")
        card = Card(parent=self)
        inner = QWidget(card)
        inner.setMaximumWidth(_READABLE)
        outer = row(card, gap=0, around=SPACE_AROUND)
        outer.addWidget(inner, _READABLE)
        outer.addStretch(1)
        lines = column(inner, gap=SPACE_BETWEEN)
        lines.addWidget(self._title)
        lines.addWidget(self.guide)
        whole = column(self, gap=SPACE_INSIDE)
        whole.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        whole.addWidget(self.back)
        whole.addWidget(card)
        whole.addStretch(1)

    def show_guide(self, guide: Guide, *, back: str) -> bool:
        """Show this guide; says whether it is another one."""
        self.back.say(back)
        self._title.setText(guide.title)
        return self.guide.show_guide(guide)
