"""A card of what was seen of one thing: rows with their tone and words, a letter to read, and a way to look again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from sentwatch.ui.presenters.seen_rows import SeenCardView, SeenRow
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import Card, cleared, column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import Elided, Prose


class SeenCard(Card):
    """`again` and `removed` carry the card's key, `wanted` the reference of a finding to read."""

    again = Signal(str)
    removed = Signal(str)
    wanted = Signal(object)

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName(name)
        self._theme = theme
        self._name = name
        self._is_wide = False
        self._shown: tuple[tuple[SeenRow, ...], bool] | None = None
        self._view: SeenCardView | None = None
        self._title = Elided(role="strong", parent=self)
        self._facts = Prose(role="muted", parent=self)
        self.look = Button(theme, f"{name}-again", icon="check", parent=self)
        self.look.clicked.connect(lambda: self._emit(self.again))
        self.remove = Button(theme, f"{name}-remove", kind=Kind.QUIET, parent=self)
        self.remove.clicked.connect(lambda: self._emit(self.removed))
        self._rows = QWidget(self)
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_AROUND)
        self._grid.setVerticalSpacing(12)
        lines = column(self, gap=SPACE_BETWEEN)
        lines.setContentsMargins(20, SPACE_BETWEEN, SPACE_BETWEEN, SPACE_BETWEEN)
        head = row(gap=SPACE_INSIDE)
        told = QWidget(self)
        beside = column(told, gap=0)
        beside.addWidget(self._title)
        beside.addWidget(self._facts)
        head.addWidget(told, 1)
        head.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.look, 0, Qt.AlignmentFlag.AlignTop)
        lines.addLayout(head)
        lines.addWidget(self._rows)

    def show_view(self, view: SeenCardView) -> None:
        """Show this."""
        self._view = view
        self.setAccessibleName(view.title)
        self._title.setText(view.title)
        self._facts.setText(view.facts)
        self.look.say(view.again)
        self.look.setAccessibleDescription(view.title)
        self.remove.say(view.remove)
        self.remove.setAccessibleDescription(view.title)
        self.remove.setVisible(bool(view.remove))
        self._fill()

    def set_wide(self, *, is_wide: bool) -> None:
        """Rows in two columns, or one below the other."""
        self._is_wide = is_wide
        self._fill()

    def _fill(self) -> None:
        if self._view is None or self._shown == (self._view.rows, self._is_wide):
            return
        self._shown = (self._view.rows, self._is_wide)
        cleared(self._grid)
        columns = 2 if self._is_wide and len(self._view.rows) > 3 else 1
        down = -(-len(self._view.rows) // columns)
        for number, entry in enumerate(self._view.rows):
            made = self._row(entry)
            self._grid.addWidget(made, number % down, number // down, Qt.AlignmentFlag.AlignTop)
            made.show()
        for at in range(2):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)
        self._rows.setVisible(bool(self._view.rows))

    def _row(self, entry: SeenRow) -> QWidget:
        made = QWidget(self._rows)
        beside = row(made, gap=10)
        shape = Icon(self._theme, "fine", parent=made)
        shape.show_tone(entry.tone)
        beside.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget(made)
        both = column(told, gap=0)
        both.addWidget(Prose(entry.what, role="small-strong"))
        both.addWidget(Prose(entry.said, role="muted"))
        beside.addWidget(told, 1)
        if entry.ref is not None:
            ref = entry.ref
            read = Button(self._theme, f"{self._name}-read-{entry.name}", kind=Kind.QUIET, icon="chevron-right")
            read.say_by_icon(entry.read)
            read.clicked.connect(lambda: self.wanted.emit(ref))
            beside.addWidget(read, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _emit(self, signal: object) -> None:
        if self._view is not None:
            signal.emit(self._view.key)  # type: ignore[attr-defined] # Qt's bound signals have no type of their own here
