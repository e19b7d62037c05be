"""Severity as shape, colour and word."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from sentwatch.core.findings import Severity
from sentwatch.ui.severity_look import SEVERITY_COLOURS, SEVERITY_ICONS
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.frames import row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import PlainLabel


class Badge(QWidget):
    """A severity: its shape and its word."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = Icon(theme, "info", parent=self)
        self._word = PlainLabel(role="small-strong", parent=self)
        self._severity = Severity.INFO
        lines = row(self, gap=6)
        lines.addWidget(self._icon)
        lines.addWidget(self._word)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._colour_word)

    def show_severity(self, severity: Severity, word: str) -> None:
        """Show this one."""
        self._severity = severity
        self._icon.show_icon(SEVERITY_ICONS[severity], SEVERITY_COLOURS[severity])
        self._word.setText(word)
        self._colour_word()

    def _colour_word(self) -> None:
        colour = self._theme.palette.colour(SEVERITY_COLOURS[self._severity])
        self._word.setStyleSheet(f"color: {colour};")
