"""Starts the window: application, look, words, session, frame; and sees to it that leaving really leaves."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from types import TracebackType

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from sentwatch.texts.words import Words
from sentwatch.ui.actions import Actions
from sentwatch.ui.background import Background
from sentwatch.ui.language import Language
from sentwatch.ui.main_window import MainWindow
from sentwatch.ui.preferences import PreferencesDoor
from sentwatch.ui.session import Session
from sentwatch.ui.theme import Theme


class Window:
    """Everything that lives as long as the window."""

    def __init__(
        self, app: QApplication, actions: Actions, preferences: PreferencesDoor, words_for: Callable[[str], Words]
    ) -> None:
        kept = preferences.read()
        self.language = Language(words_for, chosen=kept.language)
        self.theme = Theme(app, choice=kept.theme, lang=self.language.words.lang)
        self.background = Background(app)
        self.session = Session(actions, self.background, parent=app)
        self.frame = MainWindow(self.theme, self.language, self.session, preferences)

    def show_crash(self, problem: BaseException) -> None:
        """One dialog for a fault of ours, never two at once."""
        from sentwatch import __version__
        from sentwatch.ui.dialogs.crash import CrashDialog
        from sentwatch.ui.presenters.crash import crash

        if self.frame.findChild(CrashDialog) is not None:
            return
        dialog = CrashDialog(self.theme, crash(problem, self.language.words, version=__version__), parent=self.frame)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def run(
    actions: Actions,
    preferences: PreferencesDoor,
    words_for: Callable[[str], Words],
    *,
    arguments: Sequence[str] = (),
) -> int:
    """Show the window until it is closed; returns the exit code."""
    app = make_application(arguments)
    window = Window(app, actions, preferences, words_for)
    before = sys.excepthook

    def hook(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        before(kind, problem, trace)
        if isinstance(problem, Exception):
            window.show_crash(problem)

    sys.excepthook = hook
    window.frame.show()
    set_icon(app)
    code = app.exec()
    sys.excepthook = before
    window.frame.hide()
    if not window.background.shutdown():
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


def set_icon(app: QApplication) -> None:
    """The mark on windows and in the task switcher; drawn after the first paint has been asked for."""
    from sentwatch.ui.icons import app_icon

    app.setWindowIcon(app_icon())
