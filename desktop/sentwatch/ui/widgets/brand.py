"""The product's mark and name at the top of the sidebar."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentwatch.ui.presenters.frame import FrameView
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import PlainLabel


class Brand(QWidget):
    """Mark, name, and what it does."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = PlainLabel(role="brand", parent=self)
        self._detail = PlainLabel(role="tiny", parent=self)
        lines = row(self, gap=10)
        lines.setContentsMargins(18, 24, 8, 16)
        lines.addWidget(Icon(theme, "mark", colour="accent", size=28, parent=self), 0, Qt.AlignmentFlag.AlignVCenter)
        told = QWidget(self)
        beside = column(told, gap=0)
        beside.addWidget(self._name)
        beside.addWidget(self._detail)
        lines.addWidget(told, 1)

    def say(self, view: FrameView) -> None:
        """Say the name in this language."""
        self._name.setText(view.brand)
        self._detail.setText(view.brand_detail)
