"""The window's preferences live among all settings and leave the others alone."""

from __future__ import annotations

from sentwatch.core.settings import Settings
from sentwatch.core.trouble import STORE_UNUSABLE, Trouble
from sentwatch.store.settings import SettingsFile
from sentwatch.ui.kept_preferences import KeptPreferences
from sentwatch.ui.preferences import Preferences, ThemeChoice


def test_there_and_back_leaves_other_settings_alone(tmp_path):
    file = SettingsFile(tmp_path)
    file.write(Settings(quiet_hours=True, language="ja"))
    door = KeptPreferences(file)
    assert door.read() == Preferences(language="ja")
    wanted = Preferences(language="", theme=ThemeChoice.DARK, window={"x": 1, "y": 2, "width": 900, "height": 600})
    door.write(wanted)
    assert door.read() == wanted
    assert file.read().quiet_hours
    assert file.read().language == "system"


def test_a_language_nobody_speaks_becomes_the_systems(tmp_path):
    file = SettingsFile(tmp_path)
    KeptPreferences(file).write(Preferences(language="tlh"))
    assert file.read().language == "system"


def test_what_cannot_be_written_is_forgotten():
    class Refusing:
        def read(self):
            return Settings()

        def write(self, settings):
            raise Trouble(STORE_UNUSABLE, path="p", reason="r")

    KeptPreferences(Refusing()).write(Preferences(language="en"))
