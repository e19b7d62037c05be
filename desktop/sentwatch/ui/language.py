"""The language spoken now: the chosen one or the system's, and Qt's own few words along with ours."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from sentwatch.texts.words import LANGUAGES, Words


class Language:
    """`words_for` makes the words of a language; `choose` switches, Qt's context menus included."""

    def __init__(self, words_for: Callable[[str], Words], *, chosen: str = "") -> None:
        self._words_for = words_for
        self._translator: QTranslator | None = None
        self.words = words_for(LANGUAGES[0])
        self.choose(chosen)

    def choose(self, chosen: str) -> None:
        """Speak `chosen`, or as the system does where it is empty."""
        lang = chosen if chosen in LANGUAGES else system_language()
        self.words = self._words_for(lang)
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None
        if lang != LANGUAGES[0]:
            translator = QTranslator()
            if translator.load(f"qtbase_{lang}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                QCoreApplication.installTranslator(translator)
                self._translator = translator
        QLocale.setDefault(QLocale(lang))


def system_language() -> str:
    """The first language of the system that we speak."""
    for name in QLocale.system().uiLanguages():
        short = name.replace("_", "-").partition("-")[0]
        if short in LANGUAGES:
            return short
    return LANGUAGES[0]
