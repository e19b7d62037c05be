"""The lock of the screen on Linux: what logind says of the session, then the settings of its desktop."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sentwatch.adapters.bus import Bus, system_bus
from sentwatch.adapters.commands import Commands, CouldNotLook
from sentwatch.adapters.device.ini import read_ini
from sentwatch.adapters.facts import NotHere, read_if_there
from sentwatch.core.connection import Answer
from sentwatch.core.device import LockFacts, System
from sentwatch.core.looks import DoesNotApply
from sentwatch.core.phrase import N_, phrase
from sentwatch.ports.cancel import CancelToken

_LOGIND: Final = "org.freedesktop.login1"
_GRAPHICAL: Final = frozenset({"x11", "wayland", "mir"})

# Which settings a desktop reads: (schema and key of the lock, of its delay, of the idle time, seconds in its unit).
_GSETTINGS: Final = {
    "gnome": (
        ("org.gnome.desktop.screensaver", "lock-enabled"),
        ("org.gnome.desktop.screensaver", "lock-delay"),
        ("org.gnome.desktop.session", "idle-delay"),
        1,
    ),
    "cinnamon": (
        ("org.cinnamon.desktop.screensaver", "lock-enabled"),
        ("org.cinnamon.desktop.screensaver", "lock-delay"),
        ("org.cinnamon.desktop.session", "idle-delay"),
        1,
    ),
    "mate": (
        ("org.mate.screensaver", "lock-enabled"),
        ("org.mate.screensaver", "lock-delay"),
        ("org.mate.session", "idle-delay"),
        60,
    ),
}
_DESKTOPS: Final = {
    "gnome": "gnome",
    "ubuntu": "gnome",
    "unity": "gnome",
    "budgie": "gnome",
    "pop": "gnome",
    "gnome-classic": "gnome",
    "x-cinnamon": "cinnamon",
    "cinnamon": "cinnamon",
    "mate": "mate",
    "kde": "kde",
    "plasma": "kde",
}
# Plasma's own defaults (kscreenlocker, kcfg, 5.27 and 6.x; general knowledge): on, after 5 minutes.
_KDE_MINUTES: Final = 5


def lock(
    home: Path,
    commands: Commands,
    *,
    environment: Mapping[str, str],
    user_id: int,
    bus_address: str | None,
    cancel: CancelToken,
) -> LockFacts:
    """Look at the desktop of this user's session."""
    desktop = environment.get("XDG_CURRENT_DESKTOP", "")
    idle: LockFacts | None = None
    try:
        with system_bus(cancel=cancel, address=bus_address) as bus:
            kinds, named = _sessions(bus, user_id)
            if not (kinds & _GRAPHICAL):
                raise NotHere(
                    DoesNotApply(phrase(N_("Nobody is signed in to a desktop here, so there is no screen to lock.")))
                )
            desktop = desktop or named
            idle = _idle_action(bus)
    except CouldNotLook:
        if not desktop:
            raise
    family = next((_DESKTOPS[word] for part in desktop.split(":") if (word := part.strip().lower()) in _DESKTOPS), None)
    if family == "kde":
        return read_kde(read_if_there(_config(home, environment) / "kscreenlockerrc"))
    if family is not None:
        return _from_gsettings(family, commands, cancel=cancel)
    if idle is not None:
        return idle
    raise CouldNotLook(
        phrase(N_("Where the desktop “{name}” keeps this setting is not known to us."), name=desktop or "?"),
        is_expected=True,
    )


def _config(home: Path, environment: Mapping[str, str]) -> Path:
    named = environment.get("XDG_CONFIG_HOME", "")
    return Path(named) if named.startswith("/") else home / ".config"


def _sessions(bus: Bus, user_id: int) -> tuple[set[str], str]:
    """Return the kinds of this user's sessions ("wayland", "tty") and the desktop one of them names."""
    rows: Any = bus.call(_LOGIND, "/org/freedesktop/login1", "org.freedesktop.login1.Manager.ListSessions")[0]
    kinds: set[str] = set()
    desktop = ""
    for row in tuple(rows)[:50]:
        if row[1] != user_id:
            continue
        kinds.add(str(bus.get(_LOGIND, row[4], "org.freedesktop.login1.Session", "Type")))
        desktop = desktop or str(bus.get(_LOGIND, row[4], "org.freedesktop.login1.Session", "Desktop"))
    return kinds, desktop


def _idle_action(bus: Bus) -> LockFacts | None:
    """Return what logind does by itself when the computer is idle, where it is told to lock."""
    try:
        manager = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager")
        if bus.get(_LOGIND, *manager, "IdleAction") != "lock":
            return None
        after_s = int(bus.get(_LOGIND, *manager, "IdleActionUSec")) // 1_000_000
    except (CouldNotLook, TypeError, ValueError):
        return None
    return LockFacts(system=System.LINUX, locks=Answer.YES, after_s=after_s)


def _from_gsettings(family: str, commands: Commands, *, cancel: CancelToken) -> LockFacts:
    enabled, delay, idle, unit_s = _GSETTINGS[family]

    def ask(where: tuple[str, str]) -> str:
        output = commands("gsettings", "get", *where, cancel=cancel)
        return output.text.strip() if output.status == 0 else ""

    return read_gsettings(enabled=ask(enabled), delay=ask(delay), idle=ask(idle), unit_s=unit_s)


def read_gsettings(*, enabled: str, delay: str, idle: str, unit_s: int = 1) -> LockFacts:
    """Read what gsettings prints: `true`, `uint32 300`. An idle time of nought means that it never becomes idle."""
    if enabled not in {"true", "false"}:
        raise CouldNotLook(phrase(N_("The desktop did not say whether the screen locks.")))
    idle_n, delay_n = _number(idle), _number(delay)
    if enabled == "false" or idle_n == 0:
        return LockFacts(system=System.LINUX, locks=Answer.NO)
    after_s = None if idle_n is None else idle_n * unit_s + (delay_n or 0) * unit_s
    return LockFacts(system=System.LINUX, locks=Answer.YES, after_s=after_s)


def _number(text: str) -> int | None:
    match = re.fullmatch(r"(?:uint32 |int32 )?(\d{1,10})", text)
    return int(match.group(1)) if match else None


def read_kde(text: str | None) -> LockFacts:
    """Read kscreenlockerrc; what does not stand there is at its default."""
    section = read_ini(text or "").get("daemon", {})
    if section.get("autolock", "true").lower() == "false":
        return LockFacts(system=System.LINUX, locks=Answer.NO)
    minutes = _number(section.get("timeout", str(_KDE_MINUTES)))
    return LockFacts(system=System.LINUX, locks=Answer.YES, after_s=None if minutes is None else minutes * 60)
