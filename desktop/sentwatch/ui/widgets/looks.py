"""The card of what was looked at, and how each look ended."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentwatch.ui.presenters.findings import LookRow
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN
from sentwatch.ui.widgets.frames import Card, cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import PlainLabel, Prose


class LooksCard(Card):
    """What was looked at, and how each look ended."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = theme
        self._heading = PlainLabel(role="strong", parent=self)
        self._rows = QWidget(self)
        self._lines = column(self._rows, gap=12)
        self._shown: tuple[LookRow, ...] = ()
        lines = column(self, gap=12)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, 20)
        lines.addWidget(self._heading)
        lines.addWidget(self._rows)

    def show_rows(self, heading: str, rows: tuple[LookRow, ...]) -> None:
        """Show these."""
        self._heading.setText(heading)
        self.setAccessibleName(heading)
        if rows == self._shown:
            return
        self._shown = rows
        cleared(self._lines)
        for entry in rows:
            one = QWidget()
            beside = row(one, gap=10)
            shape = Icon(self._theme, "fine")
            shape.show_tone(entry.tone)
            beside.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
            told = QWidget(one)
            both = column(told, gap=0)
            both.addWidget(Prose(entry.what))
            both.addWidget(Prose(entry.result, role="muted"))
            beside.addWidget(told, 1)
            put(self._lines, one)
