"""A thin bar that shows how far something is."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QProgressBar, QWidget

_WHOLE: Final = 1_000


class ShareBar(QProgressBar):
    """From 0 to 1; says it in words to a screen reader."""

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextVisible(False)
        self.setRange(0, _WHOLE)

    def show_share(self, share: float, spoken: str) -> None:
        """Show this much."""
        self.setValue(round(max(0.0, min(1.0, share)) * _WHOLE))
        self.setAccessibleName(spoken)
