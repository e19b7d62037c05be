"""Numbers side by side, each with what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from sentwatch.ui.presenters.reports import TileView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import cleared, column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import PlainLabel, Prose

_HEAD: Final = 36


class Tiles(QWidget):
    """`wanted` carries the reference of a finding to read."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._theme = theme
        self._views: Sequence[TileView] = ()
        self._is_wide = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_AROUND)
        self._grid.setVerticalSpacing(SPACE_BETWEEN)

    def show_views(self, views: Sequence[TileView]) -> None:
        """Show these."""
        if views != self._views:
            self._views = views
            self._fill()

    def set_wide(self, *, is_wide: bool) -> None:
        """All in one line, or two by two."""
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self._fill()

    def _fill(self) -> None:
        cleared(self._grid)
        columns = 4 if self._is_wide else 2
        for number, view in enumerate(self._views):
            made = self._tile(view)
            self._grid.addWidget(made, number // columns, number % columns, Qt.AlignmentFlag.AlignTop)
            made.show()
        for at in range(4):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)

    def _tile(self, view: TileView) -> QWidget:
        made = QWidget(self)
        lines = column(made, gap=0)
        above = QWidget(made)
        # As high with a button as without one, so that all numbers stand in one line.
        above.setFixedHeight(_HEAD)
        head = row(above, gap=8)
        shape = Icon(self._theme, "fine", parent=made)
        shape.show_tone(view.tone)
        head.addWidget(shape)
        head.addWidget(PlainLabel(view.number, role="title"))
        head.addStretch(1)
        if view.ref is not None:
            ref = view.ref
            read = Button(self._theme, f"{self.objectName()}-read-{view.name}", kind=Kind.QUIET, icon="chevron-right")
            read.say_by_icon(view.read)
            read.clicked.connect(lambda: self.wanted.emit(ref))
            head.addWidget(read)
        lines.addWidget(above)
        lines.addWidget(Prose(view.title, role="small-strong"))
        lines.addWidget(Prose(view.said, role="muted"))
        return made
