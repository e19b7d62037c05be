"""A row that leads somewhere: the shape of how it stands, its name, one line about it, and an arrow; cards of them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from sentwatch.ui.presenters.doors import DoorsView, DoorView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.frames import Card, cleared, column, row
from sentwatch.ui.widgets.icon import TONE_ICONS, Icon
from sentwatch.ui.widgets.pressable import Pressable
from sentwatch.ui.widgets.text import Elided, Prose


class DoorRow(Pressable):
    """Pressing it opens what it names."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent=parent)
        self._shape = Icon(theme, "fine", parent=self)
        self._title = Prose(role="strong", parent=self)
        self._detail = Prose(role="muted", parent=self)
        lines = row(self, gap=12)
        lines.setContentsMargins(12, 10, 8, 10)
        lines.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget(self)
        beside = column(told, gap=2)
        beside.addWidget(self._title)
        beside.addWidget(self._detail)
        beside.addStretch(1)
        lines.addWidget(told, 1)
        lines.addWidget(Icon(theme, "chevron-right", colour="muted", parent=self), 0, Qt.AlignmentFlag.AlignVCenter)
        for child in (told, self._title, self._detail):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """As its lines need."""
        layout = self.layout()
        assert layout is not None
        return layout.sizeHint()

    def show_view(self, view: DoorView) -> None:
        """Show how it stands."""
        if view.tone in TONE_ICONS:
            self._shape.show_tone(view.tone)
        else:
            self._shape.show_icon(view.tone, "accent")
        self._title.setText(view.title)
        self._detail.setText(view.detail)
        self._detail.setVisible(bool(view.detail))
        self.setAccessibleName(view.spoken)


class DoorsCard(Card):
    """A heading and its rows. `opened` carries the name of the row that was pressed."""

    opened = Signal(str)

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName(name)
        self._theme = theme
        self._heading = Elided(role="strong", parent=self)
        self._heading.setContentsMargins(12, 4, 12, 4)
        self._rows: dict[str, DoorRow] = {}
        lines = column(self, gap=0)
        lines.setContentsMargins(SPACE_INSIDE, 12, SPACE_INSIDE, SPACE_INSIDE)
        lines.addWidget(self._heading)
        inside = QWidget(self)
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        self._across = 1
        lines.addWidget(inside)
        lines.addStretch(1)

    def show_view(self, view: DoorsView) -> None:
        """Show these rows."""
        self._heading.setText(view.heading)
        self.setAccessibleName(view.heading)
        names = [door.name for door in view.doors]
        if names != list(self._rows):
            cleared(self._grid)
            self._rows = {}
            for name in names:
                made = self._rows[name] = DoorRow(self._theme, f"{self.objectName()}-{name}", parent=self)
                made.clicked.connect(lambda _checked=False, name=name: self.opened.emit(name))
            self._arrange()
        for door in view.doors:
            self._rows[door.name].show_view(door)
            self._rows[door.name].setAccessibleDescription(view.heading)

    def set_across(self, across: int) -> None:
        """So many rows beside each other."""
        if across != self._across:
            self._across = across
            self._arrange()

    def _arrange(self) -> None:
        for number, made in enumerate(self._rows.values()):
            self._grid.addWidget(made, number // self._across, number % self._across)
            made.show()
        for place in range(self._grid.columnCount()):
            self._grid.setColumnStretch(place, 1 if place < self._across else 0)

    def focus_door(self, name: str) -> None:
        """Give a row the focus."""
        if name in self._rows:
            self._rows[name].setFocus()
