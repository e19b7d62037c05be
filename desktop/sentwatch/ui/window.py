"""The window itself: there at once in the colour of its ground, filled after its first paint, placed as before."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from sentwatch.ui.preferences import ForgetfulPreferences, Preferences, PreferencesDoor, ThemeChoice
from sentwatch.ui.tokens import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from sentwatch.core.trouble import Trouble
    from sentwatch.texts.words import Words
    from sentwatch.ui.actions import Actions
    from sentwatch.ui.main_window import MainWindow
    from sentwatch.ui.theme import Theme
    from sentwatch.wiring import App

SMALLEST: Final = (800, 560)
USUAL: Final = (1280, 800)
_REACHABLE: Final = 120
"""So many pixels of the window must lie on a screen for it to be pulled back with the mouse."""


class Wired(NamedTuple):
    """What the window is wired to."""

    actions: Actions
    words_for: Callable[[str], Words]
    app: App
    """The use cases, for pages that lead through one of them."""


class Window(QWidget):
    """Everything that lives as long as the window. What imports and reads much waits for `begin`."""

    begun = Signal()
    """What is known is being read."""

    def __init__(self, preferences: PreferencesDoor, wire: Callable[[], Wired]) -> None:
        super().__init__()
        self.instead_of_closing: Callable[[], bool] | None = None
        """Asked when the window is to be closed; True where something else was done."""
        self._is_leaving = False
        self.setObjectName("window")
        self.setWindowTitle("Sentwatch")
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self._door = preferences
        self._wire = wire
        self._has_begun = False
        kept = preferences.read()
        self._is_maximised = bool(kept.window.get("maximised"))
        place_as(self, kept.window)
        self.setPalette(QPalette(QColor((DARK if self._looks_dark(kept) else LIGHT).background)))

    def show_as_before(self) -> None:
        """Show it, over the whole screen if it was so."""
        if self._is_maximised:
            self.showMaximized()
        else:
            self.show()

    def begin(self) -> None:
        """Begin what goes on whether the window is seen or not. Call it for a window that starts hidden."""
        if self._has_begun:
            return
        self._has_begun = True
        from sentwatch.ui.background import Background
        from sentwatch.ui.language import Language
        from sentwatch.ui.session import Session

        actions, words_for, self._app = self._wire()
        self.language = Language(words_for, chosen=self._door.read().language)
        self.background = Background(self)
        self.session = Session(actions, self.background, parent=self)
        self.session.data_gone.connect(self._leave_nothing)
        self.session.troubled.connect(self._show_trouble)
        self.session.load()
        self.begun.emit()

    def fill(self) -> None:
        """Fill the window. Comes by itself after the first paint."""
        self.begin()
        self.frame  # noqa: B018 - made where it is not there

    @cached_property
    def theme(self) -> Theme:
        """How the window looks."""
        from sentwatch.ui.theme import Theme

        self.setProperty("ground", "background")
        self.setPalette(QPalette())
        return Theme(_application(), choice=self._door.read().theme, lang=self.language.words.lang)

    def dress(self) -> None:
        """Give the program its look, for what is shown without the window."""
        self.theme  # noqa: B018 - made where it is not there

    @cached_property
    def frame(self) -> MainWindow:
        """What fills the window: made when it is first seen or something is first shown on it."""
        from sentwatch.ui.main_window import MainWindow
        from sentwatch.ui.widgets.frames import column, lay_out_now

        frame = MainWindow(self.theme, self.language, self.session, self._door, self._app)
        frame.leave_wanted.connect(self.leave)
        column(self, gap=0).addWidget(frame)
        frame.show()
        # Nothing has the focus until a key is pressed: a ring on the first screen would say nothing.
        self.setFocus()
        lay_out_now()
        self.repaint()
        frame.open_first_page()
        return frame

    def show_again(self) -> None:
        """Show it to somebody who asked for it, wherever it was."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        if not self.isVisible():
            self.show_as_before()
        self.raise_()
        self.activateWindow()

    def leave(self) -> None:
        """Close the window and end the program."""
        self._is_leaving = True
        self.close()
        QApplication.quit()

    def _show_trouble(self, trouble: Trouble, again: Callable[[], None] | None) -> None:
        self.frame.show_trouble(trouble, again)

    def _leave_nothing(self) -> None:
        """End, and write nothing on the way: the user has just had everything deleted."""
        self._door = ForgetfulPreferences(self._door.read())
        self.leave()

    def show_crash(self, problem: BaseException) -> None:
        """One dialog for a fault of ours, never two at once."""
        from sentwatch import __version__
        from sentwatch.ui.dialogs.crash import CrashDialog
        from sentwatch.ui.presenters.crash import crash

        if not self._has_begun or self.findChild(CrashDialog) is not None:
            return
        dialog = CrashDialog(self.theme, crash(problem, self.language.words, version=__version__), parent=self.frame)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def shutdown(self) -> bool:
        """Stop what is running; False where a thread is stuck."""
        return self.background.shutdown() if self._has_begun else True

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first paint shows the ground; what takes longer comes right after it."""
        super().paintEvent(event)
        if "frame" not in self.__dict__:
            QTimer.singleShot(0, self.fill)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window was."""
        self._door.write(replace(self._door.read(), window=place_of(self)))
        self._is_maximised = self.isMaximized()
        is_ending = self._is_leaving or _application().isSavingSession()
        if not is_ending and self.instead_of_closing is not None and self.instead_of_closing():
            event.ignore()
            return
        super().closeEvent(event)

    def _looks_dark(self, kept: Preferences) -> bool:
        if kept.theme is not ThemeChoice.SYSTEM:
            return kept.theme is ThemeChoice.DARK
        return self.palette().color(QPalette.ColorRole.Window).lightness() < 128


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application


def place_of(window: QWidget) -> dict[str, int]:
    """Where a window is, as it is kept."""
    inner = window.normalGeometry() if window.isMaximized() else window.geometry()
    return {
        "x": inner.x(),
        "y": inner.y(),
        "width": inner.width(),
        "height": inner.height(),
        "maximised": int(window.isMaximized()),
    }


def place_as(window: QWidget, kept: Mapping[str, int]) -> None:
    """Put a window where it was, if that can still be reached; a screen may be gone since then."""
    if {"width", "height"} <= kept.keys():
        room = window.screen().availableGeometry()
        window.resize(min(kept["width"], room.width()), min(kept["height"], room.height()))
    if not {"x", "y"} <= kept.keys():
        return
    wanted = window.geometry()
    wanted.moveTo(kept["x"], kept["y"])
    for screen in QGuiApplication.screens():
        seen = screen.availableGeometry().intersected(wanted)
        if seen.width() >= _REACHABLE and seen.height() >= _REACHABLE and wanted.y() >= screen.availableGeometry().y():
            window.setGeometry(wanted)
            return
