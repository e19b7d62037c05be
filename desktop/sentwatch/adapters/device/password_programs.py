"""Looks which password managers are installed: by names of files and registry entries only, nothing is opened."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sentwatch.core.device import PasswordProgramFacts

# What the makers call their entries: desktop files on Linux, bundles on macOS, display names on Windows, lower case.
_WORDS: Final = {
    "keepassxc": "KeePassXC",
    "keepass": "KeePass",
    "bitwarden": "Bitwarden",
    "1password": "1Password",
    "enpass": "Enpass",
    "dashlane": "Dashlane",
    "lastpass": "LastPass",
    "nordpass": "NordPass",
    "roboform": "RoboForm",
    "keeper password": "Keeper",
    "keeperpasswordmanager": "Keeper",
    "proton pass": "Proton Pass",
    "proton-pass": "Proton Pass",
    "protonpass": "Proton Pass",
    "me.proton.pass": "Proton Pass",
    "org.gnome.world.secrets": "Secrets",
    "org.gnome.passwordsafe": "Secrets",
    "strongbox": "Strongbox",
    "macpass": "MacPass",
    "qtpass": "QtPass",
    "trend micro password": "Trend Micro Password Manager",
    "パスワードマネージャー": "Password Manager",
}
MAX_ENTRIES: Final = 20_000


def named(entries: Iterable[str]) -> PasswordProgramFacts:
    """From names of entries to names of programs."""
    found: set[str] = set()
    for entry in entries:
        lower = entry.lower()
        # The longest word that fits: KeePassXC is not KeePass.
        word = max((word for word in _WORDS if word in lower), key=len, default=None)
        if word is not None:
            found.add(_WORDS[word])
    return PasswordProgramFacts(names=tuple(sorted(found)))


def on_linux(root: Path, home: Path) -> PasswordProgramFacts:
    """Look through the desktop entries of packages, flatpaks, snaps and the user."""
    folders = (
        root / "usr/share/applications",
        root / "usr/local/share/applications",
        root / "var/lib/flatpak/exports/share/applications",
        root / "var/lib/snapd/desktop/applications",
        home / ".local/share/applications",
        home / ".local/share/flatpak/exports/share/applications",
    )
    return named(_entries(folders, ".desktop"))


def on_macos(root: Path, home: Path) -> PasswordProgramFacts:
    """Look through the application folders. Apple's own Passwords comes with macOS 15 and later."""
    folders = (root / "Applications", root / "Applications/Utilities", home / "Applications")
    found = named(_entries(folders, ".app"))
    if (root / "System/Applications/Passwords.app").exists():
        return PasswordProgramFacts(names=("Apple Passwords", *found.names))
    return found


def _entries(folders: Iterable[Path], ending: str) -> list[str]:
    names: list[str] = []
    for folder in folders:
        try:
            names += [each.name for each in folder.iterdir() if each.name.endswith(ending)]
        except OSError:
            continue
    return names[:MAX_ENTRIES]
