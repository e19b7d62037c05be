"""The window's preferences as part of all settings."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Protocol, get_args

from sentwatch.core.settings import Language, Settings
from sentwatch.core.trouble import Trouble
from sentwatch.ui.preferences import Preferences, ThemeChoice

_LANGUAGES: dict[str, Language] = {"": "system", **{name: name for name in get_args(Language)}}


class SettingsDoor(Protocol):
    """Where all settings are kept."""

    def read(self) -> Settings: ...
    def write(self, settings: Settings) -> None: ...


class KeptPreferences:
    """A PreferencesDoor. What cannot be written is forgotten: the window goes on without it."""

    def __init__(self, settings: SettingsDoor, *, lang: str = "") -> None:
        """`lang` is spoken instead of what is kept, until another is chosen."""
        self._settings = settings
        self._named = lang

    def read(self) -> Preferences:
        """What was kept last."""
        kept = self._settings.read()
        language = self._named or ("" if kept.language == "system" else kept.language)
        return Preferences(language=language, theme=ThemeChoice(kept.theme), window=kept.window)

    def write(self, preferences: Preferences) -> None:
        """Keep these, and leave all other settings as they are."""
        kept = self._settings.read()
        if not self._named or preferences.language != self._named:
            self._named = ""
            kept = replace(kept, language=_LANGUAGES.get(preferences.language, "system"))
        kept = replace(
            kept,
            theme=preferences.theme.value,
            window=dict(preferences.window),
        )
        with suppress(Trouble):
            self._settings.write(kept)
