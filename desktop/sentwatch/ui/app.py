"""Starts the window, and sees to it that leaving really leaves. Imports little: the window is to be there at once."""

from __future__ import annotations

import os
import signal
import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from sentwatch.ui.window import Window, Wired

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from sentwatch.ui.preferences import PreferencesDoor


def run(
    preferences: PreferencesDoor,
    wire: Callable[[], Wired],
    *,
    furnish: Callable[[Window], Furniture] | None = None,
    begins_hidden: bool = False,
    arguments: Sequence[str] = (),
) -> int:
    """Show the window until it is closed; returns the exit code. `wire` is called after the first paint.

    `furnish` puts beside the filled window what goes on without it. `begins_hidden` leaves showing it to that.
    """
    app = make_application(arguments)
    window = Window(preferences, wire)
    furniture: list[Furniture] = []
    if furnish is not None:
        window.begun.connect(lambda: furniture.append(furnish(window)))
    stopping = StopSignals(window.leave, parent=window)
    before = sys.excepthook

    def hook(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        before(kind, problem, trace)
        if isinstance(problem, Exception):
            _log_crash(problem)
            window.show_crash(problem)

    sys.excepthook = hook
    if begins_hidden:
        window.begin()
    else:
        window.show_as_before()
    code = app.exec()
    sys.excepthook = before
    stopping.release()
    window.hide()
    for one in furniture:
        one.end()
    if not window.shutdown():
        # A thread is stuck in a call that cannot be cut; Python would wait for it for ever.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def _log_crash(problem: Exception) -> None:
    """Under the code that the dialog shows, so that either leads to the other."""
    import logging

    from sentwatch import __version__
    from sentwatch.ui.presenters.crash import code_of, details_of

    code = code_of(details_of(problem, version=__version__))
    logging.getLogger("sentwatch").error("crash %s", code, exc_info=problem)


class Furniture(Protocol):
    """What goes on beside the window."""

    def end(self) -> None: ...


class StopSignals(QObject):
    """Lets a request to end (Ctrl-C, SIGTERM) end the program in order, though Qt's loop runs no Python by itself."""

    def __init__(self, stop: Callable[[], None], *, parent: QObject) -> None:
        super().__init__(parent)
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        self._fd_before = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)

        def heard(_number: int, _frame: object) -> None:
            # Python may be in the middle of painting: the window is closed when that is done.
            QTimer.singleShot(0, self, stop)

        self._before = {number: signal.signal(number, heard) for number in (signal.SIGINT, signal.SIGTERM)}
        # Python's own handler runs as soon as any Python runs, which the notifier sees to.
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)

    def release(self) -> None:
        """As it was before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._fd_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._ours.close()
        self._theirs.close()

    def _drain(self) -> None:
        with suppress(OSError):
            self._ours.recv(64)


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The application, named; the one there is, where there is one."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    QCoreApplication.setApplicationName("Sentwatch")
    QApplication.setDesktopFileName("sentwatch")
    return QApplication(["sentwatch", *arguments])
