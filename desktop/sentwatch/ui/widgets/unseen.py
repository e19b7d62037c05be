"""The card of what could not be looked at, and why: as loud as a finding."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentwatch.ui.presenters.overview import UnseenView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN
from sentwatch.ui.widgets.frames import Card, cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import PlainLabel, Prose


class UnseenCard(Card):
    """What could not be looked at, and why: as loud as a finding."""

    def __init__(self, theme: Theme, name: str = "unseen", *, parent: QWidget | None = None) -> None:
        super().__init__(tone="blind", parent=parent)
        self.setObjectName(name)
        self._heading = PlainLabel(role="strong", parent=self)
        self._rows = QWidget(self)
        self._lines = column(self._rows, gap=12)
        lines = row(self, gap=12, around=SPACE_BETWEEN)
        lines.addWidget(Icon(theme, "eye-off", colour="muted", parent=self), 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget(self)
        beside = column(told, gap=12)
        beside.addWidget(self._heading)
        beside.addWidget(self._rows)
        lines.addWidget(told, 1)
        self._view: UnseenView | None = None

    def show_view(self, view: UnseenView) -> None:
        """Show these."""
        self._heading.setText(view.heading)
        self.setAccessibleName(view.heading)
        if self._view is not None and self._view.rows == view.rows:
            return
        self._view = view
        cleared(self._lines)
        for entry in view.rows:
            one = QWidget()
            both = column(one, gap=2)
            both.addWidget(Prose(entry.what, role="small-strong"))
            both.addWidget(Prose(entry.why, role="muted"))
            put(self._lines, one)
