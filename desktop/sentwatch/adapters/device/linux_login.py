"""Automatic login on Linux: what the display managers' settings say."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sentwatch.adapters.commands import CouldNotLook
from sentwatch.adapters.device.ini import read_ini
from sentwatch.adapters.facts import NotHere, read_small
from sentwatch.core.device import AutomaticLoginFacts, System
from sentwatch.core.looks import DoesNotApply
from sentwatch.core.phrase import N_, phrase

# In the order in which each program reads them: what comes later counts.
_GDM: Final = ("etc/gdm/custom.conf", "etc/gdm3/custom.conf", "etc/gdm3/daemon.conf")
_SDDM: Final = ("usr/lib/sddm/sddm.conf.d", "etc/sddm.conf.d", "etc/sddm.conf")
_LIGHTDM: Final = ("usr/share/lightdm/lightdm.conf.d", "etc/lightdm/lightdm.conf.d", "etc/lightdm/lightdm.conf")
_PROGRAMS: Final = (
    "usr/sbin/gdm3",
    "usr/sbin/gdm",
    "usr/bin/gdm",
    "usr/bin/sddm",
    "usr/sbin/lightdm",
    "usr/bin/lightdm",
)
MAX_FILES: Final = 100


def automatic_login(root: Path) -> AutomaticLoginFacts:
    """Look through the settings of GDM, SDDM and LightDM."""
    files = _files(root)
    is_desktop = any((root / program).exists() for program in _PROGRAMS)
    if not files and not is_desktop:
        raise NotHere(DoesNotApply(phrase(N_("No graphical log-in was found on this computer."))))
    found: dict[str, AutomaticLoginFacts] = {}
    for kind, path in files:
        fact = read_login(read_small(path), kind=kind, source="/" + str(path.relative_to(root)))
        if fact is not None:
            found[kind] = fact
    on = next((fact for fact in found.values() if fact.is_on), None)
    return on or AutomaticLoginFacts(system=System.LINUX, is_on=False)


def _files(root: Path) -> list[tuple[str, Path]]:
    files: list[tuple[str, Path]] = []
    for kind, places in (("gdm", _GDM), ("sddm", _SDDM), ("lightdm", _LIGHTDM)):
        for place in places:
            path = root / place
            try:
                if path.is_dir():
                    files += [(kind, each) for each in sorted(path.glob("*.conf"))]
                elif path.exists():
                    files.append((kind, path))
            except OSError:
                raise CouldNotLook(
                    phrase(N_("{path} could not be read."), path=f"/{place}"), is_expected=True
                ) from None
    return files[:MAX_FILES]


def read_login(text: str, *, kind: str, source: str) -> AutomaticLoginFacts | None:
    """Read one settings file; None where it says nothing about automatic login."""
    sections = read_ini(text)
    if kind == "gdm":
        daemon = sections.get("daemon", {})
        if "automaticloginenable" not in daemon:
            return None
        is_on = daemon["automaticloginenable"].strip().lower() in {"true", "1", "yes"}
        user = daemon.get("automaticlogin", "")
    elif kind == "sddm":
        autologin = sections.get("autologin", {})
        if "user" not in autologin:
            return None
        user = autologin["user"].strip()
        is_on = bool(user)
    else:
        users = [values["autologin-user"] for values in sections.values() if "autologin-user" in values]
        if not users:
            return None
        user = users[-1].strip()
        is_on = bool(user)
    return AutomaticLoginFacts(system=System.LINUX, is_on=is_on, user=user[:64] if is_on else "", source=source)
