"""The settings file: written for its owner alone, each wrong value falls back alone, unknown ones stay."""

from __future__ import annotations

import json
import stat

from sentwatch.core.settings import Settings
from sentwatch.store.settings import SettingsFile


def test_settings_come_back(tmp_path):
    file = SettingsFile(tmp_path / "data")
    assert file.read() == Settings()
    changed = Settings(language="ja", theme="dark", quiet_hours=True, sent_every_min=5, window={"x": 1})
    file.write(changed)
    assert file.read() == changed
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_a_value_that_does_not_fit_falls_back_alone(tmp_path):
    file = SettingsFile(tmp_path)
    file.path.write_text(
        json.dumps({"language": "fr", "theme": "dark", "sent_every_min": "often", "quiet_hours": True})
    )
    assert file.read() == Settings(theme="dark", quiet_hours=True)


def test_what_is_no_json_is_as_good_as_nothing(tmp_path):
    file = SettingsFile(tmp_path)
    for content in (b"", b"{", b"[1]", b"\xff\xfe", b"null", b"[" * 100_000):
        file.path.write_bytes(content)
        assert file.read() == Settings()


def test_what_others_wrote_is_kept(tmp_path):
    file = SettingsFile(tmp_path)
    file.path.write_text(json.dumps({"of_a_newer_version": [1, 2], "theme": "dark"}))
    file.write(Settings(theme="light"))
    kept = json.loads(file.path.read_text())
    assert kept["of_a_newer_version"] == [1, 2]
    assert kept["theme"] == "light"
