"""The page of accounts, the assistant, one account's settings, and mail in files."""

from __future__ import annotations

from shots.scene import Scene
from support import account_scenes

SCENES = (
    Scene("accounts", page="accounts"),
    *(Scene(name, page="accounts", act=act) for name, act in account_scenes.SCENES),
)
