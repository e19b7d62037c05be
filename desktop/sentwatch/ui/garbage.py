"""Lets Python's cycle collector run on the GUI thread only.

A shown widget that is part of a cycle is deleted on whatever thread collects it. Qt forbids that, and a worker that
does it stands still until the GUI thread turns its loop: for ever, where that one waits for the worker (measured with
PySide6 6.11.3). So automatic collection is off while workers exist, and a timer does it.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS: Final = 1_000


class GuiThreadCollection(QObject):
    """From `__init__` to `stop`, cycles are collected by a timer on the thread this object lives on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_what_is_due)
        self._timer.start(_LOOK_EVERY_MS)

    def stop(self) -> None:
        """Give collection back to Python, as it was."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()

    @staticmethod
    def collect_what_is_due() -> None:
        """Collect the generations whose counts passed Python's own thresholds."""
        thresholds = gc.get_threshold()
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > thresholds[generation] > 0:
                gc.collect(generation)
                return
