"""Points below each other, each with its mark."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentwatch.ui.widgets.frames import cleared, column, put, row
from sentwatch.ui.widgets.text import PlainLabel, Prose


class Points(QWidget):
    """Without points it takes no room but its place."""

    def __init__(self, *, role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        self._shown: tuple[str, ...] = ()
        self._lines = column(self, gap=6)

    def show_points(self, points: Sequence[str]) -> None:
        """Show these."""
        if tuple(points) == self._shown:
            return
        self._shown = tuple(points)
        cleared(self._lines)
        for point in points:
            one = QWidget()
            beside = row(one, gap=8)
            beside.addWidget(PlainLabel("•", role=self._role), 0, Qt.AlignmentFlag.AlignTop)
            beside.addWidget(Prose(point, role=self._role), 1)
            put(self._lines, one)
