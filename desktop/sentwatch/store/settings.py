"""The settings file: JSON that people may edit; a value that does not fit falls back alone, the rest stays."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final, get_type_hints

import msgspec

from sentwatch.core.phrase import N_, phrase
from sentwatch.core.settings import Settings
from sentwatch.core.trouble import STORE_UNUSABLE, Trouble
from sentwatch.decoding import from_json, from_plain

FILE: Final = "settings.json"
MAX_BYTES: Final = 256 * 1024
_UNREADABLE: Final = (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError)


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """One file in the data folder."""

    folder: Path

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.folder / FILE

    def read(self) -> Settings:
        """The settings, with defaults for what is missing, unreadable or does not fit."""
        with suppress(*_UNREADABLE):
            with self.path.open("rb") as file:
                kept = from_json(file.read(MAX_BYTES), object)
            if isinstance(kept, dict):
                return read_settings(kept)
        return Settings()

    def write(self, settings: Settings) -> None:
        """Write all settings; what others wrote into the file and we do not know is kept."""
        known = {field.name for field in fields(Settings)}
        others: dict[str, Any] = {}
        with suppress(*_UNREADABLE):
            before = from_json(self.path.read_bytes()[:MAX_BYTES], object)
            if isinstance(before, dict):
                others = {name: value for name, value in before.items() if name not in known}
        text = msgspec.json.format(msgspec.json.encode({**others, **msgspec.to_builtins(settings)}), indent=2)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = self.path.with_suffix(".new")
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                out.write(text + b"\n")
            fresh.replace(self.path)
        except OSError:
            raise Trouble(STORE_UNUSABLE, path=str(self.path), reason=phrase(N_("you may not use it"))) from None


def read_settings(values: dict[str, Any]) -> Settings:
    """Settings from plain values; each that does not fit falls back alone."""
    hints = get_type_hints(Settings)
    settings = Settings()
    for name, kind in hints.items():
        if name in values:
            with suppress(msgspec.ValidationError):
                settings = replace(settings, **{name: from_plain(values[name], kind)})
    return settings
