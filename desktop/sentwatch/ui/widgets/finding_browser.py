"""A list of findings with the letter of the one gone to: side by side where there is room, else one after the other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.ui.known import FindingRef
from sentwatch.ui.presenters.findings import FindingRow
from sentwatch.ui.presenters.letter import LetterView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import BackButton
from sentwatch.ui.widgets.finding_list import FindingList
from sentwatch.ui.widgets.frames import Card, column, row
from sentwatch.ui.widgets.letter import Letter

_LIST_WIDTH = 320


class FindingBrowser(QWidget):
    """`answered` carries a reference and an Answer. `letter_of` makes the letter of a reference."""

    answered = Signal(object, object)
    pointed = Signal(object)
    guide_wanted = Signal(object)

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._letter_of: Callable[[FindingRef], LetterView | None] = lambda _ref: None
        self._rows: tuple[FindingRow, ...] = ()
        self._is_wide = True
        self._is_reading = False
        self._list_card = Card(parent=self)
        self.list = FindingList(theme, f"{name}-list", parent=self._list_card)
        inside = column(self._list_card, gap=0, around=4)
        inside.addWidget(self.list)
        self._reading = QWidget(self)
        self.back = BackButton(theme, f"{name}-back", parent=self._reading)
        self.back.clicked.connect(self._go_back)
        self.letter = Letter(theme, f"{name}-letter", parent=self._reading)
        self.letter.answered.connect(self.answered)
        self.letter.guide_wanted.connect(self.guide_wanted)
        told = column(self._reading, gap=SPACE_INSIDE)
        told.addWidget(self.back)
        told.addWidget(self.letter)
        told.addStretch(1)
        lines = row(self, gap=SPACE_BETWEEN)
        lines.addWidget(self._list_card, 0, Qt.AlignmentFlag.AlignTop)
        lines.addWidget(self._reading, 1)
        self.list.pointed.connect(self._point)
        self.list.opened.connect(self._open)

    def say(self, *, list_name: str, back: str) -> None:
        """Name the list and the way back to it."""
        self.list.setAccessibleName(list_name)
        self.back.say(back)

    def show_rows(self, rows: tuple[FindingRow, ...], letter_of: Callable[[FindingRef], LetterView | None]) -> None:
        """Show these findings; the one that was read stays open if it is still there."""
        before = self.list.chosen
        self._rows, self._letter_of = rows, letter_of
        self.list.show_rows(rows)
        if before is None or not self.list.choose(before):
            self._is_reading = False
            if rows:
                self.list.choose(rows[0].ref)
        if (chosen := self.list.chosen) is not None:
            self._read(chosen)
        self._arrange()

    def open_finding(self, ref: FindingRef) -> None:
        """Read this one."""
        if self.list.choose(ref):
            self._open(ref)

    def set_wide(self, *, is_wide: bool) -> None:
        """Side by side, or one after the other."""
        self._is_wide = is_wide
        self._arrange()

    def _point(self, ref: FindingRef) -> None:
        self._read(ref)
        self.pointed.emit(ref)

    def _open(self, ref: FindingRef) -> None:
        self._is_reading = True
        self._read(ref)
        self._arrange()
        if not self._is_wide and len(self._rows) > 1:
            self.back.setFocus()

    def _read(self, ref: FindingRef) -> None:
        view = self._letter_of(ref)
        if view is not None:
            self.letter.show_view(view)

    def _go_back(self) -> None:
        self._is_reading = False
        self._arrange()
        self.list.setFocus()

    def _arrange(self) -> None:
        """One finding needs no list beside it; without room, the list comes first."""
        one = len(self._rows) == 1
        side_by_side = self._is_wide and not one
        self._list_card.setVisible(bool(self._rows) and not one and (side_by_side or not self._is_reading))
        self._reading.setVisible(bool(self._rows) and (one or side_by_side or self._is_reading))
        self.back.setVisible(not side_by_side and not one)
        if side_by_side:
            self._list_card.setFixedWidth(_LIST_WIDTH)
        else:
            self._list_card.setMinimumWidth(0)
            self._list_card.setMaximumWidth(16_777_215)
