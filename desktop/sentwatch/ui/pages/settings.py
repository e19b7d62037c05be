"""Language and appearance, switched live."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sentwatch.ui.pages.page import Page, PageContext, Telling
from sentwatch.ui.preferences import Preferences, ThemeChoice
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.settings import settings
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN
from sentwatch.ui.widgets.frames import Card, Rule, Scroll, column, row
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.text import PlainLabel, Prose


class SettingsPage(Page):
    """Asks the frame for other preferences; the frame keeps them."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "settings")
        self._preferences = Preferences()
        content = QWidget()
        lines = column(content, gap=SPACE_BETWEEN)
        lines.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        card = Card()
        card.setObjectName("settings-look")
        inside = column(card, gap=12)
        inside.setContentsMargins(20, SPACE_BETWEEN, 20, SPACE_BETWEEN)
        self._look = PlainLabel(role="strong")
        self._language = Prose()
        self._theme_name = Prose()
        self.languages = Segments(self.theme, "settings-language")
        self.languages.chosen.connect(self._choose_language)
        self.themes = Segments(self.theme, "settings-theme")
        self.themes.chosen.connect(self._choose_theme)
        inside.addWidget(self._look)
        inside.addLayout(_line(self._language, self.languages))
        inside.addWidget(Rule())
        inside.addLayout(_line(self._theme_name, self.themes))
        lines.addWidget(card)
        lines.addStretch(1)
        both = column(self, gap=0)
        both.addWidget(Scroll(content, parent=self))

    def tell(self, telling: Telling) -> HeaderView:
        """Paint the choices."""
        view = settings(telling.words)
        self._preferences = telling.preferences
        self._look.setText(view.look)
        self._language.setText(view.language)
        self.languages.say(view.language, view.languages)
        self.languages.take(telling.preferences.language)
        self._theme_name.setText(view.theme)
        self.themes.say(view.theme, view.themes)
        self.themes.take(telling.preferences.theme.value)
        return view.header

    def _choose_language(self, language: object) -> None:
        self.preferences_wanted.emit(replace(self._preferences, language=str(language)))

    def _choose_theme(self, theme: object) -> None:
        self.preferences_wanted.emit(replace(self._preferences, theme=ThemeChoice(str(theme))))


def _line(name: Prose, choice: Segments) -> QHBoxLayout:
    line = row(gap=SPACE_BETWEEN)
    line.addWidget(name, 1, Qt.AlignmentFlag.AlignVCenter)
    line.addWidget(choice)
    return line
