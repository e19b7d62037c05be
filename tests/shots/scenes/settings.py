"""The page of settings."""

from __future__ import annotations

from shots.scene import Scene, scroll_to_end

SCENES = (
    Scene("settings", page="settings"),
    Scene("settings-end", page="settings", act=scroll_to_end),
)
