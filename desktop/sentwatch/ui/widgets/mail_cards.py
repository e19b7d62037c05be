"""Cards about a mail: what it says of itself, lines with a mark before them, and advice."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from sentwatch.ui.presenters.suspicious_mail import AdviceView, FactRow
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.frames import Card, cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import PlainLabel, Prose

_LABEL = 116


class FactsCard(Card):
    """Labels with their values; what is odd about one stands below it."""

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName(name)
        self._shown: tuple[FactRow, ...] = ()
        self._heading = PlainLabel(role="strong", parent=self)
        table = QWidget(self)
        self._grid = QGridLayout(table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(SPACE_INSIDE)
        self._grid.setColumnStretch(1, 1)
        lines = column(self, gap=12)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, 20)
        lines.addWidget(self._heading)
        lines.addWidget(table)
        lines.addStretch(1)

    def show_rows(self, heading: str, rows: tuple[FactRow, ...]) -> None:
        """Show these."""
        self._heading.setText(heading)
        if rows == self._shown:
            return
        self._shown = rows
        cleared(self._grid)
        for number, one in enumerate(rows):
            label = Prose(one.label, role="muted", parent=self)
            label.setFixedWidth(_LABEL)
            told = QWidget(self)
            beside = column(told, gap=0)
            beside.addWidget(Prose(one.value, role="small", parent=told))
            if one.note:
                beside.addWidget(Prose(one.note, role="muted", parent=told))
            self._grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(told, number, 1)
            label.show()
            told.show()


class LinesCard(Card):
    """A heading with the shape of its tone, and lines below it."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName(name)
        self._shown: tuple[str, ...] = ()
        self._shape = Icon(theme, "info", colour="muted", parent=self)
        self._heading = PlainLabel(role="strong", parent=self)
        rows = QWidget(self)
        self._rows = column(rows, gap=SPACE_INSIDE)
        head = row(gap=SPACE_INSIDE)
        head.addWidget(self._shape)
        head.addWidget(self._heading, 1)
        lines = column(self, gap=12)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, 20)
        lines.addLayout(head)
        lines.addWidget(rows)
        lines.addStretch(1)

    def show_lines(self, heading: str, texts: tuple[str, ...], *, tone: str) -> None:
        """Show these."""
        self._heading.setText(heading)
        self._shape.show_tone(tone)
        if texts == self._shown:
            return
        self._shown = texts
        cleared(self._rows)
        for text in texts:
            put(self._rows, Prose(text))


class Advice(Card):
    """What to do, or not to do: each line with a mark of its own."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName(name)
        self._shown: tuple[str, ...] = ()
        self._shape = Icon(theme, "fine", parent=self)
        self._heading = PlainLabel(role="strong", parent=self)
        rows = QWidget(self)
        self._rows = column(rows, gap=SPACE_INSIDE)
        head = row(gap=SPACE_INSIDE)
        head.addWidget(self._shape)
        head.addWidget(self._heading, 1)
        lines = column(self, gap=12)
        lines.setContentsMargins(SPACE_BETWEEN, SPACE_BETWEEN, SPACE_BETWEEN, SPACE_BETWEEN)
        lines.addLayout(head)
        lines.addWidget(rows)
        lines.addStretch(1)

    def show_view(self, view: AdviceView) -> None:
        """Show this advice."""
        self._shape.show_icon(view.icon, view.tone)
        self._heading.setText(view.heading)
        if view.lines == self._shown:
            return
        self._shown = view.lines
        cleared(self._rows)
        for text in view.lines:
            one = QWidget()
            beside = row(one, gap=SPACE_INSIDE)
            mark = Prose("•", role="muted", parent=one)
            mark.setFixedWidth(10)
            beside.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            beside.addWidget(Prose(text, role="small", parent=one), 1)
            put(self._rows, one)
