"""What the window remembers about itself, and the small door to where it is kept."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


class ThemeChoice(enum.Enum):
    """What the user chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """`language` is empty for the system's. `window` says where the window was: x, y, width, height, maximised."""

    language: str = ""
    theme: ThemeChoice = ThemeChoice.SYSTEM
    window: Mapping[str, int] = field(default_factory=dict)


class PreferencesDoor(Protocol):
    """Reads and keeps preferences; quick, on the GUI thread, never raises: what cannot be kept is forgotten."""

    def read(self) -> Preferences: ...
    def write(self, preferences: Preferences) -> None: ...


class ForgetfulPreferences:
    """Keeps preferences while the process lives, for a window that leaves nothing behind."""

    def __init__(self, preferences: Preferences | None = None) -> None:
        self._kept = preferences if preferences is not None else Preferences()

    def read(self) -> Preferences:
        """What was kept last."""
        return self._kept

    def write(self, preferences: Preferences) -> None:
        """Keep these."""
        self._kept = preferences
