"""Cards of the overview: an area that can be opened, and a button with a face of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentwatch.ui.presenters.overview import CardView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import ICON, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.pressable import Pressable
from sentwatch.ui.widgets.text import PlainLabel, Prose


class AreaCard(Pressable):
    """What was looked at in one area; pressing it opens the area's page."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent=parent)
        self._icon = Icon(theme, "overview", colour="muted", parent=self)
        self._title = PlainLabel(role="quiet", parent=self)
        self._shape = Icon(theme, "fine", parent=self)
        self._result = Prose(role="strong", parent=self)
        self._when = Prose(role="muted", parent=self)
        self._unseen_icon = Icon(theme, "eye-off", colour="muted", size=16, parent=self)
        self._unseen = Prose(role="muted", parent=self)
        lines = column(self, gap=SPACE_INSIDE, around=SPACE_BETWEEN)
        head = row(gap=SPACE_INSIDE)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        lines.addLayout(head)
        told = row(gap=SPACE_INSIDE)
        told.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self._result, 1)
        lines.addLayout(told)
        self._when.setContentsMargins(ICON + SPACE_INSIDE, 0, 0, 0)
        lines.addWidget(self._when)
        blind = row(gap=SPACE_INSIDE + 2)
        blind.setContentsMargins(2, 0, 0, 0)
        blind.addWidget(self._unseen_icon, 0, Qt.AlignmentFlag.AlignTop)
        blind.addWidget(self._unseen, 1)
        lines.addLayout(blind)
        lines.addStretch(1)
        for child in (self._title, self._result, self._when, self._unseen):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_view(self, view: CardView) -> None:
        """Show what is known of the area."""
        self._icon.show_icon(view.icon, "muted")
        self._title.setText(view.title)
        self._shape.show_tone(view.tone)
        self._result.setText(view.result)
        self._when.setText(view.when)
        self._when.setVisible(bool(view.when))
        self._unseen.setText(view.unseen)
        for widget in (self._unseen, self._unseen_icon):
            widget.setVisible(bool(view.unseen))
        self.setAccessibleName(view.spoken)
