"""Starts the window, and sees to it that leaving really leaves. Imports little: the window is to be there at once."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from sentwatch.ui.window import Window, Wired

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from sentwatch.ui.preferences import PreferencesDoor


def run(preferences: PreferencesDoor, wire: Callable[[], Wired], *, arguments: Sequence[str] = ()) -> int:
    """Show the window until it is closed; returns the exit code. `wire` is called after the first paint."""
    app = make_application(arguments)
    window = Window(preferences, wire)
    before = sys.excepthook

    def hook(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        before(kind, problem, trace)
        if isinstance(problem, Exception):
            window.show_crash(problem)

    sys.excepthook = hook
    window.show_as_before()
    code = app.exec()
    sys.excepthook = before
    window.hide()
    if not window.shutdown():
        # A thread is stuck in a call that cannot be cut; Python would wait for it for ever.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The application, named."""
    QCoreApplication.setApplicationName("Sentwatch")
    QApplication.setDesktopFileName("sentwatch")
    return QApplication(["sentwatch", *arguments])
