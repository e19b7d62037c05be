"""The window itself: there at once in the colour of its ground, filled after its first paint, placed as before."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from sentwatch.ui.preferences import Preferences, PreferencesDoor, ThemeChoice
from sentwatch.ui.tokens import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from sentwatch.texts.words import Words
    from sentwatch.ui.actions import Actions

SMALLEST: Final = (800, 560)
USUAL: Final = (1280, 800)


class Wired(NamedTuple):
    """What the window is wired to."""

    actions: Actions
    words_for: Callable[[str], Words]


class Window(QWidget):
    """Everything that lives as long as the window. What imports and reads much waits for `begin`."""

    def __init__(self, preferences: PreferencesDoor, wire: Callable[[], Wired]) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("Sentwatch")
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self._door = preferences
        self._wire = wire
        self._has_begun = False
        kept = preferences.read()
        if kept.geometry:
            self.restoreGeometry(QByteArray.fromBase64(kept.geometry.encode("ascii", "ignore")))
        self.setPalette(QPalette(QColor((DARK if self._looks_dark(kept) else LIGHT).background)))

    def begin(self) -> None:
        """Fill the window. Comes by itself after the first paint; call it for a window that starts hidden."""
        if self._has_begun:
            return
        self._has_begun = True
        from sentwatch.ui.background import Background
        from sentwatch.ui.language import Language
        from sentwatch.ui.main_window import MainWindow
        from sentwatch.ui.session import Session
        from sentwatch.ui.theme import Theme
        from sentwatch.ui.widgets.frames import column

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        kept = self._door.read()
        actions, words_for = self._wire()
        self.language = Language(words_for, chosen=kept.language)
        self.setProperty("ground", "background")
        self.setPalette(QPalette())
        self.theme = Theme(app, choice=kept.theme, lang=self.language.words.lang)
        self.background = Background(self)
        self.session = Session(actions, self.background, parent=self)
        self.frame = MainWindow(self.theme, self.language, self.session, self._door)
        column(self, gap=0).addWidget(self.frame)
        self.frame.show()
        # Nothing has the focus until a key is pressed: a ring on the first screen would say nothing.
        self.setFocus()
        self.session.load()

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
        if not self._has_begun:
            QTimer.singleShot(0, self.begin)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window was, and on which page."""
        geometry = base64.b64encode(self.saveGeometry().data()).decode("ascii")
        page = self.frame.page_name if self._has_begun else self._door.read().page
        self._door.write(replace(self._door.read(), geometry=geometry, page=page))
        super().closeEvent(event)

    def _looks_dark(self, kept: Preferences) -> bool:
        if kept.theme is not ThemeChoice.SYSTEM:
            return kept.theme is ThemeChoice.DARK
        return self.palette().color(QPalette.ColorRole.Window).lightness() < 128
